#pragma once

#include "plugin/sandbox/sandbox.hpp"

namespace klausur::load {

/// Fill a fresh sandbox with `members` people (Trello: boards; Slack: people, and a fifth as
/// many channels). Each has settings of its own, and identifiers as long as the vendor's.
/// @error `invalid`: nobody has said how this vendor is filled.
[[nodiscard]] Result<void> fill(Sandbox& sandbox, std::string_view vendor, int members);

/// The variant of the sandbox in which there is anything to be filled.
[[nodiscard]] std::string_view variant_for(std::string_view vendor);

} // namespace klausur::load
