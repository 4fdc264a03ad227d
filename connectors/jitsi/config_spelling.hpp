#pragma once

#include "connectors/format/json.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace klausur::jitsi {

/// The names in `config` that checks look at, as upstream spells them, with dots between.
[[nodiscard]] std::span<const std::string_view> judged_names();

/// The same of `interfaceConfig`.
[[nodiscard]] std::span<const std::string_view> judged_interface_names();

/// What somebody wrote under nearly this name.
struct SpeltOtherwise
{
  std::string name; ///< As it stands there.
  const JsonValue* value;
};

/// A place that differs from `key` by letter case, `_` or `-` only; the first one. nullopt
/// also where nothing stands there, or null.
///
/// Upstream does not read it: JavaScript tells letters apart. But somebody meant it, and a
/// page of their own may read it, so that nobody can call it off.
[[nodiscard]] std::optional<SpeltOtherwise> spelt_otherwise(const JsonValue& config,
                                                            std::string_view key);

/// Why a value under such a name is unclear.
[[nodiscard]] std::string because_of_spelling(const SpeltOtherwise& found,
                                              std::string_view key);

/// Make each of these keys unclear (unclear.hpp) that does not stand in `config`, while
/// something nearly so called does.
void apply_spelling(JsonValue& config, std::span<const std::string_view> keys,
                    Json::AllocatorType& memory);

} // namespace klausur::jitsi
