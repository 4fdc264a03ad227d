#pragma once

#include "connectors/base/result.hpp"
#include "connectors/http/redactor.hpp"

#include <string>
#include <string_view>

namespace klausur {

/// True for `env:NAME`, `file:PATH` and `credential:NAME`.
[[nodiscard]] bool is_secret_reference(std::string_view text);

/// The secret behind a reference, known to the redactor from now on. A file's final line
/// break is not part of the secret.
/// @error `invalid`: not a reference, variable not set, file missing, unreadable or empty;
///        `credential:` outside a systemd service ($CREDENTIALS_DIRECTORY not set).
[[nodiscard]] Result<std::string> resolve_secret(std::string_view reference,
                                                 Redactor& redactor);

} // namespace klausur
