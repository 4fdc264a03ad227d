#include "connectors/jitsi/env_file.hpp"

#include "connectors/base/encoding.hpp"
#include "connectors/format/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace klausur {

namespace {

constexpr std::size_t k_largest = std::size_t{16} << 20;
constexpr std::size_t k_deepest = 20;

bool
begins_name(char letter)
{
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
}

bool
in_name(char letter)
{
  return begins_name(letter) || (letter >= '0' && letter <= '9');
}

std::string_view
leading_name(std::string_view text)
{
  if (text.empty() || !begins_name(text.front())) {
    return {};
  }
  return text.substr(
      0, std::min(text.size(), static_cast<std::size_t>(std::distance(
                                   text.begin(), std::ranges::find_if_not(text, in_name)))));
}

/// `$NAME` and `${NAME...}` replaced by what they stand for.
class Interpolation
{
public:
  Interpolation(const Environment& outer, const Environment& above)
      : m_outer{outer}, m_above{above}
  {
  }

  /// @error Without a place: the caller knows the line.
  Result<std::string> expand(std::string_view text, std::size_t depth = 0) const
  {
    if (depth > k_deepest) {
      return fail(Failure::unexpected,
                  fmt::format("variables nested deeper than {} levels", k_deepest));
    }
    std::string answer;
    while (!text.empty()) {
      const std::size_t plain = std::min(text.find('$'), text.size());
      answer += text.substr(0, plain);
      text.remove_prefix(plain);
      auto value = text.empty() ? Result<std::string>{} : next(text, depth);
      if (!value) {
        return value;
      }
      answer += *value;
      if (answer.size() > k_largest) {
        return fail(Failure::unexpected,
                    fmt::format("a value grows beyond {} MiB", k_largest >> 20));
      }
    }
    return answer;
  }

private:
  [[nodiscard]] const std::string* find(std::string_view name) const
  {
    for (const Environment* each : {&m_outer, &m_above}) {
      if (const auto found = each->find(name); found != each->end()) {
        return &found->second;
      }
    }
    return nullptr;
  }

  /// What the variable at the start of `text` stands for; takes it off `text`.
  Result<std::string> next(std::string_view& text, std::size_t depth) const
  {
    text.remove_prefix(1);
    if (text.starts_with('$')) {
      text.remove_prefix(1);
      return "$";
    }
    if (text.starts_with('{')) {
      return in_braces(text, depth);
    }
    const std::string_view name = leading_name(text);
    text.remove_prefix(name.size());
    if (name.empty()) {
      return "$";
    }
    const std::string* value = find(name);
    return value == nullptr ? std::string{} : *value;
  }

  Result<std::string> in_braces(std::string_view& text, std::size_t depth) const
  {
    const auto end = closing_brace(text);
    if (!end) {
      return fail(Failure::unexpected, "\"${\" without its \"}\"");
    }
    std::string_view inside = text.substr(1, *end - 1);
    text.remove_prefix(*end + 1);
    const std::string_view name = leading_name(inside);
    inside.remove_prefix(name.size());
    const bool or_empty = inside.starts_with(':');
    inside.remove_prefix(or_empty ? 1 : 0);
    if (name.empty() || (inside.empty() && or_empty) ||
        (!inside.empty() && std::string_view{"-+?"}.find(inside.front()) == inside.npos)) {
      return fail(Failure::unexpected, "not a variable between \"${\" and \"}\"");
    }
    const std::string* value = find(name);
    const bool given = value != nullptr && !(or_empty && value->empty());
    if (inside.starts_with('+')) {
      return given ? expand(inside.substr(1), depth + 1) : std::string{};
    }
    if (given || inside.empty()) {
      return value == nullptr ? std::string{} : *value;
    }
    if (inside.front() == '?') {
      return fail(Failure::unexpected,
                  fmt::format("the variable {} is required and not set", name));
    }
    return expand(inside.substr(1), depth + 1);
  }

  /// `text` begins with the opening brace.
  static std::optional<std::size_t> closing_brace(std::string_view text)
  {
    std::size_t open = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '{' && (at == 0 || text[at - 1] == '$')) {
        ++open;
      } else if (text[at] == '}' && --open == 0) {
        return at;
      }
    }
    return std::nullopt;
  }

  const Environment& m_outer;
  const Environment& m_above;
};

class Reader
{
public:
  Reader(std::string_view text, std::string_view name, const Environment& outer)
      : m_text{text}, m_name{name}, m_outer{outer}
  {
  }

  Result<Environment> read()
  {
    while (start_of_entry()) {
      const std::size_t line = m_line;
      if (auto done = entry(); !done) {
        return fail(Failure::unexpected,
                    fmt::format("{}:{}: {}", m_name, line, done.error().what));
      }
    }
    return std::move(m_values);
  }

private:
  [[nodiscard]] std::string_view rest() const { return m_text.substr(m_at); }
  [[nodiscard]] std::string_view rest_of_line() const
  {
    return rest().substr(0, std::min(rest().find('\n'), rest().size()));
  }

  void skip(std::size_t count)
  {
    m_line += static_cast<std::size_t>(std::ranges::count(rest().substr(0, count), '\n'));
    m_at += count;
  }

  void skip_any(std::string_view letters)
  {
    skip(std::min(rest().find_first_not_of(letters), rest().size()));
  }

  bool start_of_entry()
  {
    skip_any(" \t\r\n");
    while (rest().starts_with('#')) {
      skip(rest_of_line().size());
      skip_any(" \t\r\n");
    }
    return !rest().empty();
  }

  Result<void> entry()
  {
    if (rest().starts_with("export ") || rest().starts_with("export\t")) {
      skip(6);
      skip_any(" \t");
    }
    const std::string key{name_of_key()};
    skip(key.size());
    skip_any(" \t\r");
    if (key.empty()) {
      return fail(Failure::unexpected, "a line has to begin with a name and \"=\"");
    }
    if (rest().empty() || rest().front() == '\n') {
      if (const auto found = m_outer.find(key); found != m_outer.end()) {
        m_values.insert_or_assign(key, found->second);
      }
      return {};
    }
    if (rest().front() != '=') {
      return fail(Failure::unexpected, fmt::format("\"=\" is missing after {}", key));
    }
    skip(1);
    return value().and_then([&](std::string text) { return keep(key, std::move(text)); });
  }

  [[nodiscard]] std::string_view name_of_key() const
  {
    const std::string_view line = rest_of_line();
    if (line.empty() || !begins_name(line.front())) {
      return {};
    }
    const auto end = std::ranges::find_if_not(
        line, [](char letter) { return in_name(letter) || letter == '.' || letter == '-'; });
    return line.substr(0, static_cast<std::size_t>(std::distance(line.begin(), end)));
  }

  Result<void> keep(const std::string& key, std::string text)
  {
    m_size += text.size();
    if (m_size > k_largest) {
      return fail(Failure::unexpected,
                  fmt::format("the values grow beyond {} MiB", k_largest >> 20));
    }
    m_values.insert_or_assign(key, std::move(text));
    return {};
  }

  Result<std::string> value()
  {
    const bool blank = rest().starts_with(' ') || rest().starts_with('\t');
    skip_any(" \t");
    if (blank && rest().starts_with('#')) {
      skip(rest_of_line().size());
      return std::string{};
    }
    if (rest().starts_with('\'') || rest().starts_with('"')) {
      return quoted(rest().front());
    }
    std::string_view text = rest_of_line();
    skip(text.size());
    text = text.substr(0, std::min({text.find(" #"), text.find("\t#"), text.size()}));
    text = text.substr(0, text.find_last_not_of(" \t\r") + 1);
    return Interpolation{m_outer, m_values}.expand(text);
  }

  Result<std::string> quoted(char quote)
  {
    std::size_t end = 1;
    while (end < rest().size() && rest()[end] != quote) {
      end += quote == '"' && rest()[end] == '\\' ? 2 : 1;
    }
    if (end >= rest().size()) {
      return fail(Failure::unexpected, fmt::format("the quote {} is not closed", quote));
    }
    const std::string_view inside = rest().substr(1, end - 1);
    skip(end + 1);
    skip_any(" \t\r");
    if (!rest().empty() && rest().front() != '\n' && rest().front() != '#') {
      return fail(Failure::unexpected, "there is text after the closing quote");
    }
    skip(rest_of_line().size());
    return quote == '\'' ? std::string{inside}
                         : Interpolation{m_outer, m_values}.expand(unescaped(inside));
  }

  /// An escaped dollar becomes two, which interpolation turns into one.
  static std::string unescaped(std::string_view text)
  {
    std::string answer;
    for (std::size_t at = 0; at < text.size(); ++at) {
      constexpr std::string_view letters = "nrt\"\\";
      constexpr std::string_view meanings = "\n\r\t\"\\";
      const char next = text[at] == '\\' && at + 1 < text.size() ? text[at + 1] : '\0';
      const std::size_t known = next == '\0' ? letters.npos : letters.find(next);
      if (known != letters.npos) {
        answer += meanings[known];
        ++at;
      } else if (next == '$') {
        answer += "$$";
        ++at;
      } else {
        answer += text[at];
      }
    }
    return answer;
  }

  std::string_view m_text;
  std::string_view m_name;
  const Environment& m_outer;
  Environment m_values{};
  std::size_t m_at = 0;
  std::size_t m_line = 1;
  std::size_t m_size = 0;
};

} // namespace

Result<Environment>
read_env_file(std::string_view text, std::string_view name, const Environment& outer)
{
  if (!is_utf8(text)) {
    return fail(Failure::unexpected, fmt::format("{}:1: the file is not UTF-8", name));
  }
  return Reader{without_byte_order_mark(text), name, outer}.read();
}

Result<std::string>
expand_variables(std::string_view text, const Environment& values)
{
  return Interpolation{values, {}}.expand(text);
}

Result<Json>
parse_env_file(std::string_view text, std::string_view name, const Environment& outer)
{
  return read_env_file(text, name, outer).map(object_of);
}

} // namespace klausur
