#pragma once

#include "connectors/rest/facts/kinds.hpp"

#include <string>
#include <string_view>

namespace klausur::test {

using MakeFact = Result<std::shared_ptr<const Fact>> (*)(const JsonValue& says);

/// What the fact that `make` makes of `says` gives for these items, or why it gives nothing.
inline std::string
told(MakeFact make, std::string_view says, std::string_view items, Time now = {})
{
  const auto fact = make(parse_json(says).value());
  if (!fact) {
    return fact.error().what;
  }
  const auto tally = (*fact)->begin(now);
  const auto list = parse_json(items).value();
  for (const auto& item : list.GetArray()) {
    if (const auto taken = tally->take(item); !taken) {
      return taken.error().what;
    }
  }
  const auto fields = tally->end();
  return fields ? to_text(*fields) : fields.error().what;
}

/// The fields that it promises, `/count integer; /oldest_days integer null; `.
inline std::string
promised(MakeFact make, std::string_view says)
{
  std::string text;
  const auto fact = make(parse_json(says).value()).value();
  for (const auto& field : fact->gives()) {
    text += pointer_text(field.at);
    for (const auto& type : field.types) {
      text += " " + type;
    }
    text += "; ";
  }
  return text;
}

} // namespace klausur::test
