#pragma once

#include "plugin/sandbox/vendor.hpp"

namespace klausur::jitsi_sandbox {

/// Who it is: the name that its files and its XMPP domain bear.
inline constexpr std::string_view k_host = "meet.example.org";

/// `config.js` of a deployment as the Debian packages set it up, from the state.
/// @param address  As the web server sends it to who asks this `host:port`. Empty: as it lies
///                 in the file, with the server's include tags still in it.
[[nodiscard]] std::string config_js(const JsonValue& state, std::string_view address);
[[nodiscard]] std::string interface_config_js(const JsonValue& state);

/// The files of a Debian installation by their path from the root directory.
[[nodiscard]] std::map<std::string, std::string> files(const JsonValue& state);

/// POST /http-bind: one request of an XMPP session over HTTP.
[[nodiscard]] Outbound bosh(Call& call);

} // namespace klausur::jitsi_sandbox
