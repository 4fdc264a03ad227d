#include "connectors/jitsi/third_party.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace klausur::jitsi {

namespace {

/// Members that hold links, which a browser follows when somebody clicks.
constexpr std::array<std::string_view, 7> k_links{
    "legalUrls",  "deploymentUrls",     "deeplinking",  "chromeExtensionBanner",
    "supportUrl", "desktopSharingHelp", "feedbackLink",
};

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
  return registry ? std::string_view{} : rest;
}

bool
is_own(std::string_view host, const std::vector<std::string>& own)
{
  if (host.empty() || host == "localhost" || host == "127.0.0.1") {
    return true;
  }
  return std::ranges::any_of(own,
                             [&](const std::string& name) { return is_own_host(host, name); });
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
      if (!is_link(text_of(each.name))) {
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
  const bool number = own.find_first_not_of("0123456789.:abcdef") == std::string_view::npos &&
                      own.find_first_of("0123456789") != std::string_view::npos;
  const auto above = number ? std::string_view{} : domain_above(own);
  return is_within(host, own) || (!above.empty() && is_within(host, above));
}

std::string
host_of_address(std::string_view text)
{
  std::string_view rest;
  if (const auto scheme = text.find("://"); scheme != std::string_view::npos && scheme < 10) {
    rest = text.substr(scheme + 3);
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
  std::string host{rest};
  std::ranges::transform(host, host.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return host;
}

std::set<std::string>
third_party_hosts(const JsonValue& config, std::string_view host)
{
  std::vector<std::string> own;
  if (!host.empty()) {
    own.emplace_back(host);
  }
  if (const JsonValue* hosts = member(config, "hosts")) {
    if (const auto domain = member_text(*hosts, "domain"); !domain.empty()) {
      own.emplace_back(domain);
    }
  }
  std::set<std::string> hosts;
  collect(config, hosts);
  std::erase_if(hosts, [&](const std::string& each) { return is_own(each, own); });
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
