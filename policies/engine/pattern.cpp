#include "policies/engine/pattern.hpp"

#include <algorithm>

namespace klausur {

namespace {

/// How many bytes follow the first one, and the bits that it gives; -1 for no first byte.
struct Lead
{
  int more;
  char32_t bits;
};

Lead
lead_of(unsigned char byte)
{
  if (byte < 0x80) {
    return {0, byte};
  }
  if (byte >= 0xC2 && byte < 0xE0) {
    return {1, byte & 0x1FU};
  }
  if (byte >= 0xE0 && byte < 0xF0) {
    return {2, byte & 0x0FU};
  }
  if (byte >= 0xF0 && byte < 0xF5) {
    return {3, byte & 0x07U};
  }
  return {-1, 0};
}

} // namespace

std::u32string
characters_of(std::string_view text)
{
  constexpr char32_t k_none = 0xFFFD;
  std::u32string characters;
  characters.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto [more, bits] = lead_of(static_cast<unsigned char>(text[i]));
    const auto left = static_cast<std::ptrdiff_t>(text.size() - i) - 1;
    bool good = more >= 0 && more <= left;
    for (int k = 1; good && k <= more; ++k) {
      const auto byte = static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]);
      good = (byte & 0xC0U) == 0x80U;
      bits = (bits << 6U) | (byte & 0x3FU);
    }
    characters += good ? bits : k_none;
    i += good ? static_cast<std::size_t>(more) : 0;
  }
  return characters;
}

bool
Pattern::Set::has(char32_t character) const
{
  const bool within = std::ranges::any_of(ranges, [&](const auto& range) {
    return range.first <= character && character <= range.second;
  });
  return within != negated;
}

/// The instructions that are waiting for the next character, each once.
struct Pattern::Threads
{
  std::vector<std::size_t> waiting{};
  std::vector<bool> seen;

  explicit Threads(std::size_t size) : seen(size) {}
  void clear()
  {
    waiting.clear();
    std::fill(seen.begin(), seen.end(), false);
  }
};

bool
Pattern::takes(const Instruction& instruction, char32_t character) const
{
  switch (instruction.kind) {
  case Kind::one:
    return static_cast<char32_t>(instruction.first) == character;
  case Kind::any:
    return true;
  case Kind::set:
    return m_sets[static_cast<std::size_t>(instruction.first)].has(character);
  default:
    return false;
  }
}

/// Go from `at` to all that waits for a character. True when the end of the program is
/// reached. No deeper than the program is long.
bool
Pattern::follow(Threads& threads, std::size_t at, bool begin, bool end) const
{
  if (threads.seen[at]) {
    return false;
  }
  threads.seen[at] = true;
  const Instruction& instruction = m_program[at];
  const auto to = [&](std::int32_t step) {
    return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(at) + step);
  };
  switch (instruction.kind) {
  case Kind::match:
    return true;
  case Kind::jump:
    return follow(threads, to(instruction.first), begin, end);
  case Kind::split: {
    const bool one = follow(threads, to(instruction.first), begin, end);
    return follow(threads, to(instruction.second), begin, end) || one;
  }
  case Kind::begin:
    return begin && follow(threads, at + 1, begin, end);
  case Kind::end:
    return end && follow(threads, at + 1, begin, end);
  default:
    threads.waiting.push_back(at);
    return false;
  }
}

bool
Pattern::found_in(std::string_view text) const
{
  const std::u32string characters = characters_of(text);
  Threads now{m_program.size()};
  Threads next{m_program.size()};
  if (follow(now, 0, true, characters.empty())) {
    return true;
  }
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const bool end = i + 1 == characters.size();
    next.clear();
    bool found = false;
    for (const std::size_t at : now.waiting) {
      found =
          (takes(m_program[at], characters[i]) && follow(next, at + 1, false, end)) || found;
    }
    found = follow(next, 0, false, end) || found; // it may begin at every character
    if (found) {
      return true;
    }
    std::swap(now, next);
  }
  return false;
}

bool
Pattern::holds_for_all() const
{
  // Every text has a beginning and an end: what fits there without a character fits all.
  Threads beginning{m_program.size()};
  Threads ending{m_program.size()};
  return follow(beginning, 0, true, false) || follow(ending, 0, false, true);
}

} // namespace klausur
