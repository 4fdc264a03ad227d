#include "connectors/model/fact_reader.hpp"

#include "connectors/format/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

namespace klausur {

namespace {

/// The one member of `{age: {...}}` as a fact.
Result<std::shared_ptr<const Fact>>
fact_from(const JsonValue& json, std::span<const FactKind> kinds)
{
  const auto& only = *json.MemberBegin();
  const auto name = text_of(only.name);
  const auto kind = std::ranges::find(kinds, name, &FactKind::name);
  if (kind == kinds.end()) {
    std::vector<std::string> known;
    std::ranges::transform(kinds, std::back_inserter(known),
                           [](const FactKind& each) { return std::string{each.name}; });
    return fail(Failure::invalid,
                fmt::format("there is no fact \"{}\"{}", name, did_you_mean(name, known)));
  }
  return kind->make(only.value);
}

/// Why the fact and what the document is do not go together; empty: they do.
std::string_view
misplaced(const Fact& fact, const std::optional<List>& list)
{
  if (fact.place() == Fact::Place::beside) {
    return list ? "this fact looks at one object, and the document is a list" : "";
  }
  if (!list) {
    return "this fact takes the items of a list: say where it is in `read: {list: ...}`";
  }
  return list->key.empty() ? ""
                           : "this fact stands in the place of the list, and `key` makes an "
                             "object of it: say one of them";
}

/// What two facts claim both; nullptr: nothing.
const Fact::Field*
claimed_twice(const std::vector<Fact::Field>& mine, const std::vector<Fact::Field>& others)
{
  for (const auto& field : mine) {
    if (std::ranges::any_of(
            others, [&](const Fact::Field& other) { return overlap(field.at, other.at); })) {
      return &field;
    }
  }
  return nullptr;
}

} // namespace

bool
overlap(const Pointer& a, const Pointer& b)
{
  const auto length = static_cast<std::ptrdiff_t>(std::min(a.size(), b.size()));
  return std::equal(a.begin(), a.begin() + length, b.begin(), [](const auto& x, const auto& y) {
    return x == y || x == "*" || y == "*";
  });
}

Result<void>
read_facts(const SourceFile& file, const std::string& here, const JsonValue& json,
           std::span<const FactKind> kinds, DocumentEntry& entry)
{
  const JsonValue* list = member(json, "facts");
  for (rapidjson::SizeType i = 0; list != nullptr && i < list->Size(); ++i) {
    const auto place = fmt::format("{}/facts/{}", here, i);
    auto fact = fact_from((*list)[i], kinds);
    if (!fact) {
      return file.refuse(place, fact.error().what);
    }
    if (const auto why = misplaced(**fact, entry.read.list); !why.empty()) {
      return file.refuse(place, why);
    }
    for (std::size_t other = 0; other < entry.facts.size(); ++other) {
      const auto gives = (*fact)->gives();
      if (const auto* twice = claimed_twice(gives, entry.facts[other]->gives())) {
        return file.refuse(place,
                           fmt::format("{} is given by the fact at place {} of the list too: "
                                       "two facts cannot say one thing",
                                       pointer_text(twice->at), other + 1));
      }
    }
    entry.facts.push_back(std::move(*fact));
  }
  return {};
}

} // namespace klausur
