#pragma once

#include <cstddef>
#include <string_view>

namespace klausur {

/// Whether a word is a token of a form that is widely known: a signed one (JWT), or one that
/// says by its beginning whose key it is.
[[nodiscard]] bool is_known_token(std::string_view word);

/// Whether a word, or a part of it between the separators of names, is random: long, and of
/// letters and digits in no order that a person writes.
[[nodiscard]] bool has_random_part(std::string_view word);

/// The length of a telephone number that begins there; 0: none does. Versions, dates, IP
/// addresses and plain numbers are none.
[[nodiscard]] std::size_t telephone_at(std::string_view text, std::size_t at);

} // namespace klausur
