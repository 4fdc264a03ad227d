#pragma once

#include "connectors/format/json.hpp"
#include "connectors/jitsi/limited_child.hpp"

#include <span>
#include <string>
#include <string_view>

namespace klausur {

/// Evaluate a JavaScript file in a limited child and read global variables from it.
/// Nothing of a browser exists in there: no window, no document, no network, no files.
///
/// @param source     The file. Server-side include tags are resolved first.
/// @param variables  Names of global variables to read, such as "config".
/// @return  {"config": {...}}: one member for each variable that exists and is neither a
///          function nor undefined. Functions inside of values are left out, as JSON does it.
/// @error   `unexpected`, always beginning with "cannot evaluate" and naming the line where
///          the engine knows it: a syntax error (the engine knows ES5 and part of ES6: no
///          let, no arrow functions, no template literals), a thrown error, a cyclic value,
///          or a limit. A file that cannot be evaluated says nothing about its settings.
[[nodiscard]] Result<Json> evaluate_javascript(std::string_view source,
                                               std::span<const std::string> variables,
                                               const EvaluationLimits& limits = {});

/// Put `default` in the place of every `<!--# echo var="x" default="y" -->`, as nginx does for
/// a variable that is not set; an echo without a default leaves "(none)". Other text stays.
/// @source https://nginx.org/en/docs/http/ngx_http_ssi_module.html, read 2026-11-24.
[[nodiscard]] std::string resolve_server_side_includes(std::string_view source);

} // namespace klausur
