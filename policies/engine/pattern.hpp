#pragma once

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// A regular expression over the characters of a text in UTF-8, compiled once.
///
/// It knows `.` (any character), `[a-z]` and `[^a-z]`, `( )`, `|`, `* + ? {n} {n,} {n,m}`,
/// `^` and `$` for the two ends of the text, and a backslash before what would mean something
/// else. It takes time proportional to the text, whatever the pattern. Immutable: threads
/// may share it.
class Pattern
{
public:
  /// What it cannot run.
  struct Problem
  {
    std::string what; ///< With the character where it stands, counted from 1.
    std::string next; ///< What to write instead.
  };

  /// @error `Problem`: not well formed, longer than 400 characters or with repetitions that
  ///        come to more than 4,000 steps, or it knows no such construct.
  [[nodiscard]] static tl::expected<Pattern, Problem> compile(std::string_view text);

  /// True when it fits anywhere in `text`.
  [[nodiscard]] bool found_in(std::string_view text) const;

  /// True when it is seen to fit every text, so that it says nothing.
  [[nodiscard]] bool holds_for_all() const;

private:
  friend class PatternReader;

  enum class Kind : std::uint8_t { one, any, set, split, jump, begin, end, match };

  /// Jumps are relative to their own place, so that pieces of a program can be copied.
  struct Instruction
  {
    Kind kind = Kind::match;
    std::int32_t first = 0; ///< The character, the set's index, or where to go on.
    std::int32_t second = 0;
  };

  struct Set
  {
    bool negated = false;
    std::vector<std::pair<char32_t, char32_t>> ranges; ///< Both bounds included.

    [[nodiscard]] bool has(char32_t character) const;
  };

  struct Threads;
  [[nodiscard]] bool takes(const Instruction& instruction, char32_t character) const;
  [[nodiscard]] bool follow(Threads& threads, std::size_t at, bool begin, bool end) const;

  std::vector<Instruction> m_program;
  std::vector<Set> m_sets;
};

/// The characters of a text in UTF-8; a byte that belongs to none counts as U+FFFD.
[[nodiscard]] std::u32string characters_of(std::string_view text);

} // namespace klausur
