#pragma once

#include "connectors/http/http.hpp"

namespace klausur {

/// @error `invalid`: an address that cannot be asked, a method that is none, a header that
///        would break out of its line. The text is redacted.
[[nodiscard]] Result<void> check_request(const Request& request, const Redactor& redactor);

} // namespace klausur
