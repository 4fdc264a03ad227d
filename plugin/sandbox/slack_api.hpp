#pragma once

#include "plugin/sandbox/vendor.hpp"

#include <array>
#include <string_view>
#include <vector>

namespace klausur::slack_sandbox {

/// What a method asks of a token before it answers. Source: docs.slack.dev, reference of each
/// method; slack-ruby/slack-api-ref f4837c0, read 2026-11-24.
struct Method
{
  std::string_view name;   ///< `team.info`; the path is /api/team.info.
  std::string_view scopes; ///< Between blanks; every one of them is needed.
  Outbound (*answer)(Call&);
  bool by_get = false; ///< GET in the reference, POST is taken too. Otherwise POST only.
  enum class For { anyone, bots, administrators } who = For::anyone;
};

/// `{"ok": false, "error": code}`, which comes with status 200.
[[nodiscard]] Outbound refused(std::string_view code);
/// The members of `body` with `"ok": true`.
[[nodiscard]] Outbound granted(Json body);

/// A field of the form, of the JSON body or of the query.
[[nodiscard]] std::string argument(const Call& call, std::string_view name,
                                   std::string_view otherwise = {});
[[nodiscard]] int number_argument(const Call& call, std::string_view name, int otherwise);

/// The token that the call came with, in the header or as the form's field.
[[nodiscard]] std::string token_of(const Call& call);
/// What is known of that token: `kind`, `role`, `scopes`; an empty object: nothing.
[[nodiscard]] const JsonValue& grant_of(const Call& call);

/// What is at a pointer of the state; null when there is nothing.
[[nodiscard]] const JsonValue& held(const Call& call, std::string_view pointer);
[[nodiscard]] bool is_enterprise(const Call& call);

/// How a list is cut: `limit` beyond `most` is cut down, `usual` when none is given.
struct Pages
{
  int usual = 100;
  int most = 1000;
  bool cursor_on_top = false; ///< `next_cursor` beside the list, not in response_metadata.
};

/// One page of `list` under `name`, and the cursor of the next, empty at the end.
[[nodiscard]] Outbound page_of(const Call& call, const JsonValue& list, std::string_view name,
                               Pages pages);

/// Methods under /api/, by room; audit has its own paths.
[[nodiscard]] std::vector<Method> workspace_methods();
[[nodiscard]] std::vector<Method> organisation_methods();
[[nodiscard]] std::vector<Route> audit_routes();
[[nodiscard]] std::vector<Route> token_routes();

/// What a variant holds. @error `invalid`: no such variant.
[[nodiscard]] Result<Json> held_by(std::string_view variant);

/// Tokens that work from the start; what comes with each is in the state.
inline constexpr std::string_view k_user_token = "xoxp-sandbox-owner";
inline constexpr std::string_view k_bot_token = "xoxb-sandbox-bot";
inline constexpr std::string_view k_client_id = "1234567890.1234567890123";
inline constexpr std::string_view k_client_secret = "sandbox-client-secret";

} // namespace klausur::slack_sandbox
