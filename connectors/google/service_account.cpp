#include "connectors/google/service_account.hpp"

#include "connectors/format/json.hpp"
#include "connectors/rest/template.hpp"

#include <fmt/format.h>

#include <tuple>

namespace klausur::google {

namespace {

constexpr std::string_view k_grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
constexpr std::chrono::seconds k_life{3600};

struct Given
{
  std::string email;
  std::string key_id;
  std::string private_key;
  std::string passphrase{};
};

Result<Given>
from_file(const Workplace& at)
{
  const auto text = auth_value(at, "service_account");
  if (!text) {
    return tl::unexpected(text.error());
  }
  const auto file = parse_json(*text);
  if (!file || member_text(*file, "type") != "service_account") {
    return fail(Failure::invalid, "auth: service_account: this is not the JSON file of a "
                                  "service account. Give the file as the console made it.");
  }
  return Given{std::string{member_text(*file, "client_email")},
               std::string{member_text(*file, "private_key_id")},
               std::string{member_text(*file, "private_key")}};
}

Result<Given>
one_by_one(const Workplace& at)
{
  Given given;
  for (const auto& [name, into, must] : {std::tuple{"client_email", &given.email, true},
                                         std::tuple{"key_id", &given.key_id, false},
                                         std::tuple{"private_key", &given.private_key, true},
                                         std::tuple{"passphrase", &given.passphrase, false}}) {
    if (!must && !at.tenant.auth.contains(name)) {
      continue;
    }
    auto value = auth_value(at, name);
    if (!value) {
      return tl::unexpected(std::move(value.error()));
    }
    *into = std::move(*value);
  }
  return given;
}

} // namespace

Result<ServiceAccount::Identity>
ServiceAccount::read_identity() const
{
  const bool is_file = m_at.tenant.auth.contains("service_account");
  auto given = is_file ? from_file(m_at) : one_by_one(m_at);
  auto subject = auth_value(m_at, "subject");
  if (!given || !subject) {
    return tl::unexpected(given ? subject.error() : given.error());
  }
  m_at.redactor.add(given->private_key);
  auto key = AssertionKey::from_pem(given->private_key, given->passphrase);
  if (!key || given->email.empty()) {
    return fail(Failure::invalid,
                fmt::format("auth: {}: {}.", is_file ? "service_account" : "private_key",
                            key ? "it names no client_email" : key.error().what));
  }
  return Identity{std::move(given->email), std::move(given->key_id), std::move(*subject),
                  std::move(*key)};
}

Result<const ServiceAccount::Identity*>
ServiceAccount::identity()
{
  if (!m_identity) {
    auto read = read_identity();
    if (!read) {
      return tl::unexpected(std::move(read.error()));
    }
    m_identity = std::move(*read);
  }
  return &*m_identity;
}

Result<std::string>
ServiceAccount::email()
{
  return identity().map([](const Identity* who) { return who->email; });
}

Result<TokenSource*>
ServiceAccount::source(const std::string& scopes)
{
  if (const auto known = m_sources.find(scopes); known != m_sources.end()) {
    return &known->second;
  }
  const auto host = host_url(m_at, "token");
  const auto who = identity();
  if (!host || !who) {
    return tl::unexpected(host ? who.error() : host.error());
  }
  TokenEndpoint endpoint{.url = *host + m_path,
                         .user = {},
                         .password = {},
                         .form = {{"grant_type", std::string{k_grant}}},
                         .refresh_token = {},
                         .proof = {},
                         .kinds = {{"unauthorized_client", Failure::forbidden}}};
  endpoint.proof = [who = *who, url = endpoint.url, scopes](Time now) {
    Json header{rapidjson::kObjectType};
    if (!who->key_id.empty()) {
      set_member(header, "kid", who->key_id, header.GetAllocator());
    }
    const Claims claims{.issuer = who->email,
                        .subject = who->subject,
                        .audience = url,
                        .scope = scopes,
                        .life = k_life};
    return claims_at(claims, now)
        .and_then(
            [&](const Json& said) { return who->key.sign(header, said, SignedBy::rs256); })
        .map([](std::string text) {
          return Parameters{{"assertion", std::move(text)}};
        });
  };
  return &m_sources
              .try_emplace(scopes, m_at.http, m_at.redactor, m_at.clock, std::move(endpoint))
              .first->second;
}

Task<Result<void>>
ServiceAccount::authorise(Request& request, const Needs& needs)
{
  const auto from = source(fmt::format("{}", fmt::join(needs.scopes, " ")));
  if (!from) {
    co_return tl::unexpected(from.error());
  }
  auto authorised = co_await (*from)->authorise(request);
  if (!authorised && authorised.error().kind == Failure::forbidden) {
    authorised.error().scope = fmt::format("{}", fmt::join(needs.scopes, ", "));
  }
  co_return authorised;
}

Task<Result<bool>>
ServiceAccount::renew()
{
  for (auto& [scopes, from] : m_sources) {
    auto renewed = co_await from.renew();
    if (!renewed && renewed.error().kind != Failure::forbidden) {
      co_return renewed;
    }
  }
  co_return !m_sources.empty();
}

} // namespace klausur::google
