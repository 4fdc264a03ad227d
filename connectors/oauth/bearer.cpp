#include "connectors/oauth/bearer.hpp"

#include "connectors/oauth/token_file.hpp"
#include "connectors/rest/template.hpp"

#include <algorithm>

namespace klausur {

namespace {

/// The names that belong to `name`; none where the manifest does not know it.
std::vector<std::string>
way_of(const Auth& auth, const std::string& name)
{
  const auto found = std::ranges::find_if(
      auth.ways, [&](const auto& way) { return std::ranges::find(way, name) != way.end(); });
  return found == auth.ways.end() ? std::vector<std::string>{} : *found;
}

} // namespace

bool
Bearer::is_given() const
{
  const auto& auth = m_at.tenant.auth;
  return auth.contains(m_prefix + "token") || auth.contains(m_prefix + "refresh_token");
}

Result<TokenSource*>
Bearer::source()
{
  if (m_source) {
    return &*m_source;
  }
  const auto base = host_url(m_at, "");
  const auto id = auth_value(m_at, "client_id");
  const auto secret = auth_value(m_at, "client_secret");
  for (const auto* each : {&base, &id, &secret}) {
    if (!*each) {
      return tl::unexpected(each->error());
    }
  }
  for (const auto& name : way_of(m_at.manifest.auth, m_prefix + "refresh_token")) {
    if (const auto given = auth_value(m_at, name); !given && !m_at.tenant.auth.contains(name)) {
      return tl::unexpected(given.error());
    }
  }
  auto keeper = token_file(m_at, m_prefix + "refresh_token");
  if (!keeper) {
    return tl::unexpected(keeper.error());
  }
  m_at.redactor.add(*secret);
  TokenEndpoint endpoint{
      .url = *base + m_path, .user = {}, .password = {}, .form = {}, .refresh_token = {}};
  endpoint.form = {
      {"client_id", *id}, {"client_secret", *secret}, {"grant_type", "refresh_token"}};
  m_source.emplace(m_at.http, m_at.redactor, m_at.clock, std::move(endpoint),
                   std::move(*keeper));
  return &*m_source;
}

Task<Result<void>>
Bearer::authorise(Request& request)
{
  if (m_at.tenant.auth.contains(m_prefix + "refresh_token")) {
    const auto from = source();
    if (!from) {
      co_return tl::unexpected(from.error());
    }
    co_return co_await (*from)->authorise(request);
  }
  const auto token = auth_value(m_at, m_prefix + "token");
  if (!token) {
    co_return tl::unexpected(token.error());
  }
  m_at.redactor.add(*token);
  request.headers.emplace_back("Authorization", "Bearer " + *token);
  co_return Result<void>{};
}

Task<Result<bool>>
Bearer::renew()
{
  if (!m_source) {
    co_return false;
  }
  co_return co_await m_source->renew();
}

} // namespace klausur
