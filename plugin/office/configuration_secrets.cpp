#include "plugin/office/configuration_secrets.hpp"

#include "connectors/http/secret.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur {

namespace {

/// True for names under `auth:` whose value may stand in the file: identifiers. What is not
/// known to be one is taken for a secret.
bool
names_an_identifier(std::string_view name)
{
  constexpr std::array<std::string_view, 12> words{
      "account", "email", "organisation", "organization", "region",    "site",
      "subject", "team",  "tenant",       "user",         "workspace", "domain"};
  return name == "id" || name.ends_with("_id") || name.ends_with("_email") ||
         std::ranges::find(words, name) != words.end();
}

Result<void>
check_auth(const SourceFile& file, const std::string& here,
           const std::map<std::string, std::string>& auth)
{
  for (const auto& [name, value] : auth) {
    if (!names_an_identifier(name) && !is_secret_reference(value)) {
      return file.refuse(here + "/" + name,
                         fmt::format("a secret must not stand in the configuration; write "
                                     "{}: env:NAME, file:PATH or credential:NAME",
                                     name));
    }
  }
  return {};
}

} // namespace

Result<void>
no_plain_secret(const SourceFile& file, const std::string& here, std::string_view address)
{
  const auto host = address.find("://");
  const auto rest = host == std::string_view::npos ? address : address.substr(host + 3);
  if (rest.substr(0, rest.find_first_of("/?#")).find('@') != std::string_view::npos) {
    return file.refuse(here, "an address must not hold a user or a password");
  }
  if (rest.find_first_of("?#") != std::string_view::npos) {
    return file.refuse(here, "write the address without its query (? and what follows)");
  }
  return {};
}

Result<void>
no_plain_secrets(const SourceFile& file, const std::string& here, const Tenant& tenant)
{
  std::vector<std::pair<std::string, std::string_view>> addresses{
      {"/base_url", tenant.base_url}, {"/url", tenant.url}, {"/proxy", tenant.proxy}};
  for (const auto& [name, address] : tenant.hosts) {
    addresses.emplace_back("/hosts/" + name, address);
  }
  for (const auto& [name, address] : addresses) {
    if (auto good = no_plain_secret(file, here + name, address); !good) {
      return good;
    }
  }
  return check_auth(file, here + "/auth", tenant.auth).and_then([&] {
    return tenant.write_auth == tenant.auth
               ? Result<void>{}
               : check_auth(file, here + "/write_auth", tenant.write_auth);
  });
}

Result<void>
no_plain_secrets(const SourceFile& file, const std::string& here, const NotifyChannel& channel)
{
  if (!channel.token.empty() && !is_secret_reference(channel.token)) {
    return file.refuse(here + "/token", "a secret must not stand in the configuration; write "
                                        "token: env:NAME, file:PATH or credential:NAME");
  }
  return no_plain_secret(file, here + "/url", channel.url).and_then([&] {
    return no_plain_secret(file, here + "/proxy", channel.proxy);
  });
}

} // namespace klausur
