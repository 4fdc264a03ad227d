#pragma once

#include "connectors/format/json.hpp"
#include "connectors/script/limits.hpp"

#include <span>
#include <string>
#include <string_view>

namespace klausur {

/// What a script has set.
struct EvaluatedScript
{
  /// {"config": {...}}: one member for each variable that exists and is neither a function
  /// nor undefined. Functions inside of values are left out, as JSON does it.
  Json variables;
  /// Where and why it stopped before its end, as it does in a browser; empty when it did not.
  /// What it had set until then is what it has set.
  std::string stopped;
};

/// Evaluate a JavaScript file in the confined child (connectors/script), as a browser does
/// with the first script of a page, and read global variables from it. Nothing of a browser
/// is really there: a script that asks for what differs from one to the next, or sets things
/// later, sets what nobody knows, and that is an error.
///
/// @param source     The file. Server-side include tags are resolved first.
/// @param host       The name of the host that serves the page, if it is known.
/// @param variables  Names of global variables to read, such as "config".
/// @error   `unexpected`, always beginning with "cannot evaluate" and naming the line where
///          the engine knows it: a syntax error, a question that only a browser answers, a
///          cyclic value, or a limit. Such a file says nothing about its settings.
[[nodiscard]] Result<EvaluatedScript>
evaluate_javascript(std::string_view source, std::string_view host,
                    std::span<const std::string> variables,
                    const EvaluationLimits& limits = {});

/// Put `default` in the place of every `<!--# echo var="x" default="y" -->`, as nginx does for
/// a variable that is not set; an echo without a default leaves "(none)". Other text stays.
/// @source https://nginx.org/en/docs/http/ngx_http_ssi_module.html, read 2026-11-24.
[[nodiscard]] std::string resolve_server_side_includes(std::string_view source);

} // namespace klausur
