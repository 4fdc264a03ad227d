#pragma once

#include "connectors/format/json.hpp"

namespace klausur::jitsi {

/// The most talkative level in force by a Java logging.properties, in lower case: of the
/// loggers of whole packages, as far as a handler writes it down. A single class may be more
/// talkative, which counts only if this release still has it: then it is unclear.
/// @param properties  As parse_properties() answers.
[[nodiscard]] JsonValue java_level(const JsonValue& properties, Json::AllocatorType& memory);

} // namespace klausur::jitsi
