#include "connectors/slack/dialect.hpp"

#include "connectors/format/json.hpp"

namespace klausur::slack {

namespace {

/// What stands in the place of a file of analytics: whether there is one.
Json
analytics(bool enabled)
{
  Json said{rapidjson::kObjectType};
  set_member(said, "enabled", enabled, said.GetAllocator());
  return said;
}

/// A rule that is switched off says nothing, whatever days stand beside it.
void
forget_days_of_no_rule(Json& retention)
{
  const auto* enabled = member(retention, "is_policy_enabled");
  if (enabled != nullptr && enabled->IsFalse()) {
    retention.RemoveMember("duration_days");
  }
}

} // namespace

Task<Result<void>>
SlackDialect::authorise(Request& request, const Needs& needs)
{
  const bool of_bot = needs.token == "bot" && m_bot.is_given();
  return of_bot ? m_bot.authorise(request) : m_user.authorise(request);
}

Task<Result<bool>>
SlackDialect::renew()
{
  const auto user = co_await m_user.renew();
  const auto bot = co_await m_bot.renew();
  if (!user || !bot) {
    co_return user ? bot : user;
  }
  co_return *user || *bot;
}

std::vector<Pointer>
SlackDialect::own_of(std::string_view document) const
{
  return document == "audit_huddles"
             ? std::vector<Pointer>{{"entries", "*", "action"},
                                    {"entries", "*", "entity", "huddle", "id"}}
             : std::vector<Pointer>{};
}

Result<Json>
SlackDialect::understand(const Answer& answer) const
{
  const auto& errors = m_at.manifest.errors;
  const bool is_probe = answer.question.document == "member_analytics";
  const auto json = parse_json(answer.response.body);
  const auto* ok = json ? member(*json, "ok") : nullptr;
  if (ok != nullptr && ok->IsFalse()) {
    if (is_probe && member_text(*json, "error") == "member_analytics_disabled") {
      return analytics(false);
    }
    return tl::unexpected(refusal(answer, complaint_in(*json, errors), Failure::unexpected));
  }
  if (is_probe && is_success(answer.response) && !json &&
      answer.response.header("content-type").find("gzip") != std::string_view::npos) {
    return analytics(true); // The file itself holds addresses of people: it is not read.
  }
  auto understood = understand_rest(answer, errors);
  const bool silent = understood && ok == nullptr && !answer.question.on_own_host;
  if (silent || (is_probe && understood)) {
    return fail(Failure::unexpected, answer.question.place +
                                         ": the answer does not say whether it is "
                                         "ok. The vendor has changed its API.");
  }
  if (understood && answer.question.document == "channel_retention/*") {
    forget_days_of_no_rule(*understood);
  }
  return understood;
}

} // namespace klausur::slack
