// What would lock people out or end a server, against a sandbox that does so.

#include "tests/plugin/commands/chat_tenant.hpp"
#include "tests/plugin/sandbox/client.hpp"
#include "tests/support/holds.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using klausur::test::ChatTenant;
using klausur::test::Client;
using klausur::test::Ended;
using klausur::test::holds;

namespace {

constexpr const char* k_tokens = "/ServiceSettings/EnableUserAccessTokens";
constexpr const char* k_verified = "/EmailSettings/RequireEmailVerification";
constexpr const char* k_forward = "/ServiceSettings/Forward80To443";

/// Plan with these words, and write it.
Ended
carry_out(const ChatTenant& at, std::vector<std::string> words = {})
{
  words.insert(words.begin(), {"plan", "chat", "--output", "plan.json"});
  const auto planned = at.run(std::move(words));
  BOOST_TEST(planned.code == 1, planned.out << planned.err);
  return at.run({"apply", "plan.json", "--yes"});
}

/// Somebody whose address nobody has verified.
int
status_of_login(const ChatTenant& at)
{
  Client anna{at.tenant};
  return anna
      .ask("POST", "/api/v4/users/login",
           R"({"login_id":"anna","password":"sandbox-password"})")
      .status;
}

/// The server's answer after it was started again.
int
status_after_restart(const ChatTenant& at)
{
  Client admin{at.tenant};
  admin.token = "sandboxadmintoken000000001";
  (void)admin.ask("POST", "/api/v4/restart");
  return admin.ask("GET", "/api/v4/system/ping").status;
}

void
have_a_personal_token(const ChatTenant& at)
{
  const Json no = parse_json("false").value();
  BOOST_TEST(at.tenant->change("/people/sandboxadmintoken000000001/is_bot", no).has_value());
  at.change(k_tokens, "true");
}

} // namespace

BOOST_AUTO_TEST_SUITE(dangers_test)

BOOST_AUTO_TEST_CASE(without_a_mail_server_nobody_is_asked_to_verify_an_address)
{
  const ChatTenant at;
  at.change(k_verified, "false");
  at.change("/TeamSettings/EnableOpenServer", "true");
  const std::vector<std::string> choice{"--check", "mattermost.access.email-verified"};

  const auto planned = at.run({"plan", "chat", choice[0], choice[1]});
  const auto all = carry_out(
      at, {"--except", "mattermost.access.open-server", "--risk", "deletes,own_access"});

  BOOST_TEST(holds(planned.out, "by hand: config#/EmailSettings/RequireEmailVerification"));
  BOOST_TEST(all.code == 0, all.out << all.err);
  BOOST_TEST(at.value(k_verified) == "false");
  BOOST_TEST(status_of_login(at) == 200);
}

BOOST_AUTO_TEST_CASE(with_a_mail_server_it_is_planned_and_says_who_can_no_longer_log_in)
{
  const ChatTenant at;
  at.change(k_verified, "false");
  at.change("/TeamSettings/EnableOpenServer", "true");
  at.change("/EmailSettings/SMTPServer", "\"mail.example.org\"");
  at.change("/EmailSettings/SendEmailNotifications", "true");

  const auto ended = carry_out(at, {"--check", "mattermost.access.email-verified"});

  BOOST_TEST(ended.code == 0, ended.out << ended.err);
  BOOST_TEST(holds(ended.out, "risk: sign_in"));
  BOOST_TEST(status_of_login(at) == 401);
}

BOOST_AUTO_TEST_CASE(a_personal_token_does_not_end_personal_tokens_unless_it_is_asked_to)
{
  const ChatTenant at;
  have_a_personal_token(at);

  const auto ended = carry_out(at);

  BOOST_TEST(ended.code == 0, ended.out << ended.err);
  BOOST_TEST(at.value(k_tokens) == "true");
  BOOST_TEST(at.run({"plan", "chat", "--check", "mattermost.integrations.user-tokens"}).code ==
             0);
}

BOOST_AUTO_TEST_CASE(the_only_credential_does_not_end_itself_and_nothing_else_is_lost)
{
  const ChatTenant at;
  have_a_personal_token(at);

  const auto ended = carry_out(at, {"--risk", "own_access"});

  BOOST_TEST(ended.code == 4, ended.out << ended.err);
  BOOST_TEST(at.value(k_tokens) == "true");
  BOOST_TEST(at.value("/ServiceSettings/EnableGifPicker") == "false");
  BOOST_TEST(holds(ended.out, "held back     config" + std::string{"#"} + k_tokens +
                                  ": it would end the only credential"),
             ended.out);
}

BOOST_AUTO_TEST_CASE(a_credential_ends_itself_last_where_another_one_was_seen_to_work)
{
  const ChatTenant at;
  at.configure("", ChatTenant::k_two);
  have_a_personal_token(at);

  const auto ended = carry_out(at, {"--risk", "own_access"});

  BOOST_TEST(ended.code == 0, ended.out << ended.err);
  BOOST_TEST(at.value(k_tokens) == "false");
  BOOST_TEST(at.value("/ServiceSettings/EnableGifPicker") == "false");
  BOOST_TEST(at.run({"apply", "plan.json", "--yes"}).code == 3); // It is over.
}

BOOST_AUTO_TEST_CASE(a_credential_does_not_end_itself_where_the_other_one_ends_too_or_is_dead)
{
  const Json no = parse_json("false").value();
  for (const bool is_dead : {false, true}) {
    const ChatTenant at;
    at.configure("", ChatTenant::k_two);
    have_a_personal_token(at);
    if (!is_dead) {
      BOOST_TEST(
          at.tenant->change("/people/sandboxreadertoken00000001/is_bot", no).has_value());
    }
    const auto planned =
        at.run({"plan", "chat", "--output", "plan.json", "--risk", "own_access"});
    BOOST_TEST(planned.code == 1, planned.out << planned.err);
    if (is_dead) {
      at.program.write("reader", "sandboxnobodystoken0000001");
    }

    const auto ended = at.run({"apply", "plan.json", "--yes"});

    BOOST_TEST(at.value(k_tokens) == "true");
    BOOST_TEST(holds(ended.out, "held back     config" + std::string{"#"} + k_tokens),
               ended.out << ended.err);
    BOOST_TEST(holds(ended.out, is_dead ? "auth: does not work" : "both credentials"),
               ended.out);
  }
}

BOOST_AUTO_TEST_CASE(a_credential_that_only_reads_and_would_end_is_a_danger_too)
{
  const ChatTenant at;
  at.configure("", ChatTenant::k_two);
  at.change(k_tokens, "true");
  const Json no = parse_json("false").value();
  BOOST_TEST(at.tenant->change("/people/sandboxreadertoken00000001/is_bot", no).has_value());

  const auto unasked = carry_out(at);
  const auto asked = carry_out(at, {"--risk", "own_access"});

  BOOST_TEST(unasked.code == 0, unasked.out << unasked.err);
  BOOST_TEST(asked.code == 0, asked.out << asked.err);
  BOOST_TEST(!holds(unasked.out, k_tokens), unasked.out);
  BOOST_TEST(at.value(k_tokens) == "false");
}

BOOST_AUTO_TEST_CASE(a_bots_token_ends_personal_ones_without_harm)
{
  const ChatTenant at;
  at.change(k_tokens, "true");

  const auto ended = carry_out(at, {"--check", "mattermost.integrations.user-tokens"});

  BOOST_TEST(ended.code == 0, ended.out << ended.err);
  BOOST_TEST(at.value(k_tokens) == "false");
}

BOOST_AUTO_TEST_CASE(a_server_starts_again_after_every_plan)
{
  const ChatTenant at;
  at.change("/ServiceSettings/ConnectionSecurity", "\"TLS\"");
  at.change("/ServiceSettings/ListenAddress", "\":8065\"");
  at.change(k_forward, "false");

  const auto ended = carry_out(at, {"--risk", "deletes,own_access"});

  BOOST_TEST(ended.code == 0, ended.out << ended.err);
  BOOST_TEST(at.value(k_forward) == "false");
  BOOST_TEST(status_after_restart(at) == 200);
}

BOOST_AUTO_TEST_CASE(mail_is_not_switched_to_starttls_where_the_port_speaks_tls)
{
  const auto planned = [](std::string_view port) {
    const ChatTenant at;
    at.change("/EmailSettings/SMTPServer", "\"mail.example.org\"");
    at.change("/EmailSettings/SendEmailNotifications", "true");
    at.change("/EmailSettings/ConnectionSecurity", "\"\"");
    at.change("/EmailSettings/SMTPPort", port);
    return at.run({"plan", "chat", "--check", "mattermost.transport.mail"}).out;
  };

  BOOST_TEST(holds(planned("\"465\""), "by hand: config#/EmailSettings/ConnectionSecurity"));
  const auto offered = planned("\"587\"");
  BOOST_TEST(holds(offered, "+ \"STARTTLS\""));
  BOOST_TEST(holds(offered, "risk: people"));
}

BOOST_AUTO_TEST_CASE(what_shows_seconds_later_is_waited_for)
{
  const ChatTenant at;
  BOOST_TEST(at.tenant->change("/late_seconds", parse_json("2").value()).has_value());

  const auto ended = carry_out(at);

  BOOST_TEST(ended.code == 0, ended.out << ended.err);
  BOOST_TEST(!holds(ended.out, "failed "));
}

BOOST_AUTO_TEST_CASE(what_an_environment_variable_decides_is_for_people_and_stops_nothing)
{
  const ChatTenant at;
  const Json held = parse_json(R"({"LogSettings":{"EnableDiagnostics":true}})").value();
  BOOST_TEST(at.tenant->change("/environment", held).has_value());

  const auto ended = carry_out(at);

  BOOST_TEST(ended.code == 0, ended.out << ended.err);
  BOOST_TEST(
      holds(at.run({"plan", "chat"}).out, "by hand: config#/LogSettings/EnableDiagnostics"));
  BOOST_TEST(at.value("/ServiceSettings/EnableGifPicker") == "false");
  BOOST_TEST(at.value("/LogSettings/EnableDiagnostics") == "true");
}

BOOST_AUTO_TEST_SUITE_END()
