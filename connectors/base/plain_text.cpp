#include "connectors/base/plain_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace klausur {

namespace {

struct Range
{
  char32_t first;
  char32_t last;
};

bool
within(std::span<const Range> ranges, char32_t character)
{
  return std::ranges::any_of(ranges, [&](const Range& range) {
    return range.first <= character && character <= range.last;
  });
}

// What a terminal or a browser obeys instead of showing it, and what nobody sees: control and
// direction characters, those without width, tags.
constexpr std::array k_unseen{
    Range{0x00, 0x1F},       Range{0x7F, 0x9F},       Range{0xAD, 0xAD},
    Range{0x034F, 0x034F},   Range{0x061C, 0x061C},   Range{0x115F, 0x1160},
    Range{0x17B4, 0x17B5},   Range{0x180B, 0x180E},   Range{0x200B, 0x200F},
    Range{0x2028, 0x202E},   Range{0x2060, 0x206F},   Range{0x3164, 0x3164},
    Range{0xFEFF, 0xFEFF},   Range{0xFFA0, 0xFFA0},   Range{0xFFF0, 0xFFFB},
    Range{0x1BCA0, 0x1BCA3}, Range{0x1D173, 0x1D17A}, Range{0xE0000, 0xE0FFF},
};

constexpr std::array k_no_width{
    Range{0x0300, 0x036F}, Range{0x0591, 0x05BD}, Range{0x064B, 0x065F}, Range{0x200B, 0x200D},
    Range{0x20D0, 0x20FF}, Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F},
};

constexpr std::array k_double_width{
    Range{0x1100, 0x115F}, Range{0x2E80, 0xA4CF},   Range{0xAC00, 0xD7A3},
    Range{0xF900, 0xFAFF}, Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},
    Range{0xFFE0, 0xFFE6}, Range{0x1F300, 0x1FAFF}, Range{0x20000, 0x3FFFD},
};

std::size_t
width_of(char32_t character)
{
  return within(k_no_width, character) ? 0 : within(k_double_width, character) ? 2 : 1;
}

/// How many bytes the character has that begins with `lead`; 0 for no beginning.
std::size_t
length_from(unsigned char lead)
{
  return lead < 0x80   ? 1
         : lead < 0xC2 ? 0
         : lead < 0xE0 ? 2
         : lead < 0xF0 ? 3
         : lead < 0xF5 ? 4
                       : 0;
}

void
append_utf8(std::string& out, char32_t character)
{
  const auto tail = [&](unsigned shift) {
    out += static_cast<char>(0x80U | ((character >> shift) & 0x3FU));
  };
  if (character < 0x80) {
    out += static_cast<char>(character);
  } else if (character < 0x800) {
    out += static_cast<char>(0xC0U | (character >> 6U));
    tail(0);
  } else if (character < 0x10000) {
    out += static_cast<char>(0xE0U | (character >> 12U));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0U | (character >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

/// As JSON escapes it, so that a JSON text still says the same.
void
append_escaped(std::string& out, char32_t character)
{
  const auto unit = [&](std::uint32_t value) { out += fmt::format("\\u{:04x}", value); };
  const auto value = static_cast<std::uint32_t>(character);
  if (value < 0x10000) {
    unit(value);
  } else {
    unit(0xD800U + ((value - 0x10000U) >> 10U));
    unit(0xDC00U + ((value - 0x10000U) & 0x3FFU));
  }
}

void
append_shown(std::string& out, char32_t character)
{
  if (within(k_unseen, character)) {
    append_escaped(out, character);
  } else {
    append_utf8(out, character);
  }
}

/// Move what begins with printable ASCII over as it is: most of a text, and quicker than
/// character by character.
void
take_plain(std::string& out, std::string_view& rest)
{
  const auto* const end = std::ranges::find_if(rest, [](char c) { return c < ' ' || c > '~'; });
  const auto length = static_cast<std::size_t>(end - rest.begin());
  out += rest.substr(0, length);
  rest.remove_prefix(length);
}

/// The length of a sequence that only sets colours, `ESC [ 1;31 m`; 0 where none begins.
std::size_t
colour_at(std::string_view text)
{
  if (!text.starts_with("\x1b[")) {
    return 0;
  }
  const auto end = text.find_first_not_of("0123456789;", 2);
  return end != std::string_view::npos && text[end] == 'm' ? end + 1 : 0;
}

} // namespace

char32_t
take_character(std::string_view& rest)
{
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
  const auto refuse = [&] {
    rest.remove_prefix(1);
    return k_replacement;
  };
  const std::size_t length = length_from(byte(0));
  if (length == 0 || length > rest.size()) {
    return refuse();
  }
  char32_t character = length == 1 ? byte(0) : byte(0) & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) {
      return refuse();
    }
    character = (character << 6U) | (byte(i) & 0x3FU);
  }
  const bool overlong =
      (length == 3 && character < 0x800) || (length == 4 && character < 0x10000);
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  if (overlong || surrogate || character > 0x10FFFF) {
    return refuse();
  }
  rest.remove_prefix(length);
  return character;
}

std::string
valid_utf8(std::string_view text)
{
  std::string out;
  out.reserve(text.size());
  for (take_plain(out, text); !text.empty(); take_plain(out, text)) {
    append_utf8(out, take_character(text));
  }
  return out;
}

std::string
printable(std::string_view text)
{
  std::string out;
  out.reserve(text.size());
  for (take_plain(out, text); !text.empty(); take_plain(out, text)) {
    const char32_t character = take_character(text);
    const bool breaks = character == '\n' || character == '\r' || character == '\t';
    append_shown(out, breaks ? U' ' : character);
  }
  return out;
}

std::string
printable_lines(std::string_view text, bool coloured)
{
  std::string out;
  out.reserve(text.size());
  for (take_plain(out, text); !text.empty(); take_plain(out, text)) {
    if (const auto colour = coloured ? colour_at(text) : 0; colour > 0) {
      out += text.substr(0, colour);
      text.remove_prefix(colour);
      continue;
    }
    const char32_t character = take_character(text);
    if (character == '\n') {
      out += '\n';
    } else {
      append_shown(out, character);
    }
  }
  return out;
}

std::size_t
columns_of(std::string_view text)
{
  std::size_t columns = 0;
  while (!text.empty()) {
    columns += width_of(take_character(text));
  }
  return columns;
}

std::string_view
first_columns(std::string_view text, std::size_t columns)
{
  std::string_view rest = text;
  std::size_t used = 0;
  while (!rest.empty()) {
    std::string_view next = rest;
    used += width_of(take_character(next));
    if (used > columns) {
      break;
    }
    rest = next;
  }
  return text.substr(0, text.size() - rest.size());
}

std::string
wrapped(std::string_view text, std::size_t indent, std::size_t width)
{
  const std::size_t room = std::max<std::size_t>(width > indent ? width - indent : 0, 16);
  const std::string fresh_line = "\n" + std::string(indent, ' ');
  std::string out;
  std::size_t used = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    std::size_t columns = columns_of(word);
    if (columns == 0) {
      continue;
    }
    if (used > 0 && used + 1 + columns > room) {
      out += fresh_line;
      used = 0;
    } else if (used > 0) {
      out += ' ';
      ++used;
    }
    while (columns > room) { // only at the beginning of a line
      const std::string_view part = first_columns(word, room);
      out.append(part).append(fresh_line);
      word.remove_prefix(part.size());
      columns -= columns_of(part);
    }
    out += word;
    used += columns;
  }
  return out;
}

} // namespace klausur
