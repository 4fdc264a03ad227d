#include "tests/plugin/leaks/planting.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace klausur::test {

namespace {

namespace fs = std::filesystem;

JsonValue
json_text(std::string_view text, Json::AllocatorType& memory)
{
  return {text.data(), static_cast<rapidjson::SizeType>(text.size()), memory};
}

void
plant_at(JsonValue& value, Pointer& at, Json::AllocatorType& memory,
         const std::function<std::string(const Pointer&)>& change)
{
  const auto go_on = [&](std::string step, JsonValue& inner) {
    at.push_back(std::move(step));
    plant_at(inner, at, memory, change);
    at.pop_back();
  };
  if (value.IsObject()) {
    for (auto& each : value.GetObject()) {
      go_on(std::string{text_of(each.name)}, each.value);
    }
    for (const char* name : {"erika.pl4nted@example.org", "unheardOf"}) {
      set_member(value, name, "x", memory);
      go_on(name, value[name]);
    }
  } else if (value.IsArray()) {
    value.PushBack(JsonValue{"x"}, memory);
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
      go_on(std::to_string(i), value[i]);
    }
  } else if (!value.IsNull()) {
    if (const auto text = change(at); !text.empty()) {
      value = json_text(text, memory);
    }
  }
}

/// Also where case differs, or where what stands between its letters was escaped.
std::string
folded(std::string_view text)
{
  std::string folded{text};
  std::ranges::transform(folded, folded.begin(), [](unsigned char each) {
    return static_cast<char>(std::tolower(each));
  });
  return folded;
}

} // namespace

const std::vector<std::string>&
shaped_texts()
{
  static const std::vector<std::string> texts{
      "postgres://me:pl4nted@db:5432/x",
      "mmuser:pl4nted@tcp(db:3306)/mattermost?charset=utf8",
      "https://meet.example.org/x?jwt=pl4nted&a=b",
      "https://meet.example.org/x#access_token=pl4nted",
      "https://hooks.example.org/services/T0/B1/pl4nted",
      "https://0pl4nted0@sentry.example.org/7",
      "Bearer pl4nted",
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.pl4nted",
      "xoxb-12345678901-pl4nted",
      "password=pl4nted",
      "-----BEGIN PRIVATE KEY-----\npl4nted\n-----END PRIVATE KEY-----",
      R"({"credential": "pl4nted", "urls": ["turn:t"]})",
      R"({"more": "{\"apiKey\": \"pl4nted\"}"})",
      "pl4nted.mustermann@example.org",
      "Frau Erika Pl4nted <e.mustermann@example.org>",
      "Please call Erika Pl4nted, +49 30 1234567",
  };
  return texts;
}

const std::vector<std::string>&
free_texts()
{
  static const std::vector<std::string> texts{
      "Contact Erika Pl4nted",
      "Ansprechpartnerin ist Frau Pl4nted, Zimmer 4",
      "Erika\nPl4nted",
      "Pl4nted-M\xc3\xbcller",
  };
  return texts;
}

void
plant(JsonValue& value, Json::AllocatorType& memory,
      const std::function<std::string(const Pointer&)>& change)
{
  Pointer at;
  plant_at(value, at, memory, change);
}

void
plant_in_snapshot(Json& file, const std::function<std::string(const Address&)>& change)
{
  for (auto& reading : file["readings"].GetArray()) {
    if (const auto content = reading.FindMember("content"); content != reading.MemberEnd()) {
      const std::string document{member_text(reading, "document")};
      plant(content->value, file.GetAllocator(), [&](const Pointer& steps) {
        return change({document, steps});
      });
    }
  }
}

bool
is_kept(const Kept& kept, const Address& at)
{
  for (Address above = at;; above.steps.pop_back()) {
    if (kept.holds(above)) {
      return true;
    }
    const bool in_list = !above.steps.empty() && !above.steps.back().empty() &&
                         std::ranges::all_of(above.steps.back(), [](unsigned char each) {
                           return std::isdigit(each) != 0;
                         });
    const bool in_doubt = !above.steps.empty() &&
                          (above.steps.back() == "unclear" || above.steps.back() == "because");
    if (!in_list && !in_doubt) {
      return false;
    }
  }
}

std::string
leak_in(std::string_view text)
{
  constexpr std::size_t around = 60;
  const auto at = folded(text).find(k_plant);
  if (at == std::string::npos) {
    return {};
  }
  const auto begin = at - std::min(at, around);
  return std::string{text.substr(begin, 2 * around)};
}

std::string
leaks_in(const Program& program, const std::vector<std::string>& given)
{
  std::string found;
  for (const auto& entry : fs::recursive_directory_iterator{program.directory}) {
    const auto name = fs::relative(entry.path(), program.directory).string();
    const bool is_given = std::ranges::any_of(given, [&](const std::string& each) {
      return name == each || name.starts_with(each + "/");
    });
    if (!entry.is_regular_file() || is_given) {
      continue;
    }
    std::ifstream stream{entry.path(), std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    for (const auto& leak : {leak_in(name), leak_in(text)}) {
      found += leak.empty() ? "" : name + ": ..." + leak + "...\n";
    }
  }
  return found;
}

} // namespace klausur::test
