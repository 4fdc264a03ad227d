#pragma once

#include "connectors/model/change.hpp"
#include "connectors/rest/template.hpp"

#include <vector>

namespace klausur {

/// The changes of one document as one nested object that holds the changed leaves only:
/// `/a/b` to 1 and `/a/c` to 2 give `{"a":{"b":1,"c":2}}`.
/// @error `unsupported`: a step into a list, which such an object cannot name;
///        `invalid`: not an address, with `*`, of the whole document, or two changes that
///        contradict each other.
[[nodiscard]] Result<Json> merged(const std::vector<Change>& changes);

/// The changes as parameters, their steps joined by '/': `prefs/selfJoin=false`.
/// @error As merged().
[[nodiscard]] Result<Parameters> flattened(const std::vector<Change>& changes);

/// Fill the request with the changes in the form that the manifest names.
/// @error As merged().
[[nodiscard]] Result<void> fill_body(Request& request, Write::Body form,
                                     const std::vector<Change>& changes);

/// The changes, and beside them what the API wants along with them: of the `pointers` those
/// that stand in the same object as a change and are not changed themselves, as they are in
/// `content`. What is not there is not sent.
/// @error `invalid`: not an address.
[[nodiscard]] Result<std::vector<Change>> with_siblings(const std::vector<Change>& changes,
                                                        const std::vector<Pointer>& pointers,
                                                        const JsonValue& content);

/// Put `value` at `steps` below `object`, making the objects on the way.
/// @error `invalid`: something on the way is no object.
[[nodiscard]] Result<void> put_at(JsonValue& object, const std::vector<std::string>& steps,
                                  const JsonValue& value, Json::AllocatorType& memory);

} // namespace klausur
