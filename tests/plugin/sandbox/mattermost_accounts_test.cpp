// What a server enforces when its settings of access change, as seen on a real one.

#include "plugin/sandbox/state.hpp"
#include "tests/plugin/sandbox/client.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using klausur::test::Client;

namespace {

constexpr const char* k_me = "/api/v4/users/me";
constexpr const char* k_login = "/api/v4/users/login";
constexpr const char* k_expired = "\"api.context.session_expired.app_error\"";
constexpr const char* k_right = R"({"login_id":"anna","password":"sandbox-password"})";
constexpr const char* k_wrong = R"({"login_id":"anna","password":"x"})";

Client
server(std::string variant = {})
{
  Client client{"mattermost", {.variant = std::move(variant)}};
  client.token = "sandboxadmintoken000000001";
  return client;
}

void
set(Client& client, const std::string& pointer, const char* value)
{
  BOOST_TEST_REQUIRE(client.sandbox->change("/config" + pointer, literal(value)).has_value(),
                     pointer);
}

} // namespace

BOOST_AUTO_TEST_SUITE(mattermost_accounts_test)

BOOST_AUTO_TEST_CASE(personal_tokens_die_at_once_and_those_of_bots_go_on)
{
  auto client = server();
  set(client, "/ServiceSettings/EnableUserAccessTokens", "true");
  client.token = "sandboxmembertoken00000001";
  BOOST_TEST(client.ask("GET", k_me).status == 200);
  set(client, "/ServiceSettings/EnableUserAccessTokens", "false");

  const auto person = client.ask("GET", k_me);
  client.token = "sandboxadmintoken000000001";
  const auto bot = client.ask("GET", k_me);

  BOOST_TEST(person.status == 401);
  BOOST_TEST(person.at("/id") == k_expired);
  BOOST_TEST(bot.status == 200);
}

BOOST_AUTO_TEST_CASE(an_unverified_account_is_refused_and_its_open_session_lives_on)
{
  auto client = server();
  const auto before = client.ask("POST", k_login, k_right);
  set(client, "/EmailSettings/RequireEmailVerification", "true");

  const auto after = client.ask("POST", k_login, k_right);
  client.token = before.response.header("token");

  BOOST_TEST(before.status == 200);
  BOOST_TEST(after.status == 401);
  BOOST_TEST(after.at("/id") == "\"api.user.login.not_verified.app_error\"");
  BOOST_TEST(client.ask("GET", k_me).status == 200);
}

BOOST_AUTO_TEST_CASE(too_many_wrong_passwords_lock_an_account_for_the_right_one_too)
{
  auto client = server();
  set(client, "/ServiceSettings/MaximumLoginAttempts", "3");
  for (int i = 0; i < 3; ++i) {
    BOOST_TEST(client.ask("POST", k_login, k_wrong).status == 401);
  }

  const auto right = client.ask("POST", k_login, k_right);

  BOOST_TEST(right.status == 401);
  BOOST_TEST(right.at("/message").find("Please reset your password") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_idle_session_ends_only_while_activity_does_not_extend_it)
{
  auto client = server();
  const auto session = client.ask("POST", k_login, k_right);
  const std::string token{session.response.header("token")};
  client.token = token;
  BOOST_TEST(
      client.sandbox->change("/people/" + token + "/idle_minutes", JsonValue{600}).has_value());
  set(client, "/ServiceSettings/SessionIdleTimeoutInMinutes", "480");

  BOOST_TEST(client.ask("GET", k_me).status == 200);
  set(client, "/ServiceSettings/ExtendSessionLengthWithActivity", "false");
  const auto ended = client.ask("GET", k_me);

  BOOST_TEST(ended.status == 401);
  BOOST_TEST(ended.at("/id") == k_expired);
}

BOOST_AUTO_TEST_CASE(sign_up_is_refused_whatever_the_open_server_says)
{
  auto client = server();
  set(client, "/TeamSettings/EnableOpenServer", "true");
  const auto open = client.ask("POST", "/api/v4/users", R"({"username":"new"})");
  set(client, "/TeamSettings/EnableUserCreation", "false");
  const auto closed = client.ask("POST", "/api/v4/users", R"({"username":"new"})");
  set(client, "/TeamSettings/EnableUserCreation", "true");
  set(client, "/TeamSettings/EnableOpenServer", "false");

  BOOST_TEST(open.status == 201);
  BOOST_TEST(closed.status == 501);
  BOOST_TEST(client.ask("POST", "/api/v4/users", R"({"username":"new"})").status == 403);
}

BOOST_AUTO_TEST_CASE(the_role_that_only_reads_needs_a_licence)
{
  constexpr const char* place = "/api/v4/users/member00000000000000000001/roles";
  constexpr const char* reader = R"({"roles":"system_user system_read_only_admin"})";

  const auto refused = server().ask("PUT", place, reader);
  const auto given = server("licensed").ask("PUT", place, reader);

  BOOST_TEST(refused.status == 400);
  BOOST_TEST(refused.at("/id") == "\"api.user.update_user_roles.license.app_error\"");
  BOOST_TEST(given.status == 200);
}

BOOST_AUTO_TEST_CASE(a_bot_whose_roles_are_taken_away_gets_403)
{
  auto client = server();
  const auto taken = client.ask("PUT", "/api/v4/users/adm1n000000000000000000001/roles",
                                R"({"roles":"system_user"})");

  BOOST_TEST(taken.status == 200);
  BOOST_TEST(client.ask("GET", "/api/v4/config").status == 403);
}

BOOST_AUTO_TEST_CASE(a_forwarding_that_does_not_fit_the_port_ends_the_server_at_its_next_start)
{
  auto client = server();
  const auto patched =
      client.ask("PUT", "/api/v4/config/patch",
                 R"({"ServiceSettings":{"ConnectionSecurity":"TLS","Forward80To443":true}})");

  BOOST_TEST(patched.status == 200);
  BOOST_TEST(client.ask("GET", k_me).status == 200);
  client.ask("POST", "/api/v4/restart");
  const auto ended = client.ask("GET", k_me);
  BOOST_TEST(ended.status == 503);
  BOOST_TEST(ended.body.find("listening on port 8065") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_post_that_is_sent_twice_is_one_post)
{
  auto client = server();
  constexpr const char* post = R"({"channel_id":"chan0000000000000000000001",
    "message":"hello","pending_post_id":"p1"})";

  const auto first = client.ask("POST", "/api/v4/posts", post);
  const auto second = client.ask("POST", "/api/v4/posts", post);

  BOOST_TEST(first.status == 201);
  BOOST_TEST(second.at("/id") == first.at("/id"));
  BOOST_TEST(find_at(client.sandbox->state(), "/posts")->Size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
