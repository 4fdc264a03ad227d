#pragma once

#include "connectors/format/json.hpp"
#include "connectors/model/manifest.hpp"
#include "connectors/model/snapshot.hpp"

namespace klausur::mattermost {

/// Adds the member `enabled` to the two lists of `GET /plugins`: by plugin whether it is
/// active. The list is whole, so a plugin that stands in neither list is not installed: those
/// that the checks know are named then too, as false. Without both lists, or with a plugin that
/// has no name, nothing is added.
void tell_enabled(Json& plugins);

/// Takes nobody's word that a running plugin has no such document: a 404 of one that the list
/// of plugins calls active is a failure, not an absence.
void doubt_missing(Snapshot& snapshot, const Manifest& manifest);

} // namespace klausur::mattermost
