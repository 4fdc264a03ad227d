#pragma once

#include <string>
#include <string_view>

namespace klausur {

/// Write the arrow functions of a script as functions of ES5, which is what the engine
/// knows. The docker image itself writes one into config.js as soon as the STUN servers are
/// named: `...split(',').map(url => ({ urls: 'stun:' + url }))`.
/// Only what means the same in both is rewritten: plain parameters, a body without `this`,
/// `arguments`, `await` or a line that may end the statement. Everything else stays as it
/// is, so that the engine refuses it. Lines keep their numbers.
[[nodiscard]] std::string without_arrow_functions(std::string_view script);

} // namespace klausur
