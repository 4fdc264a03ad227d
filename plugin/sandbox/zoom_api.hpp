#pragma once

#include "plugin/sandbox/vendor.hpp"

namespace klausur::zoom_sandbox {

/// Where a call for settings looks: `/settings` (the default view), or the view that its
/// `option` names.
enum class Level { account, group, user };

/// Zoom's form of an error.
[[nodiscard]] Outbound api_error(int status, int code, std::string_view message);

/// Answers only a token with one of the scopes (each followed by a blank), in Zoom's words.
[[nodiscard]] std::function<Outbound(Call&)> needs(std::string_view scopes,
                                                   Outbound (*answer)(Call&));

/// True when the account pays; `status` is what else is answered with.
[[nodiscard]] std::optional<Outbound> unpaid(const Call& call, int status);

/// The members of a group or user that exist; an answer with 404 else.
[[nodiscard]] std::optional<Outbound> nobody(const Call& call, Level level);

/// Out of the box, or hardened: all that the account holds.
[[nodiscard]] Json default_account();
[[nodiscard]] Json hardening();

[[nodiscard]] std::vector<Route> settings_routes();
[[nodiscard]] std::vector<Route> list_routes();

} // namespace klausur::zoom_sandbox
