#include "connectors/jitsi/third_party.hpp"

#include "connectors/base/letters.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace klausur::jitsi {

namespace {

/// Members that hold links, which a browser follows when somebody clicks.
constexpr std::array<std::string_view, 7> k_links{
    "legalUrls",  "deploymentUrls",     "deeplinking",  "chromeExtensionBanner",
    "supportUrl", "desktopSharingHelp", "feedbackLink",
};

/// Members that hold a name in the shape of an address, which nobody asks: what a client
/// calls itself to other clients, for instance.
constexpr std::array<std::string_view, 2> k_identifiers{"clientNode", "appScheme"};

/// Where strangers are neighbours.
constexpr std::array<std::string_view, 24> k_shared{"amazonaws.com",
                                                    "azurewebsites.net",
                                                    "cloudapp.azure.com",
                                                    "contaboserver.net",
                                                    "ddns.net",
                                                    "ddnss.de",
                                                    "digitaloceanspaces.com",
                                                    "dnshome.de",
                                                    "duckdns.org",
                                                    "dyndns.org",
                                                    "dynv6.net",
                                                    "fly.dev",
                                                    "goip.de",
                                                    "herokuapp.com",
                                                    "hetzner.cloud",
                                                    "hopto.org",
                                                    "linode.com",
                                                    "myfritz.net",
                                                    "no-ip.org",
                                                    "ovh.net",
                                                    "selfhost.eu",
                                                    "spdns.de",
                                                    "synology.me",
                                                    "your-server.de"};

constexpr std::array<std::string_view, 5> k_local_domains{"internal", "lan", "local",
                                                          "localdomain", "localhost"};

constexpr std::array<std::string_view, 17> k_registries{"co",  "com", "org", "net", "ac", "gov",
                                                        "gv",  "or",  "edu", "ne",  "go", "mil",
                                                        "nom", "ltd", "plc", "sch", "me"};

bool
is_link(std::string_view name)
{
  return name.ends_with("Link") || std::ranges::find(k_links, name) != k_links.end();
}

bool
is_within(std::string_view host, std::string_view domain)
{
  return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                            host[host.size() - domain.size() - 1] == '.');
}

/// `example.org` of `meet.example.org`; empty where the rest belongs to a registry.
std::string_view
domain_above(std::string_view host)
{
  const auto dot = host.find('.');
  if (dot == std::string_view::npos) {
    return {};
  }
  const auto rest = host.substr(dot + 1);
  const auto second = rest.find('.');
  if (second == std::string_view::npos) {
    return {};
  }
  const bool country = rest.size() - rest.rfind('.') == 3;
  const bool registry =
      country && rest.find('.', second + 1) == std::string_view::npos &&
      std::ranges::find(k_registries, rest.substr(0, second)) != k_registries.end();
  const bool shared = std::ranges::any_of(
      k_shared, [&](std::string_view each) { return is_within(rest, each); });
  return registry || shared ? std::string_view{} : rest;
}

bool
is_number(std::string_view host)
{
  return (host.find_first_not_of("0123456789.") == std::string_view::npos &&
          host.find_first_of("0123456789") != std::string_view::npos) ||
         host.find(':') != std::string_view::npos;
}

/// An address or name that means something inside of somebody's own network only.
bool
is_local(std::string_view host)
{
  if (is_number(host)) {
    in_addr four{};
    in6_addr six{};
    const std::string text{host};
    if (inet_pton(AF_INET, text.c_str(), &four) == 1) {
      const std::uint32_t number = ntohl(four.s_addr);
      return number >> 24 == 10 || number >> 24 == 127 || number >> 24 == 0 ||
             number >> 20 == 0xac1 || number >> 16 == 0xc0a8 || number >> 16 == 0xa9fe;
    }
    return inet_pton(AF_INET6, text.c_str(), &six) == 1 &&
           (IN6_IS_ADDR_LOOPBACK(&six) || IN6_IS_ADDR_LINKLOCAL(&six) ||
            (six.s6_addr[0] & 0xfe) == 0xfc);
  }
  const auto dot = host.rfind('.');
  return dot == std::string_view::npos ||
         std::ranges::find(k_local_domains, host.substr(dot + 1)) != k_local_domains.end();
}

bool
is_own(std::string_view host, const std::set<std::string>& own)
{
  return host.empty() || is_local(host) ||
         std::ranges::any_of(own,
                             [&](const std::string& name) { return is_own_host(host, name); });
}

/// The XMPP domains of a deployment, which need not be below its public name. That of a
/// public service makes nobody its owner.
void
add_xmpp_domains(const JsonValue& config, std::set<std::string>& own)
{
  const JsonValue* hosts = member(config, "hosts");
  if (hosts == nullptr || !hosts->IsObject()) {
    return;
  }
  for (const auto& each : hosts->GetObject()) {
    const auto name = each.value.IsString() ? text_of(each.value) : std::string_view{};
    if (!name.empty() && public_service_of(name).empty() && name.find('/') == name.npos) {
      own.emplace(name);
    }
  }
}

void
collect(const JsonValue& value, std::set<std::string>& hosts)
{
  if (value.IsString()) {
    if (auto host = host_of_address(text_of(value)); !host.empty()) {
      hosts.insert(std::move(host));
    }
  } else if (value.IsArray()) {
    for (const auto& each : value.GetArray()) {
      collect(each, hosts);
    }
  } else if (value.IsObject()) {
    for (const auto& each : value.GetObject()) {
      const auto name = text_of(each.name);
      if (!is_link(name) && std::ranges::find(k_identifiers, name) == k_identifiers.end()) {
        collect(each.value, hosts);
      }
    }
  }
}

} // namespace

bool
is_own_host(std::string_view host, std::string_view own)
{
  // Numbers have no domain.
  const auto above = is_number(own) ? std::string_view{} : domain_above(own);
  return is_within(host, own) || (!above.empty() && is_within(host, above));
}

std::string
host_of_address(std::string_view text)
{
  std::string_view rest;
  if (const auto scheme = text.find("://"); scheme != std::string_view::npos) {
    constexpr std::array<std::string_view, 4> k_asked{"http", "https", "ws", "wss"};
    const std::string name = in_lower_case(text.substr(0, std::min<std::size_t>(scheme, 6)));
    rest = std::ranges::find(k_asked, name) == k_asked.end() ? std::string_view{}
                                                             : text.substr(scheme + 3);
  } else if (text.starts_with("//")) {
    rest = text.substr(2);
  } else {
    for (const std::string_view kind : {"stun:", "stuns:", "turn:", "turns:"}) {
      if (text.starts_with(kind)) {
        rest = text.substr(kind.size());
      }
    }
  }
  rest = rest.substr(0, rest.find_first_of("/?# \t\r\n"));
  if (const auto user = rest.rfind('@'); user != std::string_view::npos) {
    rest.remove_prefix(user + 1);
  }
  if (rest.starts_with('[')) {
    rest = rest.substr(1, rest.find(']') == std::string_view::npos ? 0 : rest.find(']') - 1);
  } else {
    rest = rest.substr(0, rest.find(':'));
  }
  return in_lower_case(rest);
}

std::set<std::string>
third_party_hosts(const JsonValue& config, const std::set<std::string>& own)
{
  std::set<std::string> names = own;
  names.erase("");
  add_xmpp_domains(config, names);
  std::set<std::string> hosts;
  collect(config, hosts);
  std::erase_if(hosts, [&](const std::string& each) { return is_own(each, names); });
  return hosts;
}

std::string_view
public_service_of(std::string_view host)
{
  for (const std::string_view service : {"meet.jit.si", "8x8.vc"}) {
    if (is_within(host, service)) {
      return service;
    }
  }
  return {};
}

} // namespace klausur::jitsi
