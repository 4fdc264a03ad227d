// What building the program is measured by: one file that includes and instantiates what many
// do. It is never changed, so that figures of different days can be compared.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

namespace {

using Value = std::variant<std::monostate, bool, double, std::string>;

std::map<std::string, std::vector<Value>>
values_in(std::istream& stream)
{
  static const std::regex line{
      R"re(^([a-z_]+)\s*[:=]\s*(?:"([^"]*)"|([0-9.]+)|(true|false))$)re"};
  std::map<std::string, std::vector<Value>> values;
  for (std::string text; std::getline(stream, text);) {
    std::smatch match;
    if (!std::regex_match(text, match, line)) {
      continue;
    }
    Value value;
    if (match[2].matched) {
      value = match[2].str();
    } else if (match[3].matched) {
      value = std::stod(match[3].str());
    } else {
      value = match[4].str() == "true";
    }
    values[match[1].str()].push_back(std::move(value));
  }
  return values;
}

} // namespace

int
main(int argc, char** argv)
{
  std::set<std::string, std::greater<>> names;
  for (int i = 1; i < argc; ++i) {
    std::ifstream stream{std::filesystem::path{argv[i]}};
    for (const auto& [name, values] : values_in(stream)) {
      if (std::ranges::any_of(values, [](const Value& each) { return each.index() != 0; })) {
        names.insert(name);
      }
    }
  }
  std::ostringstream text;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  text << std::chrono::duration_cast<std::chrono::seconds>(now).count();
  for (const auto& name : names) {
    text << ' ' << name;
  }
  std::cout << text.str() << '\n';
}
