#pragma once

#include "plugin/sandbox/slack_api.hpp"

namespace klausur::slack_sandbox {

/// Put an entry into the audit log: a channel's own retention was changed to `days`.
void note_retention(Call& call, std::string_view channel, int days);

/// Asks what `method` asks of a token, then answers.
[[nodiscard]] Outbound answered(Call& call, const Method& method);

/// What page_of() answers with, or nothing when the cursor is none of ours.
[[nodiscard]] std::optional<Json> page_in(const Call& call, const JsonValue& list,
                                          std::string_view name, Pages pages);

} // namespace klausur::slack_sandbox
