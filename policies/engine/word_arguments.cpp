#include "policies/engine/word_arguments.hpp"

#include "connectors/format/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

std::string
shown(const JsonValue& value)
{
  constexpr std::size_t k_longest = 60;
  std::string text = to_text(value);
  if (text.size() > k_longest) {
    text.resize(k_longest);
    text += "...";
  }
  return text;
}

/// A number in quotation marks is the usual mistake.
std::string
next_for(const Word& word, const JsonValue& argument)
{
  const bool quoted = argument.IsString() && argument.GetStringLength() > 0 &&
                      text_of(argument).find_first_not_of("+-.0123456789") == std::string::npos;
  return quoted ? "take the quotation marks away" : fmt::format("write {}", word.example);
}

} // namespace

void
ArgumentReader::complain(std::string pointer, std::string what)
{
  m_objections.push_back({std::move(pointer), false, std::move(what)});
}

Types
ArgumentReader::named_type(const JsonValue& name, const std::string& here)
{
  const Types types = name.IsString() ? types_named(text_of(name)) : 0;
  if (types == 0 && name.IsNull()) {
    complain(here, "type: null is the value here; write 'null' in quotation marks");
  } else if (types == 0) {
    complain(here,
             fmt::format("type: {} is none{}; write one of {}", shown(name),
                         name.IsString() ? did_you_mean(text_of(name), names_of_types()) : "",
                         fmt::join(names_of_types(), " ")));
  }
  return types;
}

void
ArgumentReader::type(const JsonValue& argument, const std::string& here,
                     Expectation::Words& words)
{
  if (!argument.IsArray()) {
    words.types = named_type(argument, here);
    return;
  }
  if (argument.Size() != 2) {
    complain(here, "type: takes a name, or a list of a name and 'null'; write type: integer");
    return;
  }
  const Types first = named_type(argument[0], here + "/0");
  const Types second = named_type(argument[1], here + "/1");
  words.types = first | second;
  if (first != 0 && second != 0 && (first == k_null) == (second == k_null)) {
    complain(here, "type: only 'null' may stand beside another type; write two checks, each "
                   "with its when:");
  }
}

bool
ArgumentReader::few_enough(const JsonValue& list, const std::string& here)
{
  constexpr std::size_t k_most = 500;
  if (list.Size() > k_most) {
    complain(here, fmt::format("{} values where at most {} are taken; write a pattern, or two "
                               "checks",
                               list.Size(), k_most));
  }
  return list.Size() <= k_most;
}

void
ArgumentReader::values(const JsonValue& argument, const std::string& here,
                       Expectation::Words& words)
{
  if (!argument.IsArray() || !std::ranges::all_of(argument.GetArray(), is_plain)) {
    complain(here, fmt::format("enum: {} is {}, a list of plain values is wanted; write [{}]",
                               shown(argument),
                               argument.IsArray() ? "no such list" : name_of_type(argument),
                               is_plain(argument) ? shown(argument) : "..."));
    return;
  }
  if (argument.Empty()) {
    complain(here, "enum: an empty list holds for nothing; write the values that are wanted");
    return;
  }
  if (!few_enough(argument, here)) {
    return;
  }
  Types booleans = 0;
  for (rapidjson::SizeType i = 0; i < argument.Size(); ++i) {
    const JsonValue& each = argument[i];
    const auto same = [&](const JsonValue* one) { return same_value(*one, each); };
    if (std::ranges::any_of(words.values, same)) {
      complain(fmt::format("{}/{}", here, i),
               fmt::format("enum: {} stands twice; write it once", shown(each)));
    }
    booleans |= each.IsTrue() ? 1U : each.IsFalse() ? 2U : 0U;
    words.values.push_back(&each);
    words.of_values |= kind_of(each);
  }
  if (booleans == 3U) {
    complain(here, "enum: true and false are all that booleans can be; write the one that is "
                   "wanted");
  }
  words.of_values = words.of_values == k_null ? k_any : words.of_values;
}

void
ArgumentReader::number(const Word& word, const JsonValue& argument, const std::string& here,
                       Expectation::Words& words)
{
  if (!argument.IsNumber()) {
    complain(here,
             fmt::format("{}: {} is {}, a number is wanted; {}", word.name, shown(argument),
                         name_of_type(argument), next_for(word, argument)));
    return;
  }
  (word.name == "minimum" ? words.minimum : words.maximum) = number_of(argument);
}

void
ArgumentReader::count(const Word& word, const JsonValue& argument, const std::string& here,
                      Expectation::Words& words)
{
  const unsigned least = word.argument == Argument::size ? 1 : 0;
  if (!argument.IsUint() || argument.GetUint() < least) {
    complain(here,
             fmt::format("{}: {} is {}, a whole number from {} on is wanted; {}", word.name,
                         shown(argument), argument.IsNumber() ? "none" : name_of_type(argument),
                         least, next_for(word, argument)));
    return;
  }
  std::size_t& place = word.name == "minLength"  ? words.min_length
                       : word.name == "minItems" ? words.min_items
                       : word.name == "maxItems" ? words.max_items
                                                 : words.max_properties;
  place = argument.GetUint();
}

void
ArgumentReader::pattern(const JsonValue& argument, const std::string& here,
                        Expectation::Words& words)
{
  if (!argument.IsString()) {
    complain(here, fmt::format("pattern: {} is {}, a text is wanted; put it in quotation marks",
                               shown(argument), name_of_type(argument)));
    return;
  }
  auto pattern = Pattern::compile(text_of(argument));
  if (!pattern) {
    complain(here,
             fmt::format("pattern: {}; write {}", pattern.error().what, pattern.error().next));
  } else if (pattern->holds_for_all()) {
    complain(here,
             "pattern: this fits every text; write type: string alone, or what is wanted");
  } else {
    words.pattern = std::move(*pattern);
  }
}

void
ArgumentReader::names(const JsonValue& argument, const std::string& here,
                      Expectation::Words& words)
{
  const bool names = argument.IsArray() && !argument.Empty() &&
                     std::ranges::all_of(argument.GetArray(),
                                         [](const JsonValue& each) { return each.IsString(); });
  if (!names) {
    complain(here, fmt::format("required: {} is no list of names; write required: [enable]",
                               shown(argument)));
    return;
  }
  for (const auto& each : argument.GetArray()) {
    words.required.emplace_back(text_of(each));
  }
}

} // namespace klausur
