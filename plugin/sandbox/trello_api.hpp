#pragma once

#include "plugin/sandbox/vendor.hpp"

namespace klausur::trello_sandbox {

/// What a new workspace holds: two open boards, one of them public and with a guest, a closed
/// one, two Power-Ups, an old export.
[[nodiscard]] Json default_workspace(bool hardened);

} // namespace klausur::trello_sandbox
