#include "connectors/format/pointer.hpp"
#include "policies/engine/word_arguments.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

constexpr std::size_t k_deepest = 4;

std::string
below(std::string_view pointer, std::string_view name)
{
  return fmt::format("{}/{}", pointer, encoded_step(name));
}

/// What `type:` says for a word that speaks about these types.
std::string_view
type_for(Types about)
{
  return about == k_number ? "integer"
         : about == k_text ? "string"
         : about == k_list ? "array"
                           : "object";
}

} // namespace

/// Walks one expectation and collects all that is wrong with it.
class ExpectationCompiler
{
public:
  Expectation whole(const JsonValue& filled)
  {
    auto value = std::make_unique<Json>(packed_copy_of(filled));
    m_memory = &value->GetAllocator();
    Expectation made = compile(*value, "", 0);
    made.m_value = std::move(value);
    return made;
  }

  std::vector<Objection> objections{};

private:
  using Words = Expectation::Words;
  using Kind = Expectation::Kind;

  void complain(std::string pointer, std::string what, bool at_name = false)
  {
    objections.push_back({std::move(pointer), at_name, std::move(what)});
  }

  Expectation compile(const JsonValue& value, const std::string& here, std::size_t depth)
  {
    if (value.IsArray()) {
      return list(value, here);
    }
    if (!value.IsObject()) {
      return scalar(value);
    }
    if (value.ObjectEmpty()) {
      complain(here,
               "an empty expectation holds for everything; write the value that is wanted");
    } else if (depth > k_deepest) {
      complain(here, fmt::format("nested deeper than {} levels; write two checks", k_deepest));
    } else {
      return mapping(value, here, depth);
    }
    return {};
  }

  Expectation scalar(const JsonValue& value)
  {
    Expectation made;
    made.m_about = kind_of(value);
    made.m_fails = !value.IsNull(); // All that is not null is of another type.
    if (value.IsString()) {
      made.m_scalar.SetString(value.GetString(), value.GetStringLength(), *m_memory);
    } else if (value.IsBool()) {
      made.m_scalar.SetBool(value.GetBool());
    } else if (value.IsInt64()) {
      made.m_scalar.SetInt64(value.GetInt64());
    } else if (value.IsUint64()) {
      made.m_scalar.SetUint64(value.GetUint64());
    } else if (value.IsDouble()) {
      made.m_scalar.SetDouble(value.GetDouble());
    }
    return made;
  }

  Expectation list(const JsonValue& value, const std::string& here)
  {
    Expectation made;
    made.m_about = k_list;
    made.m_kind = Kind::list;
    if (!std::ranges::all_of(value.GetArray(), is_plain)) {
      complain(here, "a bare list holds plain values; write type: array, and items: for what "
                     "each member ought to be");
    } else if (m_arguments.few_enough(value, here)) {
      made.m_words = std::make_unique<Words>();
      for (const auto& each : value.GetArray()) {
        made.m_list.push_back(canonical_text(each));
        made.m_words->values.push_back(&each);
      }
      std::ranges::sort(made.m_list);
    }
    return made;
  }

  Expectation mapping(const JsonValue& value, const std::string& here, std::size_t depth)
  {
    const std::size_t before = objections.size();
    Expectation made;
    made.m_kind = Kind::words;
    made.m_words = std::make_unique<Words>();
    Words& words = *made.m_words;
    for (const auto& each : value.GetObject()) {
      const std::string_view name = text_of(each.name);
      const Word* word = word_named(name);
      if (word == nullptr) {
        complain(below(here, name), no_word(name, each.value), /*at_name=*/true);
      } else {
        take(*word, each.value, below(here, name), depth, words);
      }
    }
    if (objections.size() == before) {
      fit_together(value, here, words);
    }
    summarise(value, made);
    choose_quick_way(value, made);
    return made;
  }

  void take(const Word& word, const JsonValue& argument, const std::string& here,
            std::size_t depth, Words& words)
  {
    switch (word.argument) {
    case Argument::type:
      m_arguments.type(argument, here, words);
      break;
    case Argument::values:
      m_arguments.values(argument, here, words);
      break;
    case Argument::expectation:
      (word.name == "not" ? words.unwanted : words.items) = compile(argument, here, depth + 1);
      break;
    case Argument::number:
      m_arguments.number(word, argument, here, words);
      break;
    case Argument::size:
    case Argument::count:
      m_arguments.count(word, argument, here, words);
      break;
    case Argument::pattern:
      m_arguments.pattern(argument, here, words);
      break;
    case Argument::expectations:
      members(argument, here, depth, words);
      break;
    case Argument::names:
      m_arguments.names(argument, here, words);
      break;
    }
  }

  void members(const JsonValue& argument, const std::string& here, std::size_t depth,
               Words& words)
  {
    if (!argument.IsObject() || argument.ObjectEmpty()) {
      complain(here, "properties: wants expectations by the names of members; write "
                     "properties: {enable: false}");
      return;
    }
    for (const auto& each : argument.GetObject()) {
      const std::string_view name = text_of(each.name);
      words.properties.emplace_back(name, compile(each.value, below(here, name), depth + 1));
    }
  }

  /// What each word says by itself is right; whether they say something together.
  void fit_together(const JsonValue& value, const std::string& here, const Words& words)
  {
    for (const auto& each : value.GetObject()) {
      const Word& word = *word_named(text_of(each.name));
      if (word.about != 0 && (words.types & word.about) == 0) {
        complain_of_type(word, here, words.types);
      }
    }
    if (words.minimum > words.maximum) {
      complain(here + "/minimum", "minimum: stands above maximum:, so nothing holds; write the "
                                  "lower one as minimum:");
    }
    if (words.min_items > words.max_items) {
      complain(here + "/minItems", "minItems: stands above maxItems:, so nothing holds; write "
                                   "the lower one as minItems:");
    }
    for (std::size_t i = 0; i < words.required.size(); ++i) {
      if (std::ranges::find(words.properties, words.required[i], [](const auto& each) {
            return each.first;
          }) == words.properties.end()) {
        complain(
            fmt::format("{}/required/{}", here, i),
            fmt::format("required: \"{}\" is no member of properties:; write there what it "
                        "ought to be",
                        words.required[i]));
      }
    }
    if (words.unwanted && !(words.unwanted->m_holds && words.unwanted->m_fails)) {
      complain(here + "/not",
               fmt::format("not: what stands here {} for all that it speaks about; write the "
                           "values that are not wanted, or enum: for those that are",
                           words.unwanted->m_fails ? "does not hold" : "holds"));
    }
    if (about(words) == 0) {
      complain(here,
               "these words speak about different types, so every value is unknown; write "
               "them about one");
    }
  }

  void complain_of_type(const Word& word, const std::string& here, Types types)
  {
    const bool numbers = word.about == k_number;
    if (types == 0) {
      complain(here,
               fmt::format("{} says nothing about {}; write type: {} beside it, so that a "
                           "{} is unknown",
                           word.name, numbers ? "texts" : "numbers", type_for(word.about),
                           numbers ? "text" : "number"));
    } else {
      complain(here + "/type", fmt::format("{} says nothing about {}; write type: {} beside it",
                                           word.name, in_words(types), type_for(word.about)));
    }
  }

  static Types about(const Words& words)
  {
    return (words.types == 0 ? k_any : words.types) &
           (words.values.empty() ? k_any : words.of_values) &
           (words.unwanted ? words.unwanted->m_about : k_any);
  }

  static void summarise(const JsonValue& value, Expectation& made)
  {
    const Words& words = *made.m_words;
    const bool type_alone = value.MemberCount() == 1 && words.types != 0;
    const bool not_alone =
        words.unwanted && value.MemberCount() == (words.types == 0 ? 1U : 2U);
    made.m_about = about(words);
    made.m_holds = !words.unwanted || words.unwanted->m_fails;
    made.m_fails = not_alone ? words.unwanted->m_holds : !type_alone;
  }

  /// Ranges and choices are most of all expectations beside bare values.
  static void choose_quick_way(const JsonValue& value, Expectation& made)
  {
    const Words& words = *made.m_words;
    const bool numbers = words.types == k_whole || words.types == k_number;
    const auto bounds = (member(value, "minimum") != nullptr ? 1U : 0U) +
                        (member(value, "maximum") != nullptr ? 1U : 0U);
    if (numbers && value.MemberCount() == bounds + 1) {
      made.m_kind = Kind::range;
      made.m_whole = words.types == k_whole;
      made.m_minimum = static_cast<double>(words.minimum);
      made.m_maximum = static_cast<double>(words.maximum);
    } else if (words.of_values == k_text && value.MemberCount() == 1) {
      made.m_kind = Kind::choice;
      std::ranges::transform(words.values, std::back_inserter(made.m_list),
                             [](const auto* each) { return std::string{text_of(*each)}; });
    }
  }

  ArgumentReader m_arguments{objections};
  Json::AllocatorType* m_memory = nullptr; ///< Of the outermost expectation's value.
};

tl::expected<Expectation, std::vector<Objection>>
Expectation::compile(const JsonValue& filled)
{
  ExpectationCompiler compiler;
  Expectation made = compiler.whole(filled);
  if (!compiler.objections.empty()) {
    return tl::unexpected(std::move(compiler.objections));
  }
  return made;
}

} // namespace klausur
