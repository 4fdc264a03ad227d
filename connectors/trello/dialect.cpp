#include "connectors/trello/dialect.hpp"

#include "connectors/format/json.hpp"
#include "connectors/rest/template.hpp"
#include "connectors/trello/plan.hpp"

#include <fmt/format.h>

namespace klausur::trello {

namespace {

/// Beside what the API says, which plan it is: an empty list of features is silence.
void
tell_plan(Json& workspace)
{
  if (const auto plan = plan_of(workspace); !plan.empty()) {
    set_member(workspace, "plan", plan, workspace.GetAllocator());
  }
}

} // namespace

Task<Result<void>>
TrelloDialect::authorise(Request& request, const Needs& /*needs*/)
{
  if (m_header.empty()) {
    const auto key = auth_value(m_at, "key");
    const auto token = auth_value(m_at, "token");
    if (!key || !token) {
      co_return tl::unexpected(key ? token.error() : key.error());
    }
    m_at.redactor.add(*token);
    m_header = fmt::format("OAuth oauth_consumer_key=\"{}\", oauth_token=\"{}\"", *key, *token);
  }
  request.headers.emplace_back("Authorization", m_header);
  co_return Result<void>{};
}

Result<Json>
TrelloDialect::understand(const Answer& answer) const
{
  auto json = understand_rest(answer, m_at.manifest.errors);
  if (json && answer.question.document == "organization" && json->IsObject()) {
    tell_plan(*json);
  }
  return json;
}

} // namespace klausur::trello
