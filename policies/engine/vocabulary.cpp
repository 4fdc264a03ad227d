#include "policies/engine/vocabulary.hpp"

#include "connectors/format/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace klausur {

namespace {

struct TypeName
{
  std::string_view name; ///< As `type:` takes it.
  Types types;
  std::string_view one; ///< `a text`
  std::string_view many;
};

constexpr std::array<TypeName, 7> k_type_names{{
    {"null", k_null, "null", "null"},
    {"boolean", k_boolean, "a boolean", "booleans"},
    {"integer", k_whole, "a number", "whole numbers"},
    {"number", k_number, "a number", "numbers"},
    {"string", k_text, "a text", "texts"},
    {"array", k_list, "a list", "lists"},
    {"object", k_mapping, "a mapping", "mappings"},
}};

/// Words of JSON Schema that are none here, and how the same is said.
struct Elsewhere
{
  std::string_view name;
  std::string_view instead;
};

constexpr std::array<Elsewhere, 24> k_elsewhere{{
    {"const", "write the value itself"},
    {"anyOf", "write the values as enum:, or one check for each with its when:"},
    {"oneOf", "write the values as enum:, or one check for each with its when:"},
    {"allOf", "write its words beside each other"},
    {"if", "write two checks, each with its when:"},
    {"then", "write two checks, each with its when:"},
    {"else", "write two checks, each with its when:"},
    {"contains", "write not: {type: array, items: {not: ...}}"},
    {"additionalItems", "write items:"},
    {"additionalProperties", "write what the named members ought to be as properties:"},
    {"patternProperties", "write * into setting:, and what each member ought to be"},
    {"propertyNames", "write * into setting:, and what each member ought to be"},
    {"dependencies", "write the member that it depends on as when:"},
    {"minProperties", "write not: {type: object, maxProperties: ...}"},
    {"maxLength", "write pattern: '^.{0,20}$', with the number that is wanted"},
    {"format", "write it as pattern:"},
    {"multipleOf", "write the values as enum:"},
    {"uniqueItems", "there is no check that needs it"},
    {"default", "write absent_means: beside expect:"},
    {"description", "write it as a comment, # ..."},
    {"title", "write it as a comment, # ..."},
    {"$ref", "write the expectation out"},
    {"$schema", "leave it away"},
    {"definitions", "write the expectation out"},
}};

/// `minimum: 31` for `exclusiveMinimum: 30` and its like.
std::string
inclusive(std::string_view word, int step, const JsonValue& bound)
{
  const std::string value = bound.IsInt() ? fmt::format(" {}", bound.GetInt() + step) : "";
  return fmt::format("write {}:{}, which includes its own value", word, value);
}

std::vector<std::string>
words()
{
  std::vector<std::string> names;
  std::ranges::transform(k_words, std::back_inserter(names),
                         [](const Word& word) { return std::string{word.name}; });
  return names;
}

} // namespace

Types
type_of(const JsonValue& value)
{
  switch (value.GetType()) {
  case rapidjson::kNullType:
    return k_null;
  case rapidjson::kFalseType:
  case rapidjson::kTrueType:
    return k_boolean;
  case rapidjson::kStringType:
    return k_text;
  case rapidjson::kArrayType:
    return k_list;
  case rapidjson::kObjectType:
    return k_mapping;
  case rapidjson::kNumberType:
    break;
  }
  const bool whole = !value.IsDouble() || std::trunc(value.GetDouble()) == value.GetDouble();
  return whole ? k_whole : k_fraction;
}

std::string
in_words(Types types)
{
  std::vector<std::string_view> names;
  for (const auto& each : k_type_names) {
    const bool part_of_numbers = each.types == k_whole && (types & k_number) == k_number;
    if ((types & each.types) == each.types && !part_of_numbers) {
      names.push_back(each.many);
    }
  }
  return fmt::format("{}", fmt::join(names, " and "));
}

std::string_view
name_of_type(const JsonValue& value)
{
  const Types type = type_of(value);
  return std::ranges::find_if(k_type_names,
                              [&](const TypeName& each) { return (each.types & type) != 0; })
      ->one;
}

const Word*
word_named(std::string_view name)
{
  const auto* found = std::ranges::find(k_words, name, &Word::name);
  return found == k_words.end() ? nullptr : found;
}

std::string
no_word(std::string_view name, const JsonValue& argument)
{
  std::string instead;
  if (name == "exclusiveMaximum") {
    instead = inclusive("maximum", -1, argument);
  } else if (name == "exclusiveMinimum") {
    instead = inclusive("minimum", +1, argument);
  } else if (const auto* found = std::ranges::find(k_elsewhere, name, &Elsewhere::name);
             found != k_elsewhere.end()) {
    instead = found->instead;
  }
  if (instead.empty()) {
    return fmt::format("unknown word \"{}\"{}", name, did_you_mean(name, words()));
  }
  return fmt::format("\"{}\" is no word here; {}", name, instead);
}

Types
types_named(std::string_view name)
{
  const auto* found = std::ranges::find(k_type_names, name, &TypeName::name);
  return found == k_type_names.end() ? 0 : found->types;
}

const std::vector<std::string>&
names_of_types()
{
  static const std::vector<std::string> names = [] {
    std::vector<std::string> made;
    for (const auto& each : k_type_names) {
      made.emplace_back(each.name);
    }
    return made;
  }();
  return names;
}

std::string
vocabulary_text()
{
  std::string text = "An expectation is a bare value, or a mapping of these words:\n";
  for (const auto& word : k_words) {
    text += fmt::format("  {:<32} {}\n", word.example, word.says);
  }
  return text +
         "What an expectation does not speak about is unknown: a value of another type,\n"
         "null included, and a member that is missing.\n";
}

} // namespace klausur
