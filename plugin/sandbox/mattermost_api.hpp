#pragma once

#include "plugin/sandbox/vendor.hpp"

namespace klausur::mattermost_sandbox {

/// What roles allow, as far as a review needs it.
enum class Right { read, read_compliance, write };

/// The person that the token belongs to; an empty object when there is none.
[[nodiscard]] const JsonValue& caller(const Call& call);
[[nodiscard]] bool may(const Call& call, Right right);

/// Answers only who has the right; others get 403.
[[nodiscard]] std::function<Outbound(Call&)> guarded(Right right, Outbound (*answer)(Call&));

[[nodiscard]] Outbound missing(std::string_view id, std::string_view message);

/// A text as it is, anything else as JSON.
[[nodiscard]] std::string as_text(const JsonValue& value);

/// The items of the page that the query asks for; more than 200 at a time is silently cut.
[[nodiscard]] JsonValue page_of(const Call& call, const JsonValue& list,
                                Json::AllocatorType& memory);

/// Why the token of the call does not work although it is known: the settings of the server
/// have ended personal tokens, or idle sessions. nullopt: it works.
[[nodiscard]] std::optional<Outbound> token_refused(const Call& call);

/// What every request gets after the server could not start again; nullopt while it runs.
[[nodiscard]] std::optional<Outbound> server_ended(const Call& call);

[[nodiscard]] std::vector<Route> account_routes();
[[nodiscard]] std::vector<Route> system_routes();
[[nodiscard]] std::vector<Route> plugin_routes();
[[nodiscard]] std::vector<Route> chat_routes();

} // namespace klausur::mattermost_sandbox
