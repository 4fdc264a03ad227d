#include "plugin/report/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace klausur {

namespace {

std::optional<std::string> clause_of(const JsonValue& schema, Language language);

std::string
listed(const JsonValue& values)
{
  std::string list;
  for (const auto& value : values.GetArray()) {
    list += (list.empty() ? "" : ", ") + to_text(value);
  }
  return list;
}

std::string
in(const Phrase& phrase, Language language, const std::string& value)
{
  return fmt::format(fmt::runtime(phrase.in(language)), value);
}

/// What a type asks for when nothing else is asked.
std::optional<std::string>
type_clause(const JsonValue& type, Language language)
{
  struct Row
  {
    std::string_view name;
    Phrase phrase;
  };
  constexpr std::array rows{Row{"string", {"a text", "ein Text"}},
                            Row{"integer", {"a whole number", "eine ganze Zahl"}},
                            Row{"number", {"a number", "eine Zahl"}},
                            Row{"boolean", {"true or false", "true oder false"}},
                            Row{"array", {"a list", "eine Liste"}}};
  const auto name = type.IsString() ? text_of(type) : std::string_view{};
  const auto* row = std::ranges::find(rows, name, &Row::name);
  return row == rows.end() ? std::nullopt
                           : std::optional{std::string{row->phrase.in(language)}};
}

std::string
limits_in(const JsonValue* least, const JsonValue* most, Language language)
{
  if (least != nullptr && most != nullptr) {
    return fmt::format("{} {} {}", to_text(*least), Phrase{"to", "bis"}.in(language),
                       to_text(*most));
  }
  return least != nullptr ? in({"at least {}", "mindestens {}"}, language, to_text(*least))
                          : in({"at most {}", "höchstens {}"}, language, to_text(*most));
}

std::string
choice_in(const JsonValue& choice, bool denied, Language language)
{
  const bool single = choice.Size() == 1;
  if (denied) {
    return in(single ? Phrase{"not {}", "nicht {}"} : Phrase{"none of {}", "keines von {}"},
              language, listed(choice));
  }
  return single ? listed(choice) : in({"one of {}", "eines von {}"}, language, listed(choice));
}

/// At least this many characters or entries; one is simply not empty.
std::string
filled_in(const JsonValue& least, const Phrase& many, Language language)
{
  const bool one = least.IsInt64() && least.GetInt64() == 1;
  return one ? std::string{Phrase{"not empty", "nicht leer"}.in(language)}
             : in(many, language, to_text(least));
}

const JsonValue*
only_member(const JsonValue& object, std::string_view name)
{
  return object.IsObject() && object.MemberCount() == 1 ? member(object, name) : nullptr;
}

std::optional<std::string>
denied_in(const JsonValue& schema, Language language)
{
  if (const auto* choice = only_member(schema, "enum"); choice != nullptr) {
    return choice_in(*choice, /*denied=*/true, language);
  }
  if (const auto* pattern = only_member(schema, "pattern"); pattern != nullptr) {
    return in({"without a match of {}", "ohne Treffer für {}"}, language, to_text(*pattern));
  }
  // Not all entries are other than X: one of them is X.
  const auto* items = only_member(schema, "items");
  const auto* other = items == nullptr ? nullptr : only_member(*items, "not");
  const auto clause = other == nullptr ? std::nullopt : clause_of(*other, language);
  return clause ? std::optional{in({"an entry is {}", "ein Eintrag ist {}"}, language, *clause)}
                : std::nullopt;
}

/// One keyword with its value; nothing when there are no words for it.
std::optional<std::string>
keyword_in(std::string_view name, const JsonValue& value, Language language)
{
  if (name == "enum" && value.IsArray()) {
    return choice_in(value, /*denied=*/false, language);
  }
  if (name == "pattern") {
    return in({"a match of {}", "passend zu {}"}, language, to_text(value));
  }
  if (name == "minLength") {
    return filled_in(value, {"at least {} characters", "mindestens {} Zeichen"}, language);
  }
  if (name == "minItems") {
    return filled_in(value, {"at least {} entries", "mindestens {} Einträge"}, language);
  }
  if (name == "maxItems") {
    return in({"entries: at most {}", "Einträge: höchstens {}"}, language, to_text(value));
  }
  if (name == "items" && value.IsObject()) {
    const auto clause = clause_of(value, language);
    return clause ? std::optional{in({"each entry {}", "jeder Eintrag {}"}, language, *clause)}
                  : std::nullopt;
  }
  return name == "not" ? denied_in(value, language) : std::nullopt;
}

std::optional<std::string>
clause_of(const JsonValue& schema, Language language)
{
  const JsonValue* least = member(schema, "minimum");
  const JsonValue* most = member(schema, "maximum");
  std::vector<std::string> clauses;
  if (least != nullptr || most != nullptr) {
    clauses.push_back(limits_in(least, most, language));
  }
  for (const auto& each : schema.GetObject()) {
    const auto name = text_of(each.name);
    if (name == "type" || name == "minimum" || name == "maximum") {
      continue;
    }
    auto clause = keyword_in(name, each.value, language);
    if (!clause) {
      return std::nullopt;
    }
    clauses.push_back(std::move(*clause));
  }
  const JsonValue* type = member(schema, "type");
  if (clauses.empty()) {
    return type == nullptr ? std::nullopt : type_clause(*type, language);
  }
  return fmt::format("{}", fmt::join(clauses, Phrase{" and ", " und "}.in(language)));
}

} // namespace

std::string
expectation_in(const JsonValue& expected, Language language)
{
  const auto clause = expected.IsObject() ? clause_of(expected, language) : std::nullopt;
  return clause ? *clause : to_text(expected);
}

} // namespace klausur
