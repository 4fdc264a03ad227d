#pragma once

#include "connectors/http/http.hpp"

namespace klausur {

/// @param insecure  A credential may go over http:// beyond this machine.
/// @error `invalid`: an address that cannot be asked, a method that is none, a header that
///        would break out of its line; a credential where all that the request says can be
///        read on the way. The text is redacted.
[[nodiscard]] Result<void> check_request(const Request& request, const Redactor& redactor,
                                         bool insecure);

} // namespace klausur
