// Who has to agree to a plan, what they type, and what a forger tries, with the real program.

#include "tests/plugin/commands/chat_tenant.hpp"
#include "tests/plugin/commands/forged_plan.hpp"
#include "tests/support/holds.hpp"
#include "tests/support/terminal.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using klausur::test::ChatTenant;
using klausur::test::Ended;
using klausur::test::forge;
using klausur::test::holds;
using klausur::test::k_gif;
using klausur::test::k_patch;
using klausur::test::on_terminal;
using klausur::test::run_named_in;

namespace {

constexpr const char* k_attempts = "/ServiceSettings/MaximumLoginAttempts";
constexpr const char* k_grave = "mattermost.access.login-attempts";

/// A tenant with people who approve, and a deviation whose remedy keeps accounts from logging
/// in.
struct Office
{
  ChatTenant at;

  explicit Office(std::string_view listed = "Anna Ben", bool four_eyes = false)
  {
    at.change(k_attempts, "1000");
    for (const char* name : {"Anna", "Ben", "Eve"}) {
      const auto made = at.run({"journal", "new-key", file(name)});
      keys[name] = made.out.substr(0, made.out.size() - 1);
    }
    list(listed, four_eyes);
  }

  [[nodiscard]] std::string file(const std::string& name) const
  {
    return (at.program.directory / (name + ".key")).string();
  }

  /// @param listed  `Anna Ben`, or `Anna=Eve` for Eve's key under Anna's name.
  void list(std::string_view listed, bool four_eyes = false) const
  {
    std::string lines = listed.empty() ? "" : "approvers:\n";
    std::istringstream words{std::string{listed}};
    for (std::string word; words >> word;) {
      const auto equals = word.find('=');
      const auto name = word.substr(0, equals);
      const auto key = equals == std::string::npos ? name : word.substr(equals + 1);
      lines += fmt::format("  - {{name: {}, key: '{}'}}\n", name, keys.at(key));
    }
    at.configure(lines,
                 std::string{ChatTenant::k_one} + (four_eyes ? ", four_eyes: true" : ""));
  }

  void plan(const std::string& check = k_grave, const std::string& to = "plan.json") const
  {
    const auto planned = at.run({"plan", "chat", "--check", check, "--output", to});
    BOOST_TEST_REQUIRE(planned.code == 1, planned.out << planned.err);
  }

  [[nodiscard]] Ended approve(const std::string& name,
                              const std::string& of = "plan.json") const
  {
    return at.run({"approve", of, "--key", file(name)});
  }

  [[nodiscard]] Ended apply(const std::string& name, const std::string& of = "plan.json") const
  {
    return name.empty() ? at.run({"apply", of, "--yes"})
                        : at.run({"apply", of, "--yes", "--key", file(name)});
  }

  void expect_refused(const Ended& ended, std::string_view why) const
  {
    BOOST_TEST(ended.code == 2, ended.out << ended.err);
    BOOST_TEST(holds(ended.err, why), ended.err);
    BOOST_TEST(at.tenant->count(k_patch) == 0U);
    BOOST_TEST(at.value(k_attempts) == "1000");
  }

  std::map<std::string, std::string> keys;
};

} // namespace

BOOST_AUTO_TEST_SUITE(people_test)

BOOST_AUTO_TEST_CASE(a_grave_plan_takes_a_second_person_and_the_journal_names_both)
{
  const Office office;
  office.plan();

  office.expect_refused(office.apply(""), "takes two persons");
  office.expect_refused(office.apply("Anna"), "takes two persons");
  office.expect_refused(office.apply("Eve"), "not listed");
  BOOST_TEST(office.approve("Eve").code == 2);
  BOOST_TEST(office.approve("Anna").code == 0);
  office.expect_refused(office.apply("Anna"), "takes two persons");
  const auto ended = office.apply("Ben");

  BOOST_TEST(ended.code == 0, ended.out << ended.err);
  BOOST_TEST(office.at.value(k_attempts) == "10");
  BOOST_TEST(!holds(ended.out, "One person decides"));
  const auto bundle =
      office.at.run({"evidence", "chat", "--from", "2020-01-01", "--output", "bundle"});
  BOOST_TEST(bundle.code == 0, bundle.err);
  std::string journal;
  for (const auto& entry :
       std::filesystem::directory_iterator{office.at.program.directory / "bundle/journal"}) {
    journal += office.at.program.read("bundle/journal/" + entry.path().filename().string());
  }
  BOOST_TEST(holds(journal, office.keys.at("Anna")));
  BOOST_TEST(holds(journal, office.keys.at("Ben")));
}

BOOST_AUTO_TEST_CASE(a_plan_that_risks_little_takes_one_person_and_with_four_eyes_two)
{
  const Office one;
  one.plan("mattermost.external.gif");
  BOOST_TEST(one.apply("").code == 0);

  const Office two{"Anna Ben", /*four_eyes=*/true};
  two.plan("mattermost.external.gif");
  two.expect_refused(two.apply(""), "takes two persons");
  BOOST_TEST(two.approve("Ben").code == 0);
  const auto ended = two.apply("Anna");
  BOOST_TEST(ended.code == 0, ended.out << ended.err);

  const auto run = run_named_in(ended);
  BOOST_TEST(two.at.run({"rollback", run, "--output", "back.json"}).code == 0);
  BOOST_TEST(two.apply("Anna", "back.json").code == 2);
  BOOST_TEST(two.approve("Ben", "back.json").code == 0);
  BOOST_TEST(two.apply("Anna", "back.json").code == 0);
  BOOST_TEST(two.at.value(k_gif) == "true");
}

BOOST_AUTO_TEST_CASE(a_plan_that_was_altered_after_its_approval_has_none)
{
  const Office office;
  office.plan();
  BOOST_TEST(office.approve("Ben").code == 0);
  forge(office.at, [](Json& file) {
    set_member(file["changes"][0], "to", JsonValue{7}, file.GetAllocator());
  });
  office.expect_refused(office.apply("Anna"), "do not follow");

  office.plan();
  BOOST_TEST(office.approve("Ben").code == 0);
  forge(office.at, [](Json& file) { // Only its number: all else follows.
    set_member(file, "id", "0000000000000000", file.GetAllocator());
  });
  office.expect_refused(office.apply("Anna"), "takes two persons");
}

BOOST_AUTO_TEST_CASE(a_plan_that_hides_its_risk_takes_two_all_the_same)
{
  const Office office;
  office.plan();
  forge(office.at, [](Json& file) { file["changes"][0].RemoveMember("risks"); });

  office.expect_refused(office.apply(""), "do not follow");
}

BOOST_AUTO_TEST_CASE(a_plan_that_gives_itself_time_is_none)
{
  const Office office;
  office.plan();
  forge(office.at, [](Json& file) {
    set_member(file, "ends_at", "2099-01-01T00:00:00Z", file.GetAllocator());
  });
  BOOST_TEST(office.approve("Ben").code == 2);
  office.expect_refused(office.apply("Anna"), "no plan is made so");

  forge(office.at, [](Json& file) {
    set_member(file, "made_at", "2098-12-31T12:00:00Z", file.GetAllocator());
  });
  BOOST_TEST(office.approve("Ben").code == 2);
  office.expect_refused(office.apply("Anna"), "no plan is made so");
}

BOOST_AUTO_TEST_CASE(an_approval_serves_no_other_plan_and_none_that_follows_on_it)
{
  const Office office;
  office.plan();
  office.plan(k_grave, "other.json");
  BOOST_TEST(office.approve("Ben").code == 0);
  office.expect_refused(office.apply("Anna", "other.json"), "takes two persons");
  BOOST_TEST(
      office.at.run({"plan", "chat", "--like", "plan.json", "--output", "next.json"}).code ==
      1);
  office.expect_refused(office.apply("Anna", "next.json"), "takes two persons");
}

BOOST_AUTO_TEST_CASE(the_key_that_applies_does_not_approve_under_another_name)
{
  const Office office;
  office.plan();
  BOOST_TEST(office.approve("Ben").code == 0);
  office.list("Anna=Ben Eve");
  office.expect_refused(office.apply("Ben"), "takes two persons");
  office.expect_refused(office.apply("Eve"), "takes two persons"); // It was signed as Ben.
  office.list("Anna=Ben Eve=Ben");
  office.expect_refused(office.apply("Ben"), "one key for each person");
}

BOOST_AUTO_TEST_CASE(a_rollback_of_a_rollback_is_no_way_back_and_takes_two)
{
  const Office office;
  office.plan();
  BOOST_TEST(office.approve("Ben").code == 0);
  const auto first = run_named_in(office.apply("Anna"));
  BOOST_TEST(office.at.run({"rollback", first, "--output", "back.json"}).code == 0);
  const auto back = office.apply("", "back.json");
  BOOST_TEST(back.code == 0, back.out << back.err);
  BOOST_TEST(office.at.value(k_attempts) == "1000");
  BOOST_TEST(office.at.run({"rollback", run_named_in(back), "--output", "again.json"}).code ==
             0);

  const auto again = office.apply("", "again.json");

  BOOST_TEST(again.code == 2, again.out << again.err);
  BOOST_TEST(holds(again.err, "takes two persons"), again.err);
  BOOST_TEST(office.at.value(k_attempts) == "1000");
}

BOOST_AUTO_TEST_CASE(alone_the_tenants_name_is_typed_and_nobody_pretends)
{
  const Office office{"Anna"};
  office.plan();

  for (const char* typed : {"y\n", "\n", "chat2\n", "Chat\n"}) {
    const auto ended = on_terminal(
        office.at.program, {"--data-dir", KLAUSUR_SOURCE_DIR, "apply", "plan.json"}, typed);
    BOOST_TEST(holds(ended.out, "Type the tenant's name"), ended.out);
    office.expect_refused({ended.code, "", ended.out}, "");
  }
  const auto ended = on_terminal(
      office.at.program, {"--data-dir", KLAUSUR_SOURCE_DIR, "apply", "plan.json"}, "chat\n");

  BOOST_TEST(ended.code == 0, ended.out);
  BOOST_TEST(holds(ended.out, "One person decides"), ended.out);
  BOOST_TEST(office.at.value(k_attempts) == "10");
}

BOOST_AUTO_TEST_CASE(a_plan_is_chosen_change_by_change_on_a_terminal)
{
  const ChatTenant at;
  const auto choose = [&](std::string_view typed) {
    return on_terminal(at.program,
                       {"--data-dir", KLAUSUR_SOURCE_DIR, "plan", "chat", "--check",
                        "mattermost.external.gif", "--check",
                        "mattermost.notifications.push-content", "--choose", "--output",
                        "plan.json"},
                       typed);
  };

  const auto one = choose("n\n\n");
  BOOST_TEST(one.code == 1, one.out);
  BOOST_TEST(holds(one.out, "Change it? [Y/n/q]"), one.out);
  const auto plan = parse_json(at.program.read("plan.json")).value();
  BOOST_TEST(plan["changes"].Size() == 1U, at.program.read("plan.json"));
  BOOST_TEST(at.run({"apply", "plan.json", "--yes"}).code == 0);

  const auto none = choose("q\n");
  BOOST_TEST(none.code == 2, none.out);
  BOOST_TEST(holds(none.out, "nothing was planned"), none.out);
  BOOST_TEST(at.run({"plan", "chat", "--choose"}).code == 2);
}

BOOST_AUTO_TEST_SUITE_END()
