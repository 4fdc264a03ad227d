#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace klausur::test {

/// Writes documents in HOCON that are sound, out of choices: of random numbers in a test, of
/// the fuzzer's bytes there. It uses what the files of Jitsi's programs use and more: comments,
/// braces, dotted and quoted keys, merging, `+=`, concatenation and substitutions.
class HoconWriter
{
public:
  /// @param choose  Gives a number below its argument.
  explicit HoconWriter(std::function<std::size_t(std::size_t)> choose)
      : m_choose{std::move(choose)}
  {
  }

  [[nodiscard]] std::string document();

private:
  template<std::size_t count> std::string_view one_of(const char* const (&words)[count])
  {
    return words[m_choose(count)];
  }

  void fields(std::size_t depth);
  void field(std::size_t depth);
  void object(std::size_t depth);
  void list(std::size_t depth);
  void value(std::size_t depth);
  void text();

  std::function<std::size_t(std::size_t)> m_choose;
  std::string m_written;
  std::size_t m_lists = 0; ///< That are open.
  std::size_t m_grown = 0;
};

} // namespace klausur::test
