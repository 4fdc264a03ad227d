#pragma once

#include <span>
#include <string>
#include <string_view>

namespace klausur {

/// The known word that `word` was probably meant to be, or an empty text when none is near
/// (edit distance at most a third of its length, swapped neighbours counting as one).
[[nodiscard]] std::string nearest(std::string_view word, std::span<const std::string> known);

/// `; did you mean "x"?`, or an empty text.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       std::span<const std::string> known);

} // namespace klausur
