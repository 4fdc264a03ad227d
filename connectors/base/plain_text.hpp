#pragma once

#include <string>
#include <string_view>

namespace klausur {

/// What stands in the place of bytes that are no UTF-8.
inline constexpr char32_t k_replacement = 0xFFFD;

/// Take the first character off `rest`, which must not be empty. Bytes that are no UTF-8
/// (overlong and surrogates too) give k_replacement, one byte at a time.
[[nodiscard]] char32_t take_character(std::string_view& rest);

/// The text with every byte that is no UTF-8 replaced; valid text comes back as it was.
[[nodiscard]] std::string valid_utf8(std::string_view text);

/// One line that can be shown anywhere: line breaks become spaces; other control characters,
/// those that change the direction of the text, those that nobody sees (no width, tags) become
/// `\u202e`. What others have written is shown through here, or as printable_lines(), wherever
/// it is not JSON.
[[nodiscard]] std::string printable(std::string_view text);

/// The same with line breaks kept: the last door before a terminal or a log. A JSON text that
/// passes it means what it meant. With `coloured`, sequences that set colours stay.
[[nodiscard]] std::string printable_lines(std::string_view text, bool coloured = false);

/// Columns on a terminal: characters and not bytes, wide ones count two, marks that stand
/// over others none.
[[nodiscard]] std::size_t columns_of(std::string_view text);

/// The first `columns` columns, never half a character.
[[nodiscard]] std::string_view first_columns(std::string_view text, std::size_t columns);

/// `text` in lines of at most `width` columns, all indented by `indent` except the first,
/// which follows what stands there already. Words that are longer than a line are broken.
/// Without a newline at the end.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent, std::size_t width);

} // namespace klausur
