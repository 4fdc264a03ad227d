#include "plugin/sandbox/call.hpp"
#include "plugin/sandbox/state.hpp"
#include "tests/plugin/sandbox/client.hpp"

#include <boost/test/data/test_case.hpp>

#include <ostream>

using namespace klausur;
using klausur::test::Client;

namespace {

constexpr const char* k_config = "/api/v4/config";

Client
admitted(SandboxOptions options = {})
{
  Client client{"mattermost", std::move(options)};
  client.token = "sandboxadmintoken000000001";
  return client;
}

struct PathCase
{
  const char* pattern;
  const char* path;
  const char* captured; ///< `name=value;...`; nullptr: does not fit.
};

std::ostream&
operator<<(std::ostream& out, const PathCase& each)
{
  return out << each.pattern << " " << each.path;
}

const PathCase k_paths[] = {
    {"/v2/users/{id}", "/v2/users/7", "id=7;"},
    {"/v2/users/{id}", "/v2/users/a%20b%2Fc", "id=a b/c;"},
    {"/v2/users/{id}", "/v2/users", nullptr},
    {"/v2/users/{id}", "/v2/users/7/settings", nullptr},
    {"/v2/{a}/x/{b}", "/v2/1/x/2", "a=1;b=2;"},
    {"/v2/{a}/x/{b}", "/v2/1/y/2", nullptr},
    {"/files/*", "/files/a/b.js", "*=a/b.js;"},
    {"/exact", "/exact", ""},
};

struct FitCase
{
  const char* pattern;
  const char* text;
  bool fits;
};

std::ostream&
operator<<(std::ostream& out, const FitCase& each)
{
  return out << each.pattern << " " << each.text;
}

const FitCase k_fits[] = {
    {"*", "/a/b", true},     {"/a/*", "/a/b/c", true},  {"/a/*", "/b/c", false},
    {"*/c", "/a/b/c", true}, {"/a*c", "/abbc", true},   {"/a*c", "/abbd", false},
    {"/a", "/a/b", false},   {"/a/*/d", "/a/d", false}, {"", "", true},
};

} // namespace

BOOST_AUTO_TEST_SUITE(sandbox_test)

BOOST_DATA_TEST_CASE(a_route_takes_the_paths_that_its_pattern_stands_for, k_paths, each)
{
  const auto captures = match_path(each.pattern, each.path);

  std::string text;
  for (const auto& [name, value] : captures.value_or(Fields{})) {
    text += name + "=" + value + ";";
  }
  BOOST_TEST(captures.has_value() == (each.captured != nullptr));
  BOOST_TEST(text == (each.captured == nullptr ? "" : each.captured));
}

BOOST_DATA_TEST_CASE(a_star_in_a_fault_stands_for_anything, k_fits, each)
{
  BOOST_TEST(fits(each.pattern, each.text) == each.fits);
}

BOOST_AUTO_TEST_CASE(a_form_is_read_as_an_object_of_texts)
{
  const Inbound form{.headers = {{"content-type", "application/x-www-form-urlencoded"}},
                     .body = "name=a+b%26c&empty=&name2=%"};

  BOOST_TEST(canonical_text(parse_body(form)) == R"({"empty":"","name":"a b&c","name2":"%"})");
}

BOOST_AUTO_TEST_CASE(an_unknown_vendor_or_variant_does_not_open)
{
  BOOST_TEST(Sandbox::open("nobody").error().what.find("nobody") != std::string::npos);
  BOOST_TEST(Sandbox::open("mattermost", {.variant = "odd"}).error().what.find("odd") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_fault_is_answered_as_often_as_it_was_armed)
{
  auto client = admitted();
  client.sandbox->arm({.path = "/api/v4/conf*",
                       .times = 2,
                       .answer = {.status = 503,
                                  .headers = {{"Retry-After", "7"}},
                                  .body = "later",
                                  .content_type = "text/plain"}});

  const auto first = client.ask("GET", k_config);
  const auto elsewhere = client.ask("GET", "/api/v4/system/ping");
  const auto second = client.ask("GET", k_config);
  const auto third = client.ask("GET", k_config);

  BOOST_TEST(first.status == 503);
  BOOST_TEST(first.body == "later");
  BOOST_TEST(first.response.header("retry-after") == "7");
  BOOST_TEST(elsewhere.status == 200);
  BOOST_TEST(second.status == 503);
  BOOST_TEST(third.status == 200);
}

BOOST_AUTO_TEST_CASE(an_applied_fault_loses_only_the_answer)
{
  auto client = admitted();
  client.sandbox->arm({.path = "*", .method = "PUT", .applied = true});

  const auto lost = client.ask("PUT", "/api/v4/config/patch",
                               R"({"LogSettings":{"EnableDiagnostics":false}})");

  BOOST_TEST(lost.status == 500);
  BOOST_TEST(client.ask("GET", k_config).at("/LogSettings/EnableDiagnostics") == "false");
}

BOOST_AUTO_TEST_CASE(a_token_expires_after_as_many_requests_as_were_said)
{
  auto client = admitted();
  client.sandbox->expire_tokens_after(2);

  BOOST_TEST(client.ask("GET", k_config).status == 200);
  BOOST_TEST(client.ask("GET", k_config).status == 200);
  BOOST_TEST(client.ask("GET", k_config).status == 401);
}

BOOST_AUTO_TEST_CASE(what_goes_beyond_a_limit_is_refused_and_counted)
{
  auto moment = std::chrono::steady_clock::time_point{};
  auto client = admitted({.now = [&] { return moment; }});
  client.sandbox->enforce("default", {.requests = 2, .per_seconds = 10});

  BOOST_TEST(client.ask("GET", k_config).status == 200);
  BOOST_TEST(client.ask("GET", k_config).status == 200);
  BOOST_TEST(client.ask("GET", k_config).status == 429);
  moment += std::chrono::seconds{5};
  BOOST_TEST(client.ask("GET", k_config).status == 200);
  BOOST_TEST(client.ask("GET", k_config).status == 429);
  BOOST_TEST(client.sandbox->violations() == 2U);
}

BOOST_AUTO_TEST_CASE(the_log_tells_every_request_and_counts_paths_without_their_query)
{
  auto client = admitted();
  client.ask("GET", "/api/v4/config?remove_masked=true");
  client.ask("GET", k_config);
  client.ask("GET", "/nowhere");

  const auto log = client.sandbox->log();

  BOOST_TEST_REQUIRE(log.size() == 3U);
  BOOST_TEST(log[0].path == "/api/v4/config?remove_masked=true");
  BOOST_TEST(log[2].status == 404);
  BOOST_TEST(client.sandbox->count(k_config) == 2U);
}

BOOST_AUTO_TEST_CASE(a_setting_is_made_worse_by_hand)
{
  auto client = admitted({.variant = "hardened"});

  const auto done =
      client.sandbox->change("/config/LogSettings/EnableDiagnostics", JsonValue{true});

  BOOST_TEST(done.has_value());
  BOOST_TEST(client.ask("GET", k_config).at("/LogSettings/EnableDiagnostics") == "true");
}

BOOST_AUTO_TEST_CASE(a_change_through_a_plain_value_is_refused)
{
  auto client = admitted();

  BOOST_TEST(!client.sandbox->change("/config/LogSettings/EnableFile/x", JsonValue{1}));
  BOOST_TEST(!client.sandbox->change("/plugins/99/id", JsonValue{1}));
  BOOST_TEST(!client.sandbox->change("config", JsonValue{1}));
}

BOOST_AUTO_TEST_CASE(another_process_turns_the_same_things)
{
  auto client = admitted();

  BOOST_TEST(client
                 .ask("POST", "/_sandbox/change",
                      R"({"pointer":"/config/LogSettings/FileLevel","value":"DEBUG"})")
                 .status == 200);
  BOOST_TEST(
      client
          .ask("POST", "/_sandbox/fault",
               R"({"path":"/api/v4/users/me","status":429,"headers":{"X-Ratelimit-Reset":"1"},
                            "body":"limit exceeded"})")
          .status == 200);
  const auto refused = client.ask("GET", "/api/v4/users/me");
  BOOST_TEST(client.ask("POST", "/_sandbox/expire", R"({"after":0})").status == 200);

  BOOST_TEST(refused.status == 429);
  BOOST_TEST(refused.response.header("x-ratelimit-reset") == "1");
  BOOST_TEST(client.ask("GET", k_config).status == 401);
  BOOST_TEST(client.ask("GET", "/_sandbox/state").at("/config/LogSettings/FileLevel") ==
             "\"DEBUG\"");
  BOOST_TEST(client.ask("GET", "/_sandbox/log").at("/requests/0/path") ==
             "\"/api/v4/users/me\"");
}

BOOST_AUTO_TEST_CASE(a_wrong_order_is_an_error_and_not_a_silent_success)
{
  auto client = admitted();

  BOOST_TEST(client.ask("POST", "/_sandbox/change", R"({"pointer":"/x"})").status == 400);
  BOOST_TEST(client.ask("POST", "/_sandbox/limit", R"({"per_seconds":0})").status == 400);
  BOOST_TEST(client.ask("POST", "/_sandbox/dance", "{}").status == 400);
  BOOST_TEST(client.ask("POST", "/_sandbox/change", "no json").status == 400);
  BOOST_TEST(client.ask("GET", "/_sandbox/nothing").status == 404);
}

BOOST_AUTO_TEST_SUITE_END()
