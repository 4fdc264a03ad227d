// Every request that a connector makes is one that its manifest lists: so the permissions that
// are derived from there cover them all, and none is for a request that nobody makes.

#include "plugin/sandbox/call.hpp"
#include "tests/plugin/sandbox/tenant.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <regex>
#include <set>

using namespace klausur;
using namespace klausur::test;

namespace {

/// Variants beside the one out of the box, in which more documents are offered.
struct Further
{
  std::string_view vendor;
  std::string_view variant;
};

constexpr std::array k_further{
    Further{"mattermost", "licensed"},
    Further{"slack", "free"},
    Further{"slack", "enterprise"},
    Further{"trello", "hardened"},
};

/// Requests that stand in no document, because no permission is needed for them: `*` stands for
/// anything.
struct Open
{
  std::string_view vendor;
  std::string_view path;
};

constexpr std::array k_open{
    Open{"google", "POST /token"},
    Open{"jitsi", "*"}, // An anonymous visitor's.
    Open{"slack", "POST /api/oauth.v2.access"},
    Open{"webex", "POST /access_token"},
    Open{"zoom", "POST /oauth/token"},
};

/// `GET /api/v4/config`, with `*` where a blank stands.
std::string
pattern_of(const TenantAtSandbox& at, const DocumentEntry& entry)
{
  const auto& tenant = at.tenant;
  const auto host = tenant.hosts.find(entry.read.host);
  const auto& base =
      entry.read.host.empty() || host == tenant.hosts.end() ? tenant.base_url : host->second;
  const auto path = base.substr(at.sandbox->url().size()) + entry.read.path;
  return entry.read.method + " " + std::regex_replace(path, std::regex{R"(\{[^}]*\})"}, "*");
}

bool
is_open(std::string_view vendor, const std::string& request)
{
  return std::ranges::any_of(k_open, [&](const Open& each) {
    return each.vendor == vendor && fits(each.path, request);
  });
}

/// Which entries were asked for; what was asked beside them is reported.
void
read_and_compare(std::string_view vendor, std::string_view variant, std::set<std::string>& used)
{
  TenantAtSandbox at{vendor, variant};

  (void)at.read();
  BOOST_TEST(at.whoami().has_value(), vendor << " does not tell whose the credentials are");

  for (const auto& logged : at.sandbox->log()) {
    const auto request = logged.method + " " + logged.path.substr(0, logged.path.find('?'));
    bool listed = is_open(vendor, request);
    for (const auto& entry : at.policy.manifest.documents) {
      if (entry.is_read_by_api() && fits(pattern_of(at, entry), request)) {
        used.insert(entry.name);
        listed = true;
      }
    }
    for (const auto& question : at.policy.manifest.identity) {
      listed = listed || fits(pattern_of(at, question.entry), request);
    }
    BOOST_TEST(listed, vendor << " asks for " << request
                              << ", which is in no document and no identity");
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(requests_test)

BOOST_AUTO_TEST_CASE(every_request_is_in_the_manifest_and_every_document_is_asked_for)
{
  for (const auto& vendor : vendors()) {
    if (!std::ranges::count(Sandbox::vendors().value(), vendor.name)) {
      continue;
    }
    std::set<std::string> used;
    read_and_compare(vendor.name, "", used);
    for (const auto& each : k_further) {
      if (each.vendor == vendor.name) {
        read_and_compare(vendor.name, each.variant, used);
      }
    }
    const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
    const auto policy = load_policy(KLAUSUR_SOURCE_DIR, vendor.name, catalogue).value();
    for (const auto& entry : policy.manifest.documents) {
      BOOST_TEST((!entry.is_read_by_api() || used.contains(entry.name)),
                 vendor.name << " never asks for " << entry.name);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
