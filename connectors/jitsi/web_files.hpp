#pragma once

#include "connectors/jitsi/document.hpp"
#include "connectors/jitsi/layout.hpp"
#include "connectors/jitsi/release.hpp"

#include <string_view>

namespace klausur::jitsi {

/// The document `config_js` of the text of a config.js.
/// @param name  For messages.
/// @param host  That serves it; may be empty.
[[nodiscard]] Result<Json> config_document(std::string_view script, std::string_view name,
                                           std::string_view host);

/// The source of a `config_js` from `name`, which says so where the script stops early.
[[nodiscard]] std::string config_source(std::string_view name, const Result<Json>& config_js);

/// The document `interface_config` of the text of an interface_config.js.
[[nodiscard]] Document interface_document(std::string_view script, const std::string& name,
                                          std::string_view host);

/// The same, as this release of upstream understands it: under today's names, and with the
/// notices that it hides (config_names.hpp).
[[nodiscard]] Result<Json> as_upstream_reads(Result<Json> document, const Release& release);

/// Of the program that serves them, as far as it is known.
[[nodiscard]] Release release_of_web(const Deployment& deployment);

/// Whether read_config_js() computes what an image would render, which is not there to read.
[[nodiscard]] bool is_derived(const Deployment& deployment);

/// `config_js` of a deployment's files. Where docker's is not rendered, of the variables and
/// custom-config.js.
[[nodiscard]] Document read_config_js(const Deployment& deployment);

[[nodiscard]] Document read_interface_config(const Deployment& deployment);

} // namespace klausur::jitsi
