#include "connectors/format/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace klausur {

namespace {

std::size_t
distance(std::string_view a, std::string_view b)
{
  std::vector<std::vector<std::size_t>> table(a.size() + 1,
                                              std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        table[i][j] = i + j;
        continue;
      }
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      table[i][j] =
          std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
      }
    }
  }
  return table[a.size()][b.size()];
}

} // namespace

std::string
nearest(std::string_view word, std::span<const std::string> known)
{
  constexpr std::size_t longest_word = 64;
  if (word.size() > longest_word) {
    return {};
  }
  std::size_t best = std::max<std::size_t>(1, word.size() / 3) + 1;
  std::string found;
  for (const auto& each : known) {
    if (each.size() <= longest_word && distance(word, each) < best) {
      best = distance(word, each);
      found = each;
    }
  }
  return found;
}

std::string
did_you_mean(std::string_view word, std::span<const std::string> known)
{
  const std::string found = nearest(word, known);
  return found.empty() ? "" : fmt::format("; did you mean \"{}\"?", found);
}

} // namespace klausur
