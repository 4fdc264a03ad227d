// klausur doctor, run as the program it is.

#include "plugin/sandbox/sandbox.hpp"
#include "tests/support/holds.hpp"
#include "tests/support/loopback_server.hpp"
#include "tests/support/program.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace klausur;
using klausur::test::holds;
using test::Ended;
using test::LoopbackServer;
using test::Program;
using test::Received;
using test::Reply;

namespace {

Ended
doctor_of(const Program& program, const Json& tenant)
{
  Json file = parse_json(R"({"tenants": []})").value();
  auto& memory = file.GetAllocator();
  JsonValue entry{tenant, memory};
  set_member(entry, "name", "acme", memory);
  file["tenants"].PushBack(entry, memory);
  program.write("klausur.yaml", to_text(file));
  return program.run({"--data-dir", KLAUSUR_SOURCE_DIR, "doctor"});
}

/// A tenant at its sandbox, with the secrets that belong to it.
Ended
doctor_at(Sandbox& sandbox)
{
  const Program program;
  for (const auto& [name, content] : sandbox.vendor().secrets()) {
    program.write(name, content);
  }
  return doctor_of(program, sandbox.vendor().tenant(sandbox.url(), program.directory.string()));
}

Ended
doctor_at(const std::string& url)
{
  const Program program;
  program.write("token", "planted-s3cr3t");
  Json tenant =
      parse_json(R"({"vendor": "mattermost", "auth": {"token": "file:token"}})").value();
  set_member(tenant, "base_url", url, tenant.GetAllocator());
  set_member(tenant["auth"], "token", fmt::format("file:{}/token", program.directory.string()),
             tenant.GetAllocator());
  return doctor_of(program, tenant);
}

} // namespace

BOOST_AUTO_TEST_SUITE(doctor_test)

BOOST_AUTO_TEST_CASE(a_healthy_tenant_is_said_to_be_one)
{
  const auto sandbox = Sandbox::open("slack").value();

  const auto ended = doctor_at(*sandbox);

  BOOST_TEST(ended.code == 0, ended.out << ended.err);
  BOOST_TEST(!holds(ended.out, "FAIL"), ended.out);
  BOOST_TEST(holds(ended.out, "8 needed for reading, 8 seen to be granted"), ended.out);
  BOOST_TEST(holds(ended.out, "reachable"));
}

BOOST_AUTO_TEST_CASE(
    whose_the_credentials_are_is_said_by_identifiers_and_costs_no_further_token)
{
  for (const auto& [vendor, expected] :
       {std::pair{"zoom", "sandboxaccount00000001, credentials of sandbox-client"},
        {"webex", "Y2lzY29zcGFyazovL3VzL09SRy8x, credentials of Y2lzY29zcGFyazov"}}) {
    const auto sandbox = Sandbox::open(vendor).value();

    const auto ended = doctor_at(*sandbox);

    BOOST_TEST(holds(ended.out, expected), ended.out << ended.err);
    BOOST_TEST(!holds(ended.out, "klausur-bot"), ended.out);
    BOOST_TEST(sandbox->count("/oauth/token") + sandbox->count("/access_token") == 1U);
  }
}

BOOST_AUTO_TEST_CASE(a_vendor_that_does_not_say_whose_the_credentials_are_is_said)
{
  const auto sandbox = Sandbox::open("mattermost").value();
  sandbox->arm(
      {.path = "/api/v4/users/me", .answer = {.status = 403, .headers = {}, .body = "{}"}});

  const auto ended = doctor_at(*sandbox);

  BOOST_TEST(ended.code == 3, ended.err);
  BOOST_TEST(holds(ended.out, "FAIL account"), ended.out);
}

BOOST_AUTO_TEST_CASE(a_missing_permission_is_named_with_what_it_is_for)
{
  const auto sandbox = Sandbox::open("slack").value();
  BOOST_TEST(sandbox
                 ->change("/grants/xoxp-sandbox-owner/scopes",
                          parse_json(R"(["team:read","team.billing:read","files:read",)"
                                     R"("search:read.public","users:read"])")
                              .value())
                 .has_value());

  const auto ended = doctor_at(*sandbox);

  BOOST_TEST(ended.code == 3, ended.err);
  BOOST_TEST(holds(ended.out, "team.preferences:read (for team_preferences)"), ended.out);
  BOOST_TEST(holds(ended.out, "8 needed for reading, 7 seen to be granted"), ended.out);
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_wrong_is_noticed)
{
  const LoopbackServer server{[](const Received&) {
    return Reply{.body = "{}", .headers = {{"Date", "Mon, 01 Jan 2024 00:00:00 GMT"}}};
  }};

  const auto ended = doctor_at(server.url());

  BOOST_TEST(ended.code == 3, ended.err);
  BOOST_TEST(holds(ended.out, "ahead of the server's"), ended.out);
}

BOOST_AUTO_TEST_CASE(an_address_that_does_not_answer_is_said_once_and_nothing_is_asked)
{
  const auto ended = doctor_at(std::string{"http://127.0.0.1:1"});

  BOOST_TEST(ended.code == 3, ended.err);
  BOOST_TEST(holds(ended.out, "FAIL reachable"), ended.out);
  BOOST_TEST(!holds(ended.out, "client_config"), ended.out);
  BOOST_TEST(!holds(ended.out + ended.err, "planted-s3cr3t"));
}

BOOST_AUTO_TEST_CASE(a_secret_that_is_not_there_is_named_before_anything_is_asked)
{
  const Program program;
  const auto ended = doctor_of(
      program, parse_json(R"({"vendor": "mattermost", "base_url": "http://127.0.0.1:1",)"
                          R"("auth": {"token": "env:KLAUSUR_NOT_SET"}})")
                   .value());

  BOOST_TEST(ended.code == 3, ended.err);
  BOOST_TEST(holds(ended.out, "FAIL secret token"), ended.out);
  BOOST_TEST(!holds(ended.out, "reachable"), ended.out);
}

BOOST_AUTO_TEST_CASE(a_chat_that_has_no_such_room_or_refuses_the_token_is_said)
{
  for (const auto& [status, expected] :
       {std::pair{200, "ok   room privacy"}, {404, "FAIL room privacy"}, {401, "HTTP 401"}}) {
    const LoopbackServer chat{[status = status](const Received& request) {
      if (request.target == "/api/v4/users/me/teams") {
        return Reply{.body = R"([{"id":"team1"}])"};
      }
      return Reply{.status = status, .body = R"({"id":"room1","message":"said"})"};
    }};
    const Program program;
    program.write("token", "planted-s3cr3t");
    program.write(
        "klausur.yaml",
        fmt::format("tenants: [{{name: meet, vendor: jitsi, files: .}}]\n"
                    "notify: [{{channel: mattermost, url: '{}', token: 'file:{}/token', "
                    "room: privacy}}]\n",
                    chat.url(), program.directory.string()));

    const auto ended = program.run({"--data-dir", KLAUSUR_SOURCE_DIR, "doctor"});

    BOOST_TEST(holds(ended.out, expected), ended.out << ended.err);
    BOOST_TEST(!holds(ended.out + ended.err, "planted"));
    BOOST_TEST(chat.requests() > 0U);
  }
}

BOOST_AUTO_TEST_SUITE_END()
