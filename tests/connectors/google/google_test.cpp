#include "connectors/google/google.hpp"
#include "policies/engine/load.hpp"
#include "tests/connectors/rest/desk.hpp"
#include "tests/connectors/shipped.hpp"
#include "tests/support/assertions.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <cstdlib>

using namespace klausur;
using namespace klausur::test;

namespace {

const RsaPair k_pair;

Manifest
google_manifest()
{
  const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
  return std::move(load_policy(KLAUSUR_SOURCE_DIR, "google", catalogue).value().manifest);
}

/// The connector beside a server that answers paths, and gives tokens to all who ask.
struct Scripted
{
  explicit Scripted(std::map<std::string, Reply> given = {}) : replies{std::move(given)}
  {
    desk.manifest = google_manifest();
    for (auto& [name, limit] : desk.manifest.limits) {
      limit = {};
    }
    for (const auto* host : {"token", "directory", "licensing"}) {
      desk.tenant.hosts[host] = desk.server.url();
    }
    setenv("KLAUSUR_TEST_GOOGLE", k_pair.private_pem("horse").c_str(), 1);
    setenv("KLAUSUR_TEST_HORSE", "horse", 1);
    desk.tenant.auth = {{"client_email", "robot@example.org"},
                        {"key_id", "k1"},
                        {"private_key", "env:KLAUSUR_TEST_GOOGLE"},
                        {"passphrase", "env:KLAUSUR_TEST_HORSE"},
                        {"subject", "admin@example.org"}};
    for (const auto& address :
         {"policies#/*/*/*", "admin_audit#/*/value", "customer#/postalAddress/countryCode"}) {
      desk.kept.add(parse_address(address).value());
    }
    desk.kept.add_plain("Alpha on"); // As a check names it.
    desk.at.keeper = &desk.keeper.emplace(desk.manifest, desk.kept, "");
  }

  Reply answer(const Received& request)
  {
    const auto path = request.target.substr(0, request.target.find('?'));
    const auto found = replies.find(path);
    if (found != replies.end()) {
      return found->second;
    }
    return path == "/token" ? Reply{.body = R"({"access_token":"t0ken","expires_in":3599})"}
                            : Reply{.status = 404};
  }

  std::string said_of(std::string_view document)
  {
    return said(read_document_by(&open_google, desk.at, document).content);
  }

  std::map<std::string, Reply> replies;
  Desk desk{[this](const Received& request) { return answer(request); }};
};

constexpr const char* k_units = "/admin/directory/v1/customer/my_customer/orgunits";
constexpr const char* k_log = "/admin/reports/v1/activity/users/all/applications/admin";

const Reply k_two_units{.body = R"({"organizationUnits":[
  {"orgUnitId":"id:top","orgUnitPath":"/"},{"orgUnitId":"id:s","orgUnitPath":"/sales"}]})"};

std::string
policy(std::string_view unit, std::string_view value, std::string_view rest = "")
{
  return fmt::format(R"({{"name":"policies/{0}","type":"ADMIN","policyQuery":)"
                     R"({{"orgUnit":"orgUnits/{0}"{2}}},"setting":)"
                     R"({{"type":"settings/chat.chat_history","value":{1}}}}})",
                     unit, value, rest);
}

Reply
policies(const std::vector<std::string>& list)
{
  return {.body = fmt::format(R"({{"policies":[{}]}})", fmt::join(list, ","))};
}

} // namespace

BOOST_AUTO_TEST_SUITE(google_test)

BOOST_AUTO_TEST_CASE(policies_stand_under_the_paths_of_their_units_in_one_spelling)
{
  Scripted at{
      {{k_units, k_two_units},
       {"/v1/policies", policies({policy("top", R"({"history_on_by_default":true,"other":1})"),
                                  policy("s", R"({"allowUserModification":false})"),
                                  policy("top", R"({"historyOnByDefault":false})",
                                         R"(,"group":"groups/g7")")})}}};

  BOOST_TEST(at.said_of("policies") ==
             R"({"chat.chat_history":{"/":{"historyOnByDefault":true,"other":1},)"
             R"("/sales":{"historyOnByDefault":true,"other":1,"allowUserModification":false},)"
             R"("group:g7":{"historyOnByDefault":false,"other":1}}})");
}

BOOST_AUTO_TEST_CASE(a_setting_of_two_names_stands_under_one)
{
  Scripted at{{{k_units, k_two_units},
               {"/v1/policies",
                {.body = R"({"policies":[{"policyQuery":{"orgUnit":"orgUnits/top"},"setting":
                  {"type":"settings/chat.chat_external_spaces","value":{"enabled":true}}}]})"}}}};

  BOOST_TEST(at.said_of("policies") == R"({"chat.external_spaces":{"/":{"enabled":true}}})");
}

BOOST_AUTO_TEST_CASE(without_the_units_values_stay_and_nothing_is_said_of_what_they_inherit)
{
  Scripted at{
      {{k_units, {.status = 403}},
       {"/v1/policies", policies({policy("top", R"({"historyOnByDefault":true})"),
                                  policy("s", R"({"allowUserModification":false})")})}}};

  BOOST_TEST(at.said_of("policies") ==
             R"({"chat.chat_history":{"/":{},"?s":{"allowUserModification":false},)"
             R"("?top":{"historyOnByDefault":true}}})");
}

BOOST_AUTO_TEST_CASE(a_list_that_is_left_out_is_empty_and_other_answers_are_gaps)
{
  Scripted at{{{k_units, k_two_units},
               {"/v1/policies", {.body = "{}"}},
               {k_log, {.body = R"({"kind":"admin#reports#activities"})"}}}};
  BOOST_TEST(at.said_of("policies") == "{}");
  BOOST_TEST(at.said_of("admin_audit") == "{}");

  at.replies[k_log] = {.body = "{}"};
  BOOST_TEST(at.said_of("admin_audit").starts_with("unexpected"));
}

BOOST_AUTO_TEST_CASE(the_log_tells_the_newest_value_and_nobody_who_set_it)
{
  const auto event = [](std::string_view time, std::string_view value) {
    return fmt::format(
        R"({{"id":{{"time":"2026-11-{}T09:00:00.000Z","uniqueQualifier":"{}"}},)"
        R"("actor":{{"email":"erika@example.org"}},"events":[{{"parameters":)"
        R"([{{"name":"SETTING_NAME","value":"Alpha on"}},{{"name":"NEW_VALUE","value":"{}"}},)"
        R"({{"name":"ORG_UNIT_NAME","value":"example.org"}}]}}]}})",
        time, time, value);
  };
  Scripted at{{{k_log,
                {.body = fmt::format(R"({{"kind":"admin#reports#activities","items":[{},{}]}})",
                                     event("20", "false"), event("10", "true"))}}}};

  BOOST_TEST(at.said_of("admin_audit") == R"({"Alpha on":{"value":false}})");
}

BOOST_AUTO_TEST_CASE(each_set_of_permissions_is_asserted_by_itself_in_the_name_of_the_subject)
{
  Scripted at{{{k_units, k_two_units}, {"/v1/policies", policies({})}}};
  BOOST_TEST(at.said_of("policies") == "{}");

  std::vector<std::string> claims;
  for (const auto& request : at.desk.server.received()) {
    if (request.target == "/token") {
      const auto assertion = request.body.substr(request.body.find("assertion=") + 10);
      BOOST_TEST(k_pair.verifies(assertion, /*by_pss=*/false));
      BOOST_TEST(part_of(assertion, 0) == R"({"alg":"RS256","typ":"JWT","kid":"k1"})");
      claims.push_back(part_of(assertion, 1));
    }
  }
  BOOST_TEST_REQUIRE(claims.size() == 2U);
  BOOST_TEST(claims[1] ==
             fmt::format(R"({{"iss":"robot@example.org","sub":"admin@example.org","aud":)"
                         R"("{}/token","scope":"https://www.googleapis.com/auth/)"
                         R"(cloud-identity.policies.readonly","iat":1000000000,)"
                         R"("exp":1000003600}})",
                         at.desk.server.url()));
}

BOOST_AUTO_TEST_CASE(a_permission_that_is_not_delegated_is_missing_by_its_name)
{
  Scripted at{{{"/token", {.status = 401, .body = R"({"error":"unauthorized_client"})"}}}};
  const auto reading = read_document_by(&open_google, at.desk.at, "customer");

  BOOST_TEST_REQUIRE(!reading.content.has_value());
  BOOST_TEST((reading.content.error().kind == Failure::forbidden));
  BOOST_TEST(reading.content.error().scope ==
             "https://www.googleapis.com/auth/admin.directory.customer.readonly");
}

BOOST_AUTO_TEST_CASE(refusals_mean_what_their_status_or_code_says)
{
  Scripted at;
  const auto with = [&](int status, std::string_view code) {
    at.replies["/admin/directory/v1/customers/my_customer"] = {
        .status = status,
        .body = fmt::format(R"({{"error":{{"code":{},"message":"Erika","status":"{}"}}}})",
                            status, code)};
    return at.said_of("customer");
  };
  BOOST_TEST(with(403, "PERMISSION_DENIED").starts_with("forbidden"));
  BOOST_TEST(with(401, "UNAUTHENTICATED").starts_with("unauthorised"));
  BOOST_TEST(with(429, "RESOURCE_EXHAUSTED").starts_with("unreachable"));
  BOOST_TEST(with(400, "INVALID_ARGUMENT").starts_with("unexpected"));
  BOOST_TEST(!has(with(400, "INVALID_ARGUMENT"), "Erika"));
}

BOOST_AUTO_TEST_CASE(what_is_no_account_is_said_by_its_place_and_not_shown)
{
  Scripted at;
  setenv("KLAUSUR_TEST_ACCOUNT", R"({"type":"authorized_user","private_key":"s3cret"})", 1);
  at.desk.tenant.auth = {{"service_account", "env:KLAUSUR_TEST_ACCOUNT"},
                         {"subject", "admin@example.org"}};
  BOOST_TEST(has(at.said_of("customer"), "auth: service_account: this is not the JSON file"));

  setenv("KLAUSUR_TEST_ACCOUNT",
         R"({"type":"service_account","client_email":"r@x","private_key":"s3cret"})", 1);
  const auto said = at.said_of("customer");
  BOOST_TEST(has(said, "no private key in PEM"), said);
  BOOST_TEST(!has(said, "s3cret"), said);
  BOOST_TEST(at.desk.server.requests() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
