#include "connectors/base/encoding.hpp"

#include <cstddef>
#include <utility>

namespace klausur {

namespace {

unsigned char
byte_at(std::string_view bytes, std::size_t at)
{
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}

/// The length of the well-formed sequence at `at`, or 0.
std::size_t
sequence_length(std::string_view bytes, std::size_t at)
{
  const unsigned first = byte_at(bytes, at);
  if (first < 0x80) {
    return 1;
  }
  const std::size_t length = first >= 0xC2 && first <= 0xDF   ? 2
                             : first >= 0xE0 && first <= 0xEF ? 3
                             : first >= 0xF0 && first <= 0xF4 ? 4
                                                              : 0;
  for (std::size_t each = 1; each < length; ++each) {
    if ((byte_at(bytes, at + each) & 0xC0U) != 0x80) {
      return 0;
    }
  }
  const unsigned second = byte_at(bytes, at + 1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool beyond = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
  return overlong || beyond ? 0 : length;
}

} // namespace

bool
is_utf8(std::string_view bytes)
{
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = sequence_length(bytes, at);
    if (length == 0) {
      return false;
    }
    at += length;
  }
  return true;
}

std::string
utf8_of_latin1(std::string_view bytes)
{
  std::string text;
  for (const char each : bytes) {
    append_utf8(text, static_cast<unsigned char>(each));
  }
  return text;
}

std::string
as_utf8(std::string bytes)
{
  return is_utf8(bytes) ? std::move(bytes) : utf8_of_latin1(bytes);
}

void
append_utf8(std::string& text, char32_t point)
{
  const auto add = [&text](char32_t byte) { text += static_cast<char>(byte); };
  if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
    point = 0xFFFD;
  }
  if (point < 0x80) {
    add(point);
  } else if (point < 0x800) {
    add(0xC0U | (point >> 6U));
    add(0x80U | (point & 0x3FU));
  } else if (point < 0x10000) {
    add(0xE0U | (point >> 12U));
    add(0x80U | ((point >> 6U) & 0x3FU));
    add(0x80U | (point & 0x3FU));
  } else {
    add(0xF0U | (point >> 18U));
    add(0x80U | ((point >> 12U) & 0x3FU));
    add(0x80U | ((point >> 6U) & 0x3FU));
    add(0x80U | (point & 0x3FU));
  }
}

} // namespace klausur
