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

[[nodiscard]] std::vector<Route> system_routes();
[[nodiscard]] std::vector<Route> plugin_routes();
[[nodiscard]] std::vector<Route> chat_routes();

} // namespace klausur::mattermost_sandbox
