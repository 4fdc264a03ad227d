#pragma once

#include "connectors/jitsi/document.hpp"

#include <set>
#include <string>
#include <string_view>

namespace klausur::jitsi {

/// What browsers are given at a deployment's public address.
struct Served
{
  Document config; ///< Under the names that stand in it (web_files.hpp, as_upstream_reads()).
  Document interface_config;
};

/// The addresses, `config_js#/config/disableThirdPartyRequests`, where the files say something
/// else than what is served, or nothing. Lists are values.
/// @param derived  `files` was computed of what an image is told: only names that checks look
///                 at are compared, and what asks for nothing is as good as not said.
[[nodiscard]] std::set<std::string> differences(std::string_view document,
                                                const JsonValue& files, const JsonValue& served,
                                                bool derived);

/// The document that counts: what is served, where that could be read.
[[nodiscard]] Document what_counts(Document files, Document served);

} // namespace klausur::jitsi
