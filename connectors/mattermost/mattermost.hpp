#pragma once

#include "connectors/connector.hpp"

#include <memory>

namespace klausur {

/// A Mattermost server, 5.37 to 11.x. `auth: token` is the access token of a bot (or a
/// person) with system_read_only_admin for reading, system_admin for writing; `base_url`
/// is the site's address, with its subpath where it has one.
///
/// The keys of PluginSettings.Plugins.<id> are in lower case in the document `config`,
/// whatever the server's version writes: the server itself does not tell them apart.
[[nodiscard]] std::unique_ptr<TenantSession> open_mattermost(const Workplace& at);

} // namespace klausur
