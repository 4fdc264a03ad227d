#pragma once

#include "connectors/format/source_file.hpp"
#include "plugin/office/configuration.hpp"

namespace klausur {

// What must not stand in a configuration, because only its owner may know it. Refused with its
// place; the message never repeats it.

/// An address with a user, a password or a query.
[[nodiscard]] Result<void> no_plain_secret(const SourceFile& file, const std::string& here,
                                           std::string_view address);

/// Also anything under `auth:` that is neither a reference nor known to be an identifier.
[[nodiscard]] Result<void> no_plain_secrets(const SourceFile& file, const std::string& here,
                                            const Tenant& tenant);
[[nodiscard]] Result<void> no_plain_secrets(const SourceFile& file, const std::string& here,
                                            const NotifyChannel& channel);

} // namespace klausur
