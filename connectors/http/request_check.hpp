#pragma once

#include "connectors/http/http.hpp"

namespace klausur {

/// @error `invalid`: an address that cannot be asked, a method that is none, a header that
///        would break out of its line. The text is redacted.
[[nodiscard]] Result<void> check_request(const Request& request, const Redactor& redactor);

/// @error `invalid`: the request carries a credential, and all that it says can be read on the
///        way to `url`. The text is redacted.
[[nodiscard]] Result<void> check_secrecy(const Request& request, std::string_view url,
                                         const Redactor& redactor);

} // namespace klausur
