#pragma once

#include "connectors/format/json.hpp"
#include "connectors/jitsi/layout.hpp"

#include <string_view>

namespace klausur::jitsi {

/// What `jicofo`, `jvb` or `jibri` of this deployment takes where its file is silent: today's
/// defaults, but for those that its release had otherwise. Where its release is not known,
/// they are unclear; docker's images of an unknown release are taken for new.
[[nodiscard]] Json defaults_of(std::string_view program, const Deployment& deployment);

} // namespace klausur::jitsi
