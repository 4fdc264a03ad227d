#pragma once

#include "plugin/sandbox/vendor.hpp"

namespace klausur::mattermost_sandbox {

/// The settings of a self-hosted 11.6 server, secrets in clear.
[[nodiscard]] Json default_config(bool hardened);

/// The error body that all of this vendor's endpoints use.
[[nodiscard]] Outbound api_error(int status, std::string_view id, std::string_view message);

inline constexpr std::string_view k_mask = "********************************";

/// ASCII letters in lower case.
[[nodiscard]] std::string lower(std::string_view text);

/// The settings as the API gives them: secrets are 32 asterisks, and settings of plugins
/// that are not installed are left out.
[[nodiscard]] Json masked_config(const JsonValue& state);

/// Take a partial configuration as the server does: fields are merged, maps and lists are
/// replaced, asterisks keep the old secret, fields that are locked by a variable or
/// restricted are kept silently.
/// @return  The refusal (400, 403), and then nothing has changed; nullopt when it was taken.
[[nodiscard]] std::optional<Outbound> patch_config(Json& state, const JsonValue& patch);

/// As a server behind a load balancer, whose other nodes hear of a change later: the patch
/// shows after so many seconds, with the first call to show_late() that comes then.
void take_late(Call& call, int seconds);
void show_late(Call& call);

/// What the Calls plugin really uses: its defaults, its settings, its variables over them.
[[nodiscard]] Json calls_settings(const JsonValue& state);

} // namespace klausur::mattermost_sandbox
