// Whose the credentials are, as each vendor's sandbox tells it; and that a session gets one
// token.

#include "connectors/http/loop.hpp"
#include "tests/plugin/sandbox/tenant.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>

using namespace klausur;
using namespace klausur::test;

namespace {

struct Known
{
  std::string_view vendor;
  std::string_view variant;
  std::string_view id;
  std::string_view holder;
};

constexpr std::array k_known{
    Known{"google", "", "C0sandbox", "klausur@sandbox.iam.example"},
    Known{"jitsi", "", "meet.example.org", ""},
    Known{"mattermost", "", "sandbox0000000000000000001", "adm1n000000000000000000001"},
    Known{"slack", "", "T0SANDBOX1", "U0SANDBOX1"},
    Known{"slack", "enterprise", "E0SANDBOX1", "U0SANDBOX1"},
    Known{"trello", "", "5f1a00000000000000000001", "5f1a0000000000000000ad01"},
    Known{"webex", "", "Y2lzY29zcGFyazovL3VzL09SRy8x",
          "Y2lzY29zcGFyazovL3VzL0FQUExJQ0FUSU9OL0MxMjM0"},
    Known{"zoom", "", "sandboxaccount00000001", "sandbox-client"},
};

std::string
said(const Result<Account>& account)
{
  return account ? fmt::format("{} {}", account->id, account->holder) : account.error().what;
}

std::size_t
tokens_issued(const TenantAtSandbox& at)
{
  return at.sandbox->count("/oauth/token") + at.sandbox->count("/access_token") +
         at.sandbox->count("/api/oauth.v2.access");
}

} // namespace

BOOST_AUTO_TEST_SUITE(whoami_test)

BOOST_AUTO_TEST_CASE(each_vendor_tells_whose_the_credentials_are)
{
  for (const auto& known : k_known) {
    TenantAtSandbox at{known.vendor, known.variant};

    const auto account = at.whoami();

    BOOST_TEST(said(account) == fmt::format("{} {}", known.id, known.holder),
               known.vendor << ": " << said(account));
  }
}

BOOST_AUTO_TEST_CASE(a_deployment_tells_its_name_from_outside_as_well)
{
  TenantAtSandbox at{"jitsi"};
  at.tenant.files.clear();
  at.tenant.url = at.sandbox->url();

  // The page tells clients to connect to where it was fetched from.
  BOOST_TEST(said(at.whoami()) == "127.0.0.1/meet.example.org ");
}

BOOST_AUTO_TEST_CASE(every_vendor_is_asked)
{
  for (const auto& vendor : vendors()) {
    BOOST_TEST((std::ranges::find(k_known, vendor.name, &Known::vendor) != k_known.end()),
               vendor.name);
  }
}

BOOST_AUTO_TEST_CASE(a_token_that_is_refused_is_nobodys)
{
  for (const auto& [vendor, path] :
       {std::pair{"mattermost", "/api/v4/users/me"}, {"trello", "/members/me"}}) {
    TenantAtSandbox at{vendor};
    at.sandbox->arm({.path = path, .answer = {.status = 401, .headers = {}, .body = "{}"}});

    const auto account = at.whoami();

    BOOST_TEST_REQUIRE(!account.has_value(), vendor);
    BOOST_TEST((account.error().kind == Failure::unauthorised), account.error().what);
  }
}

BOOST_AUTO_TEST_CASE(an_answer_that_names_nobody_is_no_account)
{
  TenantAtSandbox at{"trello"};
  at.sandbox->arm({.path = "/members/me",
                   .answer = {.status = 200, .headers = {}, .body = R"({"id": null})"}});

  const auto account = at.whoami();

  BOOST_TEST_REQUIRE(!account.has_value());
  BOOST_TEST((account.error().kind == Failure::unexpected));
  BOOST_TEST(said(account).find("no text at /id") != std::string::npos, said(account));
}

BOOST_AUTO_TEST_CASE(one_session_gets_one_token_however_much_is_asked)
{
  for (const auto& [vendor, reads] : {std::pair{"zoom", 10}, {"webex", 2}}) {
    TenantAtSandbox at{vendor};
    const auto workplace = at.workplace();
    const auto session = connector_for(vendor)->open(workplace);
    auto& loop = workplace.http.loop();

    BOOST_TEST(loop.wait(session->whoami()).has_value(), vendor);
    for (int i = 0; i < reads; ++i) {
      (void)loop.wait(session->read());
    }
    (void)loop.wait(session->read_document(std::string{at.policy.manifest.documents[0].name}));

    BOOST_TEST(tokens_issued(at) == 1U, vendor);
  }
}

BOOST_AUTO_TEST_SUITE_END()
