// Plan, apply and roll back with the real program on a server that plays tricks.

#include "tests/plugin/commands/chat_tenant.hpp"
#include "tests/support/holds.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <regex>

using namespace klausur;
using klausur::test::ChatTenant;
using klausur::test::Ended;
using klausur::test::eventually;
using klausur::test::holds;
using klausur::test::k_gif;
using klausur::test::k_patch;
using klausur::test::run_named_in;

namespace {

constexpr const char* k_link = "/FileSettings/EnablePublicLink";

} // namespace

BOOST_AUTO_TEST_SUITE(change_test)

BOOST_AUTO_TEST_CASE(a_plan_is_written_read_back_and_rolled_back)
{
  const ChatTenant at{"licensed"};
  const auto before = canonical_text(*find_at(at.tenant->state(), "/config"));

  const auto planned = at.run({"plan", "chat", "--output", "plan.json"});
  const auto applied = at.run({"apply", "plan.json", "--yes"});
  const auto after = at.value(k_gif);
  const auto run = run_named_in(applied);
  const auto back = at.run({"rollback", run, "--output", "back.json"});
  const auto undone = at.run({"apply", "back.json", "--yes"});

  BOOST_TEST(planned.code == 1, planned.err);
  BOOST_TEST(holds(planned.out, "- true\n+ false"));
  BOOST_TEST(applied.code == 0, applied.out << applied.err);
  BOOST_TEST(after == "false");
  BOOST_TEST(back.code == 0, back.err);
  BOOST_TEST(undone.code == 0, undone.out << undone.err);
  BOOST_TEST(canonical_text(*find_at(at.tenant->state(), "/config")) == before);
}

BOOST_AUTO_TEST_CASE(a_tenant_that_changed_since_the_plan_is_left_alone)
{
  const ChatTenant at;
  BOOST_TEST(at.run({"plan", "chat", "--output", "plan.json"}).code == 1);
  at.change("/PasswordSettings/MinimumLength", "9");

  const auto ended = at.run({"apply", "plan.json", "--yes"});

  BOOST_TEST(ended.code == 4);
  BOOST_TEST(holds(ended.out, "the plan found 8, the tenant now has 9; plan again"));
  BOOST_TEST(at.tenant->count(k_patch) == 0U);
}

BOOST_AUTO_TEST_CASE(a_plan_that_was_altered_is_refused)
{
  const ChatTenant at;
  BOOST_TEST(at.run({"plan", "chat", "--output", "plan.json"}).code == 1);
  const auto text = at.program.read("plan.json");
  at.program.write("plan.json",
                   std::regex_replace(text, std::regex{"\"to\": 12"}, "\"to\": 6"));

  const auto ended = at.run({"apply", "plan.json", "--yes"});

  BOOST_TEST(ended.code == 2);
  BOOST_TEST(holds(ended.err, "plan.json: the plan was altered after it was made"));
  BOOST_TEST(at.tenant->count(k_patch) == 0U);
}

BOOST_AUTO_TEST_CASE(without_a_terminal_nothing_is_written_that_was_not_approved)
{
  const ChatTenant at;
  BOOST_TEST(at.run({"plan", "chat", "--output", "plan.json"}).code == 1);

  const auto ended = at.run({"apply", "plan.json"});

  BOOST_TEST(ended.code == 2);
  BOOST_TEST(holds(ended.err, "--yes"));
  BOOST_TEST(at.tenant->count(k_patch) == 0U);
}

BOOST_AUTO_TEST_CASE(what_the_server_keeps_silently_is_a_failure)
{
  const ChatTenant at;
  BOOST_TEST(at.run({"plan", "chat", "--output", "plan.json"}).code == 1);
  at.change("/ExperimentalSettings/RestrictSystemAdmin", "true");

  const auto ended = at.run({"apply", "plan.json", "--yes"});

  BOOST_TEST(ended.code == 4);
  BOOST_TEST(holds(ended.out, "the vendor accepted the write, but the tenant still has"));
}

BOOST_AUTO_TEST_CASE(a_write_whose_answer_was_lost_is_known_by_what_the_tenant_says)
{
  const ChatTenant at;
  BOOST_TEST(at.run({"plan", "chat", "--output", "plan.json"}).code == 1);
  at.tenant->arm({.path = k_patch, .method = "PUT", .applied = true});

  const auto ended = at.run({"apply", "plan.json", "--yes"});

  BOOST_TEST(ended.code == 0, ended.out << ended.err);
  BOOST_TEST(at.value(k_gif) == "false");
}

BOOST_AUTO_TEST_CASE(a_write_that_the_server_refuses_leaves_all_as_it_was)
{
  const ChatTenant at;
  BOOST_TEST(at.run({"plan", "chat", "--output", "plan.json"}).code == 1);
  at.tenant->arm(
      {.path = k_patch,
       .method = "PUT",
       .times = 1000,
       .answer = {.status = 403, .body = R"({"id":"api.context.permissions.app_error"})"}});

  const auto ended = at.run({"apply", "plan.json", "--yes"});

  BOOST_TEST(ended.code == 4);
  BOOST_TEST(holds(ended.out, "refused"));
  BOOST_TEST(at.value(k_gif) == "true");
}

BOOST_AUTO_TEST_CASE(a_write_that_met_an_ailing_server_is_repeated_where_it_is_not_there)
{
  const ChatTenant at;
  BOOST_TEST(at.run({"plan", "chat", "--output", "plan.json"}).code == 1);
  at.tenant->arm({.path = k_patch, .method = "PUT"}); // 500, once

  const auto ended = at.run({"apply", "plan.json", "--yes"});

  BOOST_TEST(ended.code == 0, ended.out << ended.err);
  BOOST_TEST(at.value(k_gif) == "false");
  BOOST_TEST(at.tenant->count(k_patch) == 2U);
}

BOOST_AUTO_TEST_CASE(one_value_that_the_server_refuses_does_not_stop_the_others)
{
  const ChatTenant at;
  at.change("/PasswordSettings/MinimumLength", "8");
  const Json refused = parse_json(R"(["/PasswordSettings/MinimumLength"])").value();
  BOOST_TEST(at.tenant->change("/refuses", refused).has_value());
  BOOST_TEST(at.run({"plan", "chat", "--output", "plan.json"}).code == 1);

  const auto ended = at.run({"apply", "plan.json", "--yes"});

  BOOST_TEST(ended.code == 4, ended.out << ended.err);
  BOOST_TEST(at.value(k_gif) == "false");
  BOOST_TEST(holds(ended.out, "refused       config#/PasswordSettings/MinimumLength"));
  BOOST_TEST(!holds(ended.out, "refused       config#/ServiceSettings"));
}

BOOST_AUTO_TEST_CASE(a_plan_is_used_once)
{
  const ChatTenant at;
  BOOST_TEST(at.run({"plan", "chat", "--output", "plan.json"}).code == 1);
  BOOST_TEST(at.run({"apply", "plan.json", "--yes"}).code == 0);
  at.change(k_gif, "true");

  const auto ended = at.run({"apply", "plan.json", "--yes"});
  const auto like = at.run({"plan", "chat", "--like", "plan.json", "--output", "next.json"});

  BOOST_TEST(ended.code == 2);
  BOOST_TEST(holds(ended.err, "the plan was used already, in run "));
  BOOST_TEST(holds(ended.err, "klausur plan chat --like PLAN"));
  BOOST_TEST(at.value(k_gif) == "true");
  BOOST_TEST(like.code == 1, like.err);
  BOOST_TEST(at.run({"apply", "next.json", "--yes"}).code == 0);
  BOOST_TEST(at.value(k_gif) == "false");
}

BOOST_AUTO_TEST_CASE(a_process_that_was_killed_while_it_wrote_leaves_behind_what_it_had_begun)
{
  const ChatTenant at;
  BOOST_TEST(at.run({"plan", "chat", "--output", "plan.json"}).code == 1);
  at.tenant->arm(
      {.path = k_patch, .method = "PUT", .delay = std::chrono::seconds{30}, .applied = true});
  const auto running = at.start({"apply", "plan.json", "--yes"});
  BOOST_TEST(eventually([&] { return at.value(k_gif) == "false"; }), running->err());
  running->signal(SIGKILL);
  BOOST_TEST(running->wait().code == 128 + SIGKILL);

  const auto next = at.run({"plan", "chat"});
  std::smatch run;
  const bool told = std::regex_search(next.err, run, std::regex{"run (\\S+) was interrupted"});
  const auto back = at.run({"rollback", told ? run[1].str() : "", "--output", "back.json"});
  const auto undone = at.run({"apply", "back.json", "--yes"});

  BOOST_TEST(told, next.err);
  BOOST_TEST(back.code == 0, back.err);
  BOOST_TEST(undone.code == 0, undone.out << undone.err);
  BOOST_TEST(at.value(k_gif) == "true");
  BOOST_TEST(!holds(at.run({"plan", "chat"}).err, "interrupted"));
}

BOOST_AUTO_TEST_CASE(an_apply_without_a_history_is_refused_before_anything_is_asked)
{
  const ChatTenant at;
  BOOST_TEST(at.run({"plan", "chat", "--output", "plan.json"}).code == 1);
  const auto config = at.program.read("klausur.yaml");
  at.program.write("klausur.yaml", config.substr(config.find('\n') + 1));

  const auto ended = at.run({"apply", "plan.json", "--yes"});

  BOOST_TEST(ended.code == 2);
  BOOST_TEST(holds(ended.err, "needs a store"));
  BOOST_TEST(at.tenant->count(k_patch) == 0U);
}

BOOST_AUTO_TEST_CASE(no_secret_is_in_a_plan_the_history_or_what_is_printed)
{
  const ChatTenant at{"licensed"};
  at.change("/PluginSettings/Plugins/com.mattermost.calls",
            R"({"turnstaticauthsecret":"pl4nted-s3cret","enablerecordings":true})");

  const auto planned = at.run({"plan", "chat", "--output", "plan.json"});
  const auto applied = at.run({"apply", "plan.json", "--yes"});

  BOOST_TEST(applied.code == 0, applied.out << applied.err);
  for (const auto& text :
       {planned.out, planned.err, applied.out, applied.err, at.program.read("plan.json"),
        at.program.read("klausur.db"), at.program.read("klausur.db-wal")}) {
    BOOST_TEST(!holds(text, "pl4nted-s3cret"));
    BOOST_TEST(!holds(text, "sandboxadmintoken"));
  }
  BOOST_TEST(at.value("/PluginSettings/Plugins/com.mattermost.calls/turnstaticauthsecret") ==
             R"("pl4nted-s3cret")");
}

BOOST_AUTO_TEST_SUITE_END()
