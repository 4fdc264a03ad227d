#include "connectors/base/clock.hpp"
#include "plugin/sandbox/state.hpp"
#include "plugin/sandbox/vendor.hpp"
#include "tests/plugin/sandbox/client.hpp"
#include "tests/support/assertions.hpp"

#include <boost/test/data/test_case.hpp>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>
#include <ostream>

using namespace klausur;
using klausur::test::Answer;
using klausur::test::Client;

namespace {

constexpr std::string_view k_auth = "https://www.googleapis.com/auth/";
constexpr std::string_view k_subject = "klausur-admin@example.org";

/// Signs by itself: nothing of the connector is in it.
std::string
signed_by(const std::string& pem, const std::string& header, const std::string& claims)
{
  const auto encoded = [](std::string_view bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    text.resize(static_cast<std::size_t>(EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(text.data()),
        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()))));
    for (auto& each : text) {
      each = each == '+' ? '-' : each == '/' ? '_' : each;
    }
    return text.substr(0, text.find('='));
  };
  const auto text = encoded(header) + "." + encoded(claims);
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory{
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free};
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{
      PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr), EVP_PKEY_free};
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest{EVP_MD_CTX_new(),
                                                                       EVP_MD_CTX_free};
  std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key.get())), '\0');
  std::size_t size = signature.size();
  EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key.get());
  EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                 reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return text + "." + encoded(signature);
}

/// What an assertion says; each may be said wrongly.
struct Said
{
  const char* name = "good";
  std::string audience{}; ///< Empty: the token endpoint.
  std::string subject{k_subject};
  std::string scope{"cloud-identity.policies.readonly"};
  int from = 0; ///< Seconds from now.
  int until = 3600;
  std::string header{R"({"alg":"RS256","typ":"JWT","kid":"5a6b6579"})"};
  const char* error = "";
};

std::ostream&
operator<<(std::ostream& out, const Said& each)
{
  return out << each.name;
}

Answer
ask_token(Client& client, const Said& said, const std::string& pem = {})
{
  const auto account =
      parse_json(client.sandbox->vendor().secrets().at("google-account.json")).value();
  const auto now = system_time().time_since_epoch().count();
  const auto claims = fmt::format(
      R"({{"iss":"klausur@sandbox.iam.example","sub":"{}","aud":"{}","scope":"{}{}","iat":{},)"
      R"("exp":{}}})",
      said.subject, said.audience.empty() ? client.sandbox->url() + "/token" : said.audience,
      k_auth, said.scope, now + said.from, now + said.until);
  client.content_type = "application/x-www-form-urlencoded";
  auto answer = client.ask(
      "POST", "/token",
      fmt::format(
          "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion={}",
          signed_by(pem.empty() ? std::string{member_text(account, "private_key")} : pem,
                    said.header, claims)));
  client.content_type = "application/json";
  client.token = member_text(answer.json, "access_token");
  return answer;
}

const Said k_wrong[] = {
    {.name = "audience",
     .audience = "https://elsewhere.example/token",
     .error = "invalid_grant"},
    {.name = "subject", .subject = "nobody@example.org", .error = "invalid_grant"},
    {.name = "ended", .from = -7200, .until = -3600, .error = "invalid_grant"},
    {.name = "not yet", .from = 3600, .until = 7200, .error = "invalid_grant"},
    {.name = "too long", .until = 7200, .error = "invalid_grant"},
    {.name = "algorithm", .header = R"({"alg":"none","typ":"JWT"})", .error = "invalid_grant"},
    {.name = "key",
     .header = R"({"alg":"RS256","typ":"JWT","kid":"x"})",
     .error = "invalid_grant"},
    {.name = "permission", .scope = "drive", .error = "unauthorized_client"},
};

} // namespace

BOOST_AUTO_TEST_SUITE(google_sandbox_test)

BOOST_AUTO_TEST_CASE(a_good_assertion_gets_a_token_for_its_permissions_and_no_others)
{
  Client client{"google"};
  client.sandbox->enforce("policies", {.requests = 100, .per_seconds = 1});
  BOOST_TEST(client.ask("GET", "/v1/policies").status == 401);

  BOOST_TEST(ask_token(client, {}).status == 200);

  BOOST_TEST(client.ask("GET", "/v1/policies").status == 200);
  BOOST_TEST(client.ask("GET", "/admin/directory/v1/customers/my_customer").status == 403);
}

BOOST_DATA_TEST_CASE(an_assertion_that_is_wrong_in_one_thing_gets_none, k_wrong, said)
{
  Client client{"google"};
  BOOST_TEST(ask_token(client, said).at("/error") == fmt::format("\"{}\"", said.error));
}

BOOST_AUTO_TEST_CASE(another_key_signs_for_nothing)
{
  Client client{"google"};
  BOOST_TEST(ask_token(client, {}, test::RsaPair{}.private_pem()).at("/error_description") ==
             R"("Invalid JWT Signature.")");
}

BOOST_AUTO_TEST_CASE(only_super_administrators_see_policies)
{
  Client client{"google"};
  ask_token(client, {.subject = "helpdesk@example.org"});

  BOOST_TEST(client.ask("GET", "/v1/policies").at("/error/status") == R"("PERMISSION_DENIED")");
}

BOOST_AUTO_TEST_CASE(policies_come_by_filter_in_pages_of_which_one_is_empty)
{
  Client client{"google"};
  ask_token(client, {});
  client.sandbox->enforce("policies", {.requests = 100, .per_seconds = 1});
  const auto meet =
      client.ask("GET", "/v1/policies?pageSize=3&filter="
                        "setting.type.matches(%27%5Esettings%2Fmeet%5C%5C..*%24%27)");
  BOOST_TEST(meet.at("/policies/0/setting/type") == R"("settings/meet.video_recording")");
  BOOST_TEST(meet.at("/policies/0/policyQuery/orgUnit") == R"("orgUnits/03ph8a2z0top")");
  BOOST_TEST(meet.at("/nextPageToken") == R"("1")");

  const auto second =
      client.ask("GET", "/v1/policies?pageSize=3&pageToken=1&filter="
                        "setting.type.matches(%27%5Esettings%2Fmeet%5C%5C..*%24%27)");
  BOOST_TEST(second.at("/policies") == "(absent)");
  BOOST_TEST(second.at("/nextPageToken") == R"("2")");
  BOOST_TEST(client.ask("GET", "/v1/policies?filter=name").status == 400);
}

BOOST_AUTO_TEST_CASE(units_licences_and_log_answer_as_documented)
{
  Client client{"google"};
  ask_token(client, {.scope = "admin.directory.orgunit.readonly"});
  const std::string units = "/admin/directory/v1/customer/my_customer/orgunits";
  BOOST_TEST(client.ask("GET", units).at("/organizationUnits/0/orgUnitPath") == R"("/sales")");
  BOOST_TEST(client.ask("GET", units + "?type=all_including_parent")
                 .at("/organizationUnits/0/orgUnitPath") == R"("/")");

  ask_token(client, {.scope = "apps.licensing"});
  const std::string licences = "/apps/licensing/v1/product/Google-Apps/users";
  BOOST_TEST(client.ask("GET", licences).status == 400);
  const auto page = client.ask("GET", licences + "?customerId=C0sandbox&maxResults=1");
  BOOST_TEST(page.at("/items/0/skuId") == R"("1010020028")");
  BOOST_TEST(page.at("/nextPageToken") == R"("1")");

  ask_token(client, {.scope = "admin.reports.audit.readonly"});
  const std::string log = "/admin/reports/v1/activity/users/all/applications/admin";
  BOOST_TEST(client.ask("GET", log + "?eventName=CREATE_USER").at("/items/1") == "(absent)");
  BOOST_TEST(client.ask("GET", log + "?eventName=DELETE_USER").at("/items") == "(absent)");
}

BOOST_AUTO_TEST_SUITE_END()
