#include "connectors/jitsi/javascript_arrows.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace klausur {

namespace {

constexpr int k_most_arrows = 200;

bool
is_word(char c)
{
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$';
}

bool
is_space(char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Whether a slash after this text begins a regular expression rather than divides.
bool
expects_value(std::string_view before)
{
  while (!before.empty() && is_space(before.back())) {
    before.remove_suffix(1);
  }
  return before.empty() || before.ends_with("return") ||
         std::string_view{"(,=:[!&|?{};+-*%<>~^"}.find(before.back()) != before.npos;
}

/// The end of the string, comment or regular expression that begins at `at`; `at` itself
/// where code goes on.
std::size_t
end_of_text(std::string_view script, std::size_t at, std::string_view code)
{
  const auto after = [&](std::string_view end) {
    const auto found = script.find(end, at + 2);
    return found == script.npos ? script.size() : found + end.size();
  };
  if (script.substr(at, 2) == "//") {
    return std::min(script.find('\n', at), script.size());
  }
  if (script.substr(at, 2) == "/*") {
    return after("*/");
  }
  const char quote = script[at];
  const bool opens =
      quote == '"' || quote == '\'' || quote == '`' || (quote == '/' && expects_value(code));
  std::size_t end = at;
  bool in_class = false;
  while (opens && ++end < script.size()) {
    const char c = script[end];
    in_class = quote == '/' && (c == '[' || (in_class && c != ']'));
    if (c == '\\') {
      ++end;
    } else if ((c == quote && !in_class) || (c == '\n' && quote != '`')) {
      return end + 1;
    }
  }
  return opens ? script.size() : at;
}

/// The script with strings, comments and regular expressions blanked; same length. A string
/// becomes quotes, so that it still looks like a value.
std::string
code_of(std::string_view script)
{
  std::string code;
  code.reserve(script.size());
  while (code.size() < script.size()) {
    const std::size_t at = code.size();
    const std::size_t end = std::min(end_of_text(script, at, code), script.size());
    if (end == at) {
      code += script[at];
      continue;
    }
    const bool comment = script.substr(at, 2) == "//" || script.substr(at, 2) == "/*";
    for (const char c : script.substr(at, end - at)) {
      code += c == '\n' ? '\n' : comment ? ' ' : '"';
    }
  }
  return code;
}

struct Span
{
  std::size_t from;
  std::size_t to;
};

/// The parameters that end before the arrow.
std::optional<Span>
parameters_before(std::string_view code, std::size_t arrow)
{
  std::size_t to = arrow;
  while (to > 0 && (code[to - 1] == ' ' || code[to - 1] == '\t')) {
    --to;
  }
  std::size_t from = to;
  if (to > 0 && code[to - 1] == ')') {
    from = code.rfind('(', to - 1);
    if (from == code.npos) {
      return std::nullopt;
    }
    const auto inside = code.substr(from + 1, to - from - 2);
    if (!std::ranges::all_of(inside,
                             [](char c) { return is_word(c) || is_space(c) || c == ','; })) {
      return std::nullopt;
    }
  } else {
    while (from > 0 && is_word(code[from - 1])) {
      --from;
    }
  }
  std::string_view before = code.substr(0, from);
  while (!before.empty() && is_space(before.back())) {
    before.remove_suffix(1);
  }
  const bool known = from < to && !before.ends_with("async");
  return known ? std::optional<Span>{{from, to}} : std::nullopt;
}

/// The body behind the arrow, blanks around it not counted.
std::optional<Span>
body_after(std::string_view code, std::size_t arrow)
{
  std::size_t from = arrow + 2;
  while (from < code.size() && is_space(code[from])) {
    ++from;
  }
  if (from >= code.size()) {
    return std::nullopt;
  }
  const bool block = code[from] == '{';
  int depth = 0;
  std::size_t to = from;
  for (; to < code.size(); ++to) {
    const char c = code[to];
    const bool closes = c == ')' || c == ']' || c == '}';
    if (depth == 0 && (closes || c == ',' || c == ';')) {
      break;
    }
    depth += (c == '(' || c == '[' || c == '{' ? 1 : 0) - (closes ? 1 : 0);
    if (block && depth == 0) {
      return Span{from, to + 1};
    }
  }
  while (to > from && is_space(code[to - 1])) {
    --to;
  }
  return to > from ? std::optional<Span>{{from, to}} : std::nullopt;
}

bool
holds_word(std::string_view code, std::string_view word)
{
  for (auto at = code.find(word); at != code.npos; at = code.find(word, at + 1)) {
    const bool begins = at == 0 || !is_word(code[at - 1]);
    const bool ends = at + word.size() == code.size() || !is_word(code[at + word.size()]);
    if (begins && ends) {
      return true;
    }
  }
  return false;
}

/// A new line outside of brackets may end the statement, and the rest would be lost.
bool
may_end_early(std::string_view body)
{
  int depth = 0;
  return std::ranges::any_of(body, [&](char c) {
    depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
    return c == '\n' && depth == 0;
  });
}

bool
means_the_same(std::string_view body)
{
  constexpr std::array k_words{"this", "arguments", "await", "super", "yield"};
  return std::ranges::none_of(k_words, [&](auto word) { return holds_word(body, word); }) &&
         (body.front() == '{' || !may_end_early(body));
}

} // namespace

std::string
without_arrow_functions(std::string_view script)
{
  std::string answer{script};
  std::string code = code_of(answer);
  // From the last to the first: an arrow within another's body comes later than it.
  std::size_t arrow = code.rfind("=>");
  for (int count = 0; arrow != std::string::npos && count < k_most_arrows; ++count) {
    const auto head = parameters_before(code, arrow);
    const auto body = body_after(code, arrow);
    if (!head || !body ||
        !means_the_same(std::string_view{code}.substr(body->from, body->to - body->from))) {
      return std::string{script};
    }
    const bool block = code[body->from] == '{';
    const bool bare = code[head->to - 1] != ')';
    const auto rewrite = [&](std::string& text) {
      // The line ends between arrow and body stand before the body, never behind `return`.
      const std::string gap = text.substr(arrow + 2, body->from - arrow - 2);
      std::string made = "(function";
      made += (bare ? "(" : "") + text.substr(head->from, head->to - head->from);
      made += (bare ? ")" : "") + gap + (block ? "" : "{return ");
      made += text.substr(body->from, body->to - body->from) + (block ? ")" : "})");
      text.replace(head->from, body->to - head->from, made);
    };
    rewrite(answer);
    rewrite(code);
    arrow = head->from == 0 ? std::string::npos : code.rfind("=>", head->from - 1);
  }
  return answer;
}

} // namespace klausur
