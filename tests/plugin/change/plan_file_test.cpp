#include "plugin/change/plan_file.hpp"
#include "tests/plugin/change/bench.hpp"

#include <boost/test/unit_test.hpp>

#include <regex>
#include <sstream>

using namespace klausur;
using namespace klausur::test;

namespace {

ChangeSet
sample_set()
{
  ChangeSet set;
  set.bond = {.tenant = "t",
              .vendor = "v",
              .identity = {"v 1", true},
              .basis = "sha256:1",
              .run = {},
              .nonce = "n",
              .made_at = k_now,
              .ends_at = k_now + k_plan_life};
  set.choice.except = {"v.x"};
  set.changes = {change("config#/a", "1.50", "2"), change("config#/b", "", "[\"x\"]")};
  set.changes[1].after.push_back(setting_text("config#/a"));
  set.changes[1].step = 1;
  set.outlook = {"green", 0};
  return set;
}

std::string
text_of_plan(const ChangeSet& set)
{
  std::string text;
  write_plan(set, [&](std::string_view piece) { text += piece; });
  return text;
}

std::string
refusal_of(const std::string& text)
{
  std::istringstream in{text};
  const auto plan = read_plan(in);
  return plan ? "" : plan.error().what;
}

} // namespace

BOOST_AUTO_TEST_SUITE(plan_file_test)

BOOST_AUTO_TEST_CASE(a_plan_comes_back_as_it_was_written)
{
  const auto set = sample_set();
  std::istringstream in{text_of_plan(set)};

  const auto back = read_plan(in).value();

  BOOST_TEST(back.hash == hash_of(set));
  BOOST_TEST(text_of_plan(back.set) == text_of_plan(set));
  BOOST_TEST(!back.set.changes[1].from.has_value());
}

BOOST_AUTO_TEST_CASE(whatever_is_altered_is_noticed)
{
  const auto text = text_of_plan(sample_set());
  for (const auto& [from, to] :
       std::vector<std::pair<const char*, const char*>>{{"\"to\": 2", "\"to\": 3"},
                                                        {"config#/b", "config#/c"},
                                                        {"v 1", "v 2"},
                                                        {"2026-11-25", "2027-11-25"},
                                                        {"v.x", "v.y"}}) {
    const auto altered = std::regex_replace(text, std::regex{from}, to);
    BOOST_TEST_REQUIRE(altered != text);
    BOOST_TEST(refusal_of(altered).starts_with("the plan was altered"), from);
  }
}

BOOST_AUTO_TEST_CASE(a_plan_of_an_earlier_version_is_refused_and_says_what_to_do)
{
  BOOST_TEST(refusal_of(R"({"format":1,"tenant":"t","changes":[],"hash":"sha256:0"})") ==
             "this plan was made by an earlier version of Klausur: plan again");
  BOOST_TEST(refusal_of("{}").starts_with("this is no plan of ours"));
  BOOST_TEST(!refusal_of("[]").empty());
  BOOST_TEST(!refusal_of("").empty());
}

BOOST_AUTO_TEST_CASE(a_check_that_the_policies_do_not_have_is_refused)
{
  Bench bench;
  bench.check("v.a", "config#/a", "2", "2");
  auto plan = given(sample_set());
  plan.checks[0] = SharedText{"v.a"};
  BOOST_TEST(with_checks(plan, bench.law)->changes[0].check == &bench.law.checks[0]);
  plan.checks[1] = SharedText{"v.gone"};
  BOOST_TEST(!with_checks(plan, bench.law).has_value());
}

BOOST_AUTO_TEST_CASE(a_change_of_what_was_masked_says_that_there_is_no_way_back)
{
  auto set = sample_set();
  BOOST_TEST(text_of_plan(set).find("reversible") == std::string::npos);
  set.changes = {change("config#/a", R"("wss://********@host/x")", "\"wss://host/x\"")};

  const auto text = text_of_plan(set);

  BOOST_TEST(std::regex_search(text, std::regex{R"("reversible":\s*false)"}), text);
  std::istringstream in{text};
  BOOST_TEST(read_plan(in).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
