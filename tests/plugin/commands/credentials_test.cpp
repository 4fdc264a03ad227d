// One credential reads, another one writes, with the real program.

#include "tests/plugin/commands/chat_tenant.hpp"
#include "tests/support/holds.hpp"
#include "tests/support/loopback_server.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using klausur::test::ChatTenant;
using klausur::test::Ended;
using klausur::test::holds;
using klausur::test::k_gif;
using klausur::test::k_patch;
using klausur::test::LoopbackServer;
using klausur::test::Received;
using klausur::test::Reply;
using klausur::test::run_named_in;

namespace {

void
plan(const ChatTenant& at)
{
  const auto planned = at.run({"plan", "chat", "--output", "plan.json"});
  BOOST_TEST_REQUIRE(planned.code == 1, planned.out << planned.err);
}

} // namespace

BOOST_AUTO_TEST_SUITE(credentials_test)

BOOST_AUTO_TEST_CASE(without_a_credential_that_writes_nothing_is_written_and_that_is_said)
{
  const ChatTenant at;
  at.configure("", "auth: {{token: 'file:{0}/token'}}, write_auth: {{}}");
  plan(at);

  const auto ended = at.run({"apply", "plan.json", "--yes"});

  BOOST_TEST(ended.code == 2, ended.out << ended.err);
  BOOST_TEST(
      holds(ended.err,
            "chat: nothing can be written, for write_auth: in the tenant's entry is empty"),
      ended.err);
  BOOST_TEST(at.tenant->count(k_patch) == 0U);
  BOOST_TEST(at.value(k_gif) == "true");
  const auto audit = at.run({"audit", "--fail-on", "never"});
  BOOST_TEST(audit.code == 0, audit.err);
}

BOOST_AUTO_TEST_CASE(where_no_other_credential_is_named_one_reads_and_writes)
{
  const ChatTenant at;
  at.configure("", "auth: {{token: 'file:{0}/token'}}");
  plan(at);

  const auto ended = at.run({"apply", "plan.json", "--yes"});

  BOOST_TEST(ended.code == 0, ended.out << ended.err);
  BOOST_TEST(at.value(k_gif) == "false");
}

BOOST_AUTO_TEST_CASE(what_reads_need_not_be_able_to_write)
{
  const ChatTenant at;
  at.configure("", ChatTenant::k_two);
  plan(at);

  const auto ended = at.run({"apply", "plan.json", "--yes"});
  BOOST_TEST(ended.code == 0, ended.out << ended.err);
  BOOST_TEST(at.value(k_gif) == "false");

  const auto run = run_named_in(ended);
  BOOST_TEST(at.run({"rollback", run, "--output", "back.json"}).code == 0);
  const auto back = at.run({"apply", "back.json", "--yes"});
  BOOST_TEST(back.code == 0, back.out << back.err);
  BOOST_TEST(at.value(k_gif) == "true");
}

BOOST_AUTO_TEST_CASE(a_document_is_read_twice_before_it_is_written_and_once_after)
{
  const ChatTenant at;
  const auto planned =
      at.run({"plan", "chat", "--check", "mattermost.external.gif", "--output", "plan.json"});
  BOOST_TEST_REQUIRE(planned.code == 1, planned.err);
  const auto before = at.tenant->log().size();

  BOOST_TEST(at.run({"apply", "plan.json", "--yes"}).code == 0);

  std::string asked;
  const auto log = at.tenant->log();
  for (std::size_t i = before; i < log.size(); ++i) {
    const bool is_config = log[i].path == "/api/v4/config" || log[i].path == k_patch;
    asked += is_config ? log[i].method + " " : "";
  }
  BOOST_TEST(asked == "GET GET PUT GET ");
}

BOOST_AUTO_TEST_CASE(what_is_to_write_and_may_not_is_refused_and_changes_nothing)
{
  const ChatTenant at;
  at.configure("",
               "auth: {{token: 'file:{0}/token'}}, write_auth: {{token: 'file:{0}/reader'}}");
  plan(at);

  const auto ended = at.run({"apply", "plan.json", "--yes"});

  BOOST_TEST(ended.code == 4, ended.out << ended.err);
  BOOST_TEST(holds(ended.out, "refused"), ended.out);
  BOOST_TEST(at.value(k_gif) == "true");
}

BOOST_AUTO_TEST_CASE(both_are_held_against_the_names_that_the_manifest_lists)
{
  const ChatTenant at;
  at.configure("", "auth: {{token: 'file:{0}/token'}}, write_auth: {{tokn: 'file:{0}/token'}}");
  const auto misspelt = at.run({"validate"});
  at.configure("", "auth: {{token: 'file:{0}/token'}}, write_auth: {{token: pl41n}}");
  const auto plain = at.run({"validate"});

  BOOST_TEST(misspelt.code == 2, misspelt.out);
  BOOST_TEST(holds(misspelt.out + misspelt.err, "write_auth has no \"tokn\""),
             misspelt.out << misspelt.err);
  BOOST_TEST(plain.code == 2, plain.out);
  BOOST_TEST(holds(plain.out + plain.err, "a secret must not stand in the configuration"),
             plain.out << plain.err);
  BOOST_TEST(!holds(plain.out + plain.err, "pl41n"));
}

BOOST_AUTO_TEST_CASE(the_doctor_says_which_there_are_and_who_each_is)
{
  const ChatTenant at;
  at.configure("", ChatTenant::k_two);
  const auto two = at.run({"doctor"});
  at.configure("");
  const auto one = at.run({"doctor"});
  at.configure("", "auth: {{token: 'file:{0}/token'}}, write_auth: {{}}");
  const auto none = at.run({"doctor"});

  BOOST_TEST(holds(two.out, "credentials of reader00000000000000000001"), two.out);
  BOOST_TEST(holds(two.out, "credentials of adm1n000000000000000000001"), two.out);
  BOOST_TEST(holds(one.out, "the same: what only reads could write"), one.out);
  BOOST_TEST(holds(none.out, "none: write_auth: is empty"), none.out);
  BOOST_TEST(none.code == one.code);
}

BOOST_AUTO_TEST_CASE(the_doctor_tells_credentials_of_two_accounts_apart)
{
  const LoopbackServer server{[](const Received& request) {
    const bool writes = holds(request.header("authorization"), "writer");
    return Reply{.body = writes ? R"({"id":"w","TelemetryId":"two","Version":"11"})"
                                : R"({"id":"r","TelemetryId":"one","Version":"11"})"};
  }};
  const ChatTenant at;
  at.program.write("writer", "writer-token");
  at.program.write(
      "klausur.yaml",
      "tenants: [{name: chat, vendor: mattermost, base_url: '" + server.url() +
          "', auth: {token: 'file:token'}, write_auth: {token: 'file:writer'}}]\n");

  const auto ended = at.run({"doctor"});

  BOOST_TEST(ended.code == 3, ended.out << ended.err);
  BOOST_TEST(holds(ended.out, "of another account than what is read: two and one"), ended.out);
}

BOOST_AUTO_TEST_SUITE_END()
