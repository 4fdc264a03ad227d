#include "connectors/trello/dialect.hpp"

#include "connectors/format/json.hpp"
#include "connectors/rest/template.hpp"

#include <fmt/format.h>

namespace klausur::trello {

namespace {

void
forget_empty_features(Json& workspace)
{
  const auto* features = member(workspace, "premiumFeatures");
  if (features != nullptr && features->IsArray() && features->Empty()) {
    workspace.RemoveMember("premiumFeatures");
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
    forget_empty_features(*json);
  }
  return json;
}

} // namespace klausur::trello
