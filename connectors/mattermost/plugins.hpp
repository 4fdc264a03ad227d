#pragma once

#include "connectors/format/json.hpp"

namespace klausur::mattermost {

/// Adds the member `enabled` to the two lists of `GET /plugins`: by plugin whether it is
/// active. The list is whole, so a plugin that stands in neither list is not installed: those
/// that the checks know are named then too, as false. Without both lists nothing is added.
void tell_enabled(Json& plugins);

} // namespace klausur::mattermost
