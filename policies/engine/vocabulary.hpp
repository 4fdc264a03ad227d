#pragma once

#include "connectors/format/json.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// A set of the types that a value can have. A number without a fraction is whole, however
/// it is written: 30, 30.0 and 3e1 are one.
using Types = unsigned;
inline constexpr Types k_null = 1;
inline constexpr Types k_boolean = 2;
inline constexpr Types k_whole = 4;
inline constexpr Types k_fraction = 8;
inline constexpr Types k_text = 16;
inline constexpr Types k_list = 32;
inline constexpr Types k_mapping = 64;
inline constexpr Types k_number = k_whole | k_fraction;
inline constexpr Types k_any = 127;

/// Exactly one of them.
[[nodiscard]] Types type_of(const JsonValue& value);

/// As type_of(), but numbers are one type: 0.5 is another number than 1, not another kind of
/// value.
[[nodiscard]] inline Types
kind_of(const JsonValue& value)
{
  return value.IsNumber() ? k_number : type_of(value);
}

/// `texts`, `texts and numbers`: for messages.
[[nodiscard]] std::string in_words(Types types);

/// `a text`, `null`: for messages about one value.
[[nodiscard]] std::string_view name_of_type(const JsonValue& value);

/// What may stand behind a word.
enum class Argument {
  type,         ///< The name of a type, or a list of one and `null`.
  values,       ///< A list of plain values.
  expectation,  ///< What a value ought to be.
  number,       ///< Any number.
  size,         ///< A whole number from 1 on.
  count,        ///< A whole number from 0 on.
  pattern,      ///< A text that Pattern can run.
  expectations, ///< Expectations by the names of members.
  names,        ///< A list of such names.
};

/// One word of an expectation. The compiler, the suggestions and what
/// `klausur validate --schema expect` prints are all made of this table.
struct Word
{
  std::string_view name;
  Argument argument;
  Types about; ///< The types that it speaks about; 0: those of its argument.
  std::string_view example;
  std::string_view says;
};

inline constexpr std::array<Word, 13> k_words{{
    {"type", Argument::type, 0, "type: integer",
     "is of this type: string integer number boolean array object null, or [one, 'null']"},
    {"enum", Argument::values, 0, "enum: [host, none]",
     "is one of these; [null] alone speaks about every value"},
    {"not", Argument::expectation, 0, "not: {enum: [all]}", "is not as this expectation wants"},
    {"minimum", Argument::number, k_number, "minimum: 1", "is at least this; needs type:"},
    {"maximum", Argument::number, k_number, "maximum: $recording_max_days",
     "is at most this; needs type:"},
    {"pattern", Argument::pattern, k_text, "pattern: '^https://'",
     "this regular expression fits somewhere; needs type: string"},
    {"minLength", Argument::size, k_text, "minLength: 8",
     "has at least so many characters; needs type: string"},
    {"items", Argument::expectation, k_list, "items: {enum: [DE, NL]}",
     "each member is as this wants, so an empty list is; needs type: array"},
    {"minItems", Argument::size, k_list, "minItems: 1",
     "has at least so many members; needs type: array"},
    {"maxItems", Argument::count, k_list, "maxItems: 1",
     "has at most so many members; needs type: array"},
    {"properties", Argument::expectations, k_mapping, "properties: {enable: false}",
     "each named member is as this wants; one that is missing is unknown; needs type: object"},
    {"required", Argument::names, k_mapping, "required: [enable]",
     "has these members of properties: as well, or else is wrong; needs type: object"},
    {"maxProperties", Argument::count, k_mapping, "maxProperties: 0",
     "has at most so many members; needs type: object"},
}};

/// nullptr: there is no such word.
[[nodiscard]] const Word* word_named(std::string_view name);

/// Why `name` is no word, and what to write: a suggestion for a misspelt one, the way to say
/// the same for a word of JSON Schema.
[[nodiscard]] std::string no_word(std::string_view name, const JsonValue& argument);

/// A name of a type as `type:` takes it; 0 for no such name.
[[nodiscard]] Types types_named(std::string_view name);

/// The names that types_named() knows.
[[nodiscard]] const std::vector<std::string>& names_of_types();

/// All words in a table, for people.
[[nodiscard]] std::string vocabulary_text();

} // namespace klausur
