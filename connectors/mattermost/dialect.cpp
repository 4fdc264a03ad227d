#include "connectors/mattermost/dialect.hpp"

#include "connectors/base/letters.hpp"
#include "connectors/format/json.hpp"
#include "connectors/mattermost/plugins.hpp"
#include "connectors/mattermost/retention.hpp"
#include "connectors/rest/template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur::mattermost {

namespace {

/// Errors that mean something else than their status says.
struct Meaning
{
  std::string_view id;
  Failure kind;
  std::string_view hint;
};

constexpr std::array k_meanings{
    Meaning{"api.config.update_config.not_allowed_security.app_error", Failure::unsupported,
            ", which no API may change"},
    Meaning{"api.context.mfa_required.app_error", Failure::unauthorised,
            ": this account must use MFA. Give klausur a bot account, which need not"},
};

/// The error's id, `api.context.permissions.app_error`, where it is a plain word.
std::string
error_id(const Response& response)
{
  const auto json = parse_json(response.body);
  return json ? plain_word(member_text(*json, "id"), "._-") : std::string{};
}

void
lower_plugin_keys(Json& config)
{
  const auto steps = {"PluginSettings", "Plugins"};
  JsonValue* plugins = &config;
  for (const char* step : steps) {
    if (member(*plugins, step) == nullptr) {
      return;
    }
    plugins = &plugins->FindMember(step)->value;
  }
  if (!plugins->IsObject()) {
    return;
  }
  auto& memory = config.GetAllocator();
  for (auto& plugin : plugins->GetObject()) {
    if (!plugin.value.IsObject()) {
      continue;
    }
    JsonValue lower{rapidjson::kObjectType};
    for (const auto& each : plugin.value.GetObject()) {
      set_member(lower, in_lower_case(text_of(each.name)), each.value, memory);
    }
    plugin.value = lower;
  }
}

} // namespace

Task<Result<void>>
MattermostDialect::authorise(Request& request, const Needs& /*needs*/)
{
  if (m_token.empty()) {
    auto token = auth_value(m_at, "token");
    if (!token) {
      co_return tl::unexpected(token.error());
    }
    m_at.redactor.add(*token);
    m_token = std::move(*token);
  }
  request.headers.emplace_back("Authorization", "Bearer " + m_token);
  co_return Result<void>{};
}

Result<Json>
MattermostDialect::understand(const Answer& answer) const
{
  const bool ruled = answer.question.statuses.contains(answer.response.status);
  const auto id = is_success(answer.response) ? std::string{} : error_id(answer.response);
  if (!ruled && !id.empty()) {
    const auto* known = std::ranges::find(k_meanings, id, &Meaning::id);
    if (known != k_meanings.end()) {
      return tl::unexpected(refusal(answer, known->kind, fmt::format("{}{}", id, known->hint)));
    }
    if (answer.response.status == 501 || id.find("license") != std::string::npos) {
      return tl::unexpected(refusal(answer, Failure::unsupported, id));
    }
  }
  auto json = understand_rest(answer);
  if (!json && !ruled && !id.empty()) {
    return tl::unexpected(refusal(answer, json.error().kind, id));
  }
  if (json && answer.question.document == "config") {
    lower_plugin_keys(*json);
    tell_hours_in_days(*json);
  }
  if (json && answer.question.document == "plugins") {
    tell_enabled(*json);
  }
  return json;
}

} // namespace klausur::mattermost
