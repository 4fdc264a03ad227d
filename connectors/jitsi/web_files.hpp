#pragma once

#include "connectors/jitsi/document.hpp"
#include "connectors/jitsi/layout.hpp"
#include "connectors/jitsi/release.hpp"

#include <string_view>

namespace klausur::jitsi {

/// The document `config_js` of the text of a config.js.
/// @param name  For messages.
[[nodiscard]] Result<Json> config_document(std::string_view script, std::string_view name);

/// The document `interface_config` of the text of an interface_config.js.
[[nodiscard]] Result<Json> interface_document(std::string_view script, std::string_view name);

/// The same, as this release of upstream understands it: under today's names, and with the
/// notices that it hides (config_names.hpp).
[[nodiscard]] Result<Json> as_upstream_reads(Result<Json> document, const Release& release);

/// `config_js` of a deployment's files. Where docker's is not rendered, of the variables and
/// custom-config.js.
[[nodiscard]] Document read_config_js(const Deployment& deployment);

[[nodiscard]] Document read_interface_config(const Deployment& deployment);

} // namespace klausur::jitsi
