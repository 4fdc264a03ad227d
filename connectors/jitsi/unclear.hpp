#pragma once

#include "connectors/format/json.hpp"

#include <string_view>

namespace klausur::jitsi {

/// What stands in a document where it is not known which of several values holds: an object
/// that no expectation of a plain value speaks about, so that a check of it is unknown and
/// shows them: {"unclear": [true, "not set"], "because": "..."}.
[[nodiscard]] JsonValue unclear(const JsonValue* one, const JsonValue* other,
                                std::string_view because, Json::AllocatorType& memory);

/// A document of which it is not known whether `one` or `other` is how it is: what both say
/// stays, all else is unclear. Lists are values, not trees.
[[nodiscard]] Json what_both_say(const JsonValue& one, const JsonValue& other,
                                 std::string_view because);

} // namespace klausur::jitsi
