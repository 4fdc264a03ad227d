#pragma once

#include "connectors/model/manifest.hpp"
#include "plugin/change/change_set.hpp"

namespace klausur {

/// The set in the order of writing, with its steps; equal for equal sets.
///
/// `after` is need: what it names comes earlier. Rank is mere sequence: members before groups
/// before the tenant, or as the manifest's `before:` says. What ends the credential in use
/// comes last. Changes that need each other in a ring are left out. Takes O((n + e) log n).
[[nodiscard]] ChangeSet ordered(ChangeSet set, const Manifest& manifest);

/// The document as which a setting is written and read back: of `boards#/7/prefs/x`, where each
/// board is a document of its own, `board/7#/prefs/x`; else the same address.
[[nodiscard]] SettingText written_as(const SettingText& setting, const Manifest& manifest);

} // namespace klausur
