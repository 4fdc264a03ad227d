#pragma once

#include "connectors/jitsi/document.hpp"
#include "connectors/jitsi/layout.hpp"

#include <string_view>

namespace klausur::jitsi {

/// The document `config_js` of the text of a config.js.
/// @param name  For messages.
[[nodiscard]] Result<Json> config_document(std::string_view script, std::string_view name);

/// The document `interface_config` of the text of an interface_config.js.
[[nodiscard]] Result<Json> interface_document(std::string_view script, std::string_view name);

/// `config_js` of a deployment's files. Where docker's is not rendered, of `env` and
/// custom-config.js.
/// @param env  The document `env`, or why there is none.
[[nodiscard]] Document read_config_js(const Deployment& deployment, const Result<Json>& env);

[[nodiscard]] Document read_interface_config(const Deployment& deployment);

} // namespace klausur::jitsi
