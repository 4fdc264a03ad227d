#include "connectors/trello/dialect.hpp"

#include "connectors/format/json.hpp"
#include "connectors/http/template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace klausur::trello {

namespace {

constexpr int k_too_many = 429;

/// The code of an error, where it is a plain word; most errors are sentences.
std::string
code_of(const Response& response)
{
  constexpr std::size_t k_longest = 60;
  const auto json = parse_json(response.body);
  const auto code = json ? member_text(*json, "error") : std::string_view{};
  const bool plain = code.size() <= k_longest && std::ranges::all_of(code, [](unsigned char c) {
                       return std::isupper(c) != 0 || c == '_';
                     });
  return plain ? std::string{code} : std::string{};
}

void
forget_empty_features(Json& workspace)
{
  const auto* features = member(workspace, "premiumFeatures");
  if (features != nullptr && features->IsArray() && features->Empty()) {
    workspace.RemoveMember("premiumFeatures");
  }
}

} // namespace

Result<void>
TrelloDialect::authorise(Request& request)
{
  if (m_header.empty()) {
    const auto key = auth_value(m_at, "key");
    const auto token = auth_value(m_at, "token");
    if (!key || !token) {
      return tl::unexpected(key ? token.error() : key.error());
    }
    m_at.redactor.add(*token);
    m_header = fmt::format("OAuth oauth_consumer_key=\"{}\", oauth_token=\"{}\"", *key, *token);
  }
  request.headers.emplace_back("Authorization", m_header);
  return {};
}

Result<Json>
TrelloDialect::understand(const Answer& answer) const
{
  auto json = understand_rest(answer);
  if (!json && answer.response.status == k_too_many) {
    return tl::unexpected(refusal(answer, json.error().kind, code_of(answer.response)));
  }
  if (json && answer.entry.name == "organization" && json->IsObject()) {
    forget_empty_features(*json);
  }
  return json;
}

} // namespace klausur::trello
