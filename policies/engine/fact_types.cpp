#include "policies/engine/fact_types.hpp"

#include "connectors/model/fact.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

/// The types that a field can have; 0: any, or the address leads into what stands there.
Types
types_at(const Fact::Field& field, const Pointer& steps)
{
  Types types = 0;
  for (const auto& name : field.types) {
    types |= types_named(name);
  }
  return field.at.size() == steps.size() ? types : 0;
}

} // namespace

std::string
contradicts_facts(const Address& address, const Expectation& expectation,
                  const Manifest& manifest)
{
  const DocumentEntry* entry = manifest.entry_of(address.document);
  bool is_given = false, is_replaced = false;
  for (const auto& fact :
       entry == nullptr ? std::vector<std::shared_ptr<const Fact>>{} : entry->facts) {
    is_replaced = is_replaced || fact->place() == Fact::Place::instead;
    for (const auto& field : fact->gives()) {
      if (!overlap(field.at, address.steps)) {
        continue;
      }
      is_given = true;
      const Types types = types_at(field, address.steps);
      if (types != 0 && (types & expectation.about()) == 0) {
        return fmt::format("a fact of the manifest gives {} at {}, and this speaks about {}",
                           in_words(types), pointer_text(address.steps),
                           in_words(expectation.about()));
      }
    }
  }
  return is_replaced && !is_given
             ? fmt::format("no fact of the manifest gives {}: its facts stand in the place of "
                           "the list",
                           pointer_text(address.steps))
             : std::string{};
}

} // namespace klausur
