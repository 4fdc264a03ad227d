#pragma once

#include "connectors/format/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// The steps of a JSON Pointer, with `~0` and `~1` decoded; none for the whole document.
using Pointer = std::vector<std::string>;

/// Where a setting lives: `document#/json/pointer`. A `*` stands for every member, in the
/// document's name (`boards/*#/prefs/selfJoin`) and as a step of the pointer.
/// Steps hold plain names: `~0` and `~1` of JSON Pointer are already decoded.
struct Address
{
  std::string document;
  Pointer steps;

  bool operator==(const Address&) const = default;
};

/// @error `invalid`: no '#', an empty document name, a pointer without its leading '/'.
[[nodiscard]] Result<Address> parse_address(std::string_view text);

/// The steps of a JSON Pointer, `/users/*/id`; none for the empty text.
/// @error `invalid`: it does not begin with '/'.
[[nodiscard]] Result<Pointer> parse_pointer(std::string_view text);

/// The text that parse_pointer() reads back to the same steps.
[[nodiscard]] std::string pointer_text(const Pointer& pointer);

/// The text that parse_address() reads back to the same address.
[[nodiscard]] std::string to_text(const Address& address);

/// True when `name` is what `pattern` stands for; `*` matches any run of characters
/// other than '/', so `users/*` matches `users/7` and not `users/7/x`.
[[nodiscard]] bool matches(std::string_view pattern, std::string_view name);

/// The value at `steps`, without `*`; nullptr when any step is missing. Steps into arrays
/// are indexes.
[[nodiscard]] const JsonValue* value_at(const JsonValue& root, const Pointer& steps);

/// The value at the address' steps where `*` stands for `id`; nullptr when there is none.
[[nodiscard]] const JsonValue* value_for(const JsonValue& root, const Address& address,
                                         std::string_view id);

/// One place that an address with `*` stands for.
struct Place
{
  Pointer steps;
  const JsonValue* value; ///< nullptr: the vendor did not say.
};

/// Every place that `steps` stands for. Without `*` exactly one. A `*` over an empty
/// object or array gives none; a `*` over a missing one gives one absent place.
[[nodiscard]] std::vector<Place> places_at(const JsonValue& root, const Pointer& steps);

} // namespace klausur
