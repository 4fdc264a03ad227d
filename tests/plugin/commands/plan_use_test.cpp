// A plan is good for one account, one use and one day, and has no authority of its own.

#include "tests/plugin/commands/chat_tenant.hpp"
#include "tests/plugin/commands/forged_plan.hpp"
#include "tests/support/holds.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>

using namespace klausur;
using klausur::test::ChatTenant;
using klausur::test::Ended;
using klausur::test::eventually;
using klausur::test::forge;
using klausur::test::holds;
using klausur::test::k_gif;
using klausur::test::k_patch;
using klausur::test::run_named_in;

namespace {

void
plan(const ChatTenant& at, const std::string& file = "plan.json")
{
  const auto planned = at.run({"plan", "chat", "--output", file});
  BOOST_TEST_REQUIRE(planned.code == 1, planned.out << planned.err);
}

void
expect_refused(const ChatTenant& at, std::string_view why)
{
  const auto ended = at.run({"apply", "plan.json", "--yes"});
  BOOST_TEST(ended.code == 2, ended.out << ended.err);
  BOOST_TEST(holds(ended.err, why), ended.err);
  BOOST_TEST(at.tenant->count(k_patch) == 0U);
}

/// An apply whose first write arrives and is never answered.
void
kill_while_writing(const ChatTenant& at, const std::string& file)
{
  const auto before = at.value(k_gif);
  at.tenant->arm(
      {.path = k_patch, .method = "PUT", .delay = std::chrono::seconds{30}, .applied = true});
  const auto running = at.start({"apply", file, "--yes"});
  BOOST_TEST(eventually([&] { return at.value(k_gif) != before; }), running->err());
  running->signal(SIGKILL);
  BOOST_TEST(running->wait().code == 128 + SIGKILL);
}

} // namespace

BOOST_AUTO_TEST_SUITE(plan_use_test)

BOOST_AUTO_TEST_CASE(a_change_that_was_hidden_in_a_plan_is_refused_whatever_the_hash_says)
{
  const ChatTenant at;
  plan(at);
  forge(at, [](Json& file) {
    Json change = parse_json(R"({"setting":"config#/TeamSettings/EnableOpenServer","from":false,
      "to":true,"check":"mattermost.access.open-server","step":0})")
                      .value();
    file["changes"].PushBack(JsonValue{change, file.GetAllocator()}, file.GetAllocator());
  });

  expect_refused(at, "do not follow from the policies");
}

BOOST_AUTO_TEST_CASE(another_value_than_the_policies_want_is_refused_whatever_the_hash_says)
{
  const ChatTenant at;
  plan(at);
  forge(at, [](Json& file) {
    for (auto& change : file["changes"].GetArray()) {
      if (change["setting"] == "config#/PasswordSettings/MinimumLength") {
        change["to"].SetInt(13);
      }
    }
  });

  expect_refused(at, "config#/PasswordSettings/MinimumLength");
}

BOOST_AUTO_TEST_CASE(a_plan_of_another_account_other_policies_or_another_time_is_refused)
{
  const auto refused = [](const char* member, const char* value, std::string_view why) {
    const ChatTenant at;
    plan(at);
    forge(at, [&](Json& file) { set_member(file, member, value, file.GetAllocator()); });
    expect_refused(at, why);
  };
  refused("account", "somebody else", "another account (somebody else)");
  refused("basis", "sha256:0", "other policies, parameters or waivers");
  refused("ends_at", "2026-01-01T00:00:00Z", "has expired on 2026-01-01");
}

BOOST_AUTO_TEST_CASE(a_rollback_that_the_journal_does_not_bear_out_is_refused)
{
  const ChatTenant at;
  plan(at);
  const auto run = run_named_in(at.run({"apply", "plan.json", "--yes"}));
  BOOST_TEST(at.run({"rollback", run, "--output", "plan.json"}).code == 0);
  const auto written = at.tenant->count(k_patch);
  forge(at, [](Json& file) { file["changes"][0]["to"].SetString("anything"); });

  const auto ended = at.run({"apply", "plan.json", "--yes"});

  BOOST_TEST(ended.code == 2, ended.out << ended.err);
  BOOST_TEST(holds(ended.err, "do not follow from what the journal says was written"));
  BOOST_TEST(at.tenant->count(k_patch) == written);
}

BOOST_AUTO_TEST_CASE(an_interrupted_run_is_gone_on_with_and_comes_back_as_one)
{
  const ChatTenant at{"licensed"};
  const auto before = canonical_text(*find_at(at.tenant->state(), "/config"));
  plan(at);
  kill_while_writing(at, "plan.json");

  const auto again = at.run({"apply", "plan.json", "--yes"});
  const auto resumed = at.run({"apply", "plan.json", "--yes", "--resume"});
  const auto twice = at.run({"apply", "plan.json", "--yes", "--resume"});

  BOOST_TEST(again.code == 2);
  BOOST_TEST(holds(again.err, "--resume"), again.err);
  BOOST_TEST(resumed.code == 0, resumed.out << resumed.err);
  BOOST_TEST(twice.code == 2);
  BOOST_TEST(holds(twice.err, "nothing to resume"), twice.err);
  const auto back = at.run({"rollback", run_named_in(resumed), "--output", "back.json"});
  BOOST_TEST(back.code == 0, back.err);
  BOOST_TEST(at.run({"apply", "back.json", "--yes"}).code == 0);
  BOOST_TEST(canonical_text(*find_at(at.tenant->state(), "/config")) == before);
}

BOOST_AUTO_TEST_CASE(what_another_process_is_just_writing_was_not_interrupted)
{
  const ChatTenant at{"licensed"};
  plan(at);
  at.tenant->arm(
      {.path = k_patch, .method = "PUT", .delay = std::chrono::seconds{30}, .applied = true});
  const auto running = at.start({"apply", "plan.json", "--yes"});
  BOOST_TEST(eventually([&] { return at.value(k_gif) == "false"; }), running->err());

  const auto planned = at.run({"plan", "chat"});
  const auto applied = at.run({"apply", "plan.json", "--yes"});
  const auto history = at.run({"history"});
  running->signal(SIGKILL);
  (void)running->wait();
  const auto later = at.run({"plan", "chat"});

  BOOST_TEST(holds(planned.err, "writes into chat at the moment"), planned.err);
  BOOST_TEST(!holds(planned.err + applied.err + history.out, "interrupted"), planned.err);
  BOOST_TEST(applied.code == 4, applied.err);
  BOOST_TEST(holds(applied.err, "is being applied at the moment"), applied.err);
  BOOST_TEST(holds(history.out, "under way"), history.out);
  BOOST_TEST(holds(later.err, "was interrupted"), later.err);
}

BOOST_AUTO_TEST_CASE(a_rollback_that_was_killed_is_gone_on_with_or_made_anew)
{
  const ChatTenant at{"licensed"};
  const auto before = canonical_text(*find_at(at.tenant->state(), "/config"));
  plan(at);
  const auto run = run_named_in(at.run({"apply", "plan.json", "--yes"}));
  BOOST_TEST(at.run({"rollback", run, "--output", "back.json"}).code == 0);
  kill_while_writing(at, "back.json");

  const auto resumed = at.run({"apply", "back.json", "--yes", "--resume"});
  const auto anew = at.run({"rollback", run, "--output", "anew.json"});
  const auto once_more = at.run({"apply", "anew.json", "--yes"});

  BOOST_TEST(resumed.code == 0, resumed.out << resumed.err);
  BOOST_TEST(anew.code == 0, anew.err);
  BOOST_TEST(once_more.code == 0, once_more.out << once_more.err);
  BOOST_TEST(canonical_text(*find_at(at.tenant->state(), "/config")) == before);
}

BOOST_AUTO_TEST_CASE(two_do_not_write_at_once_and_a_dead_one_stops_nobody)
{
  const ChatTenant at;
  plan(at);
  plan(at, "other.json");
  at.tenant->arm(
      {.path = k_patch, .method = "PUT", .delay = std::chrono::seconds{30}, .applied = true});
  const auto running = at.start({"apply", "plan.json", "--yes"});
  BOOST_TEST(eventually([&] { return at.value(k_gif) == "false"; }), running->err());
  at.change("/PasswordSettings/MinimumLength", "8");
  plan(at, "third.json");

  const auto second = at.run({"apply", "third.json", "--yes"});
  running->signal(SIGKILL);
  (void)running->wait();
  const auto third = at.run({"apply", "third.json", "--yes"});

  BOOST_TEST(second.code == 4, second.out << second.err);
  BOOST_TEST(holds(second.err, "another klausur writes into this tenant"), second.err);
  BOOST_TEST(third.code == 0, third.out << third.err);
}

BOOST_AUTO_TEST_CASE(ctrl_c_ends_after_the_request_under_way_and_can_be_gone_on_with)
{
  const ChatTenant at;
  plan(at);
  at.tenant->arm({
      .path = k_patch,
      .method = "PUT",
      .delay = std::chrono::seconds{2},
      .applied = true,
  });
  const auto running = at.start({"apply", "plan.json", "--yes"});
  BOOST_TEST(eventually([&] { return at.value(k_gif) == "false"; }), running->err());
  running->signal(SIGINT);
  const auto ended = running->wait();

  BOOST_TEST(ended.code == 0, ended.out << ended.err); // It was the only request.
  BOOST_TEST(holds(ended.out, "applied"));
}

BOOST_AUTO_TEST_CASE(what_is_misspelt_is_refused_and_not_taken_for_nothing)
{
  ChatTenant at{"licensed"};
  const auto plan = at.run({"plan", "chat", "--except", "mattermost.external.giff"});
  BOOST_TEST(plan.code == 2, plan.out);
  BOOST_TEST(holds(plan.err, "did you mean \"mattermost.external.gif\"?"), plan.err);
  BOOST_TEST(at.run({"plan", "chat", "--except", "mattermost.external.gif"}).code == 1);
  BOOST_TEST(at.run({"plan", "chat", "--except", "RET,low,config,config#/*"}).code != 2);
  const auto history = at.run({"history", "chta"});
  BOOST_TEST(history.code == 2, history.out);
  BOOST_TEST(holds(history.err, "did you mean \"chat\"?"), history.err);
  BOOST_TEST(at.run({"history", "chat"}).code == 0);
  BOOST_TEST(at.run({"history", "--limit", "-1"}).code == 2);
}

BOOST_AUTO_TEST_SUITE_END()
