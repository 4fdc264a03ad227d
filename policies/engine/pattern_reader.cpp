#include "policies/engine/pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace klausur {

namespace {

constexpr std::size_t k_longest = 400;
constexpr std::size_t k_most_steps = 4000;

/// What other engines know and this one does not.
struct Foreign
{
  std::u32string_view begins;
  const char* shown;
  const char* what;
  const char* next;
};

constexpr std::array<Foreign, 14> k_foreign{{
    {U"(?!", "(?!", "cannot look ahead", "not: {type: string, pattern: ...}"},
    {U"(?=", "(?=", "cannot look ahead", "what follows into the pattern itself"},
    {U"(?<", "(?<", "cannot look back, nor name groups", "what comes before into the pattern"},
    {U"(?:", "(?:", "numbers no groups", "( ) alone"},
    {U"(?", "(?", "knows no such group", "( ) alone, and both cases of a letter as [Aa]"},
    {U"\\d", "\\d", "knows no such class", "[0-9]"},
    {U"\\D", "\\D", "knows no such class", "[^0-9]"},
    {U"\\w", "\\w", "knows no such class", "[A-Za-z0-9_]"},
    {U"\\W", "\\W", "knows no such class", "[^A-Za-z0-9_]"},
    {U"\\s", "\\s", "knows no such class", "[ \\t]"},
    {U"\\S", "\\S", "knows no such class", "[^ \\t]"},
    {U"\\b", "\\b", "does not see where a word ends", "the characters that may stand there"},
    {U"\\B", "\\B", "does not see where a word ends", "the characters that may stand there"},
    {U"[[:", "[[:", "knows no such class", "its characters, [A-Za-z]"},
}};

/// A character as messages show it.
std::string
name_of_character(char32_t character)
{
  const bool plain = character >= U' ' && character < 0x7F;
  return plain ? std::string(1, static_cast<char>(character))
               : fmt::format("U+{:04X}", static_cast<std::uint32_t>(character));
}

} // namespace

/// Reads a pattern from left to right, and gives the pieces of its program.
class PatternReader
{
public:
  using Code = std::vector<Pattern::Instruction>;
  using Kind = Pattern::Kind;

  explicit PatternReader(std::string_view text) : m_text{characters_of(text)} {}

  tl::expected<Pattern, Pattern::Problem> read()
  {
    if (m_text.size() > k_longest) {
      refuse(k_longest, fmt::format("it is longer than {} characters", k_longest),
             "two checks");
    }
    Code code = alternatives();
    if (!m_problem && m_at < m_text.size()) {
      refuse(m_at, "it closes a group that was never opened", "\\) for the character itself");
    }
    if (m_problem) {
      return tl::unexpected(*m_problem);
    }
    code.push_back({Kind::match});
    m_pattern.m_program = std::move(code);
    return std::move(m_pattern);
  }

private:
  /// Keeps the first problem; nothing more is read after it.
  void refuse(std::size_t at, std::string_view what, std::string next)
  {
    if (!m_problem) {
      m_problem =
          Pattern::Problem{fmt::format("{} (character {})", what, at + 1), std::move(next)};
    }
    m_at = m_text.size();
  }

  [[nodiscard]] bool ended() const { return m_at >= m_text.size(); }
  [[nodiscard]] bool is(char32_t character) const
  {
    return !ended() && m_text[m_at] == character;
  }
  bool skip(char32_t character)
  {
    const bool there = is(character);
    m_at += there ? 1 : 0;
    return there;
  }

  static void append(Code& code, const Code& more)
  {
    code.insert(code.end(), more.begin(), more.end());
  }

  Code alternatives()
  {
    Code code = sequence();
    while (skip(U'|')) {
      const Code other = sequence();
      Code both{{Kind::split, 1, static_cast<std::int32_t>(code.size()) + 2}};
      append(both, code);
      both.push_back({Kind::jump, static_cast<std::int32_t>(other.size()) + 1});
      append(both, other);
      code = std::move(both);
    }
    return code;
  }

  Code sequence()
  {
    Code code;
    while (!ended() && !is(U'|') && !is(U')')) {
      const std::size_t from = m_at;
      const bool anchor = is(U'^') || is(U'$');
      Code piece = atom();
      if (!ended() && anchor && is_repetition()) {
        refuse(m_at, "it repeats an end of the text", "a character before it");
      }
      append(code, repeated(std::move(piece)));
      if (code.size() > k_most_steps) {
        refuse(from, fmt::format("it comes to more than {} steps", k_most_steps),
               "smaller numbers into { }");
      }
    }
    return code;
  }

  [[nodiscard]] bool is_repetition() const
  {
    return is(U'*') || is(U'+') || is(U'?') || is(U'{');
  }

  Code atom()
  {
    const std::size_t from = m_at;
    if (refuse_foreign()) {
      return {};
    }
    if (is_repetition()) {
      refuse(from, "it repeats nothing",
             fmt::format("\\{} for the character itself", name_of_character(m_text[from])));
      return {};
    }
    switch (const char32_t character = m_text[m_at++]) {
    case U'^':
      return {{Kind::begin}};
    case U'$':
      return {{Kind::end}};
    case U'.':
      return {{Kind::any}};
    case U'(': {
      Code code = alternatives();
      if (!m_problem && !skip(U')')) {
        refuse(from, "it opens a group that is never closed", ") after it");
      }
      return code;
    }
    case U'[':
      return set(from);
    case U'\\':
      return {{Kind::one, static_cast<std::int32_t>(escaped(from))}};
    default:
      return {{Kind::one, static_cast<std::int32_t>(character)}};
    }
  }

  bool refuse_foreign()
  {
    const auto rest = std::u32string_view{m_text}.substr(m_at);
    const auto* found = std::ranges::find_if(
        k_foreign, [&](const Foreign& each) { return rest.starts_with(each.begins); });
    if (found == k_foreign.end()) {
      return false;
    }
    m_problem = Pattern::Problem{fmt::format("this engine {} (\"{}\", character {})",
                                             found->what, found->shown, m_at + 1),
                                 found->next};
    m_at = m_text.size();
    return true;
  }

  /// The character after a backslash, which stands at `from`.
  char32_t escaped(std::size_t from)
  {
    constexpr std::u32string_view k_plain = U"^$|()?*+.[]{}\\/-";
    if (ended()) {
      refuse(from, "it ends in a backslash", "\\\\ for the character itself");
      return 0;
    }
    const char32_t character = m_text[m_at++];
    if (k_plain.find(character) != std::u32string_view::npos) {
      return character;
    }
    switch (character) {
    case U'f':
      return U'\f';
    case U'n':
      return U'\n';
    case U'r':
      return U'\r';
    case U't':
      return U'\t';
    case U'v':
      return U'\v';
    default:
      refuse(from, fmt::format("it knows no \"\\{}\"", name_of_character(character)),
             "the character without the backslash");
      return 0;
    }
  }

  Code set(std::size_t from)
  {
    Pattern::Set made;
    made.negated = skip(U'^');
    while (!ended() && !is(U']')) {
      const char32_t low = of_set();
      char32_t high = low;
      const bool range = is(U'-') && m_at + 1 < m_text.size() && m_text[m_at + 1] != U']';
      if (range) {
        ++m_at;
        high = of_set();
      }
      if (high < low) {
        refuse(from, "it has a range in [ ] that ends before it begins", "the lower one first");
      }
      made.ranges.emplace_back(low, high);
    }
    if (!m_problem && (!skip(U']') || made.ranges.empty())) {
      refuse(from, "it opens a class that is never closed, or is empty",
             "] after its last character");
    }
    m_pattern.m_sets.push_back(std::move(made));
    return {{Kind::set, static_cast<std::int32_t>(m_pattern.m_sets.size()) - 1}};
  }

  char32_t of_set()
  {
    const std::size_t from = m_at;
    if (is(U'\\') && refuse_foreign()) {
      return 0;
    }
    const char32_t character = m_text[m_at++];
    return character == U'\\' ? escaped(from) : character;
  }

  Code repeated(Code code)
  {
    if (ended() || !is_repetition()) {
      return code;
    }
    const std::size_t from = m_at;
    const char32_t sign = m_text[m_at++];
    std::size_t least = sign == U'+' ? 1 : 0;
    std::optional<std::size_t> most;
    if (sign == U'?') {
      most = 1;
    } else if (sign == U'{' && !read_counts(least, most)) {
      refuse(from, "it does not say how often in { }", "{2}, {2,} or {2,5}");
    }
    if (is_repetition()) {
      refuse(m_at, "it repeats what is repeated already", "( ) around it");
    }
    if (std::max(least, most.value_or(0)) * code.size() > k_most_steps) {
      refuse(from, fmt::format("it comes to more than {} steps", k_most_steps),
             "smaller numbers into { }");
      return {};
    }
    return unrolled(code, least, most);
  }

  static Code unrolled(const Code& code, std::size_t least, std::optional<std::size_t> most)
  {
    const auto size = static_cast<std::int32_t>(code.size());
    Code all;
    for (std::size_t i = 0; i < least; ++i) {
      append(all, code);
    }
    if (!most) {
      all.push_back({Kind::split, 1, size + 2});
      append(all, code);
      all.push_back({Kind::jump, -(size + 1)});
    }
    for (std::size_t i = least; most && i < *most; ++i) {
      all.push_back({Kind::split, 1, size + 1});
      append(all, code);
    }
    return all;
  }

  bool read_counts(std::size_t& least, std::optional<std::size_t>& most)
  {
    const auto first = number();
    least = first.value_or(0);
    most = first;
    if (skip(U',')) {
      most = is(U'}') ? std::nullopt : number();
      if (!is(U'}') || (most && *most < least)) {
        return false;
      }
    }
    return first && skip(U'}') && most.value_or(1) > 0;
  }

  std::optional<std::size_t> number()
  {
    std::optional<std::size_t> read;
    while (!ended() && m_text[m_at] >= U'0' && m_text[m_at] <= U'9') {
      read = std::min(read.value_or(0) * 10 + (m_text[m_at++] - U'0'), k_most_steps + 1);
    }
    return read;
  }

  std::u32string m_text;
  std::size_t m_at = 0;
  Pattern m_pattern;
  std::optional<Pattern::Problem> m_problem;
};

tl::expected<Pattern, Pattern::Problem>
Pattern::compile(std::string_view text)
{
  return PatternReader{text}.read();
}

} // namespace klausur
