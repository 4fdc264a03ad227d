// What must be kept is never planned away, with the real program.

#include "tests/plugin/commands/chat_tenant.hpp"
#include "tests/support/holds.hpp"

#include <boost/test/unit_test.hpp>

using klausur::test::ChatTenant;
using klausur::test::Ended;
using klausur::test::holds;

namespace {

constexpr const char* k_deletion = "config#/DataRetentionSettings/EnableMessageDeletion";

void
configure(const ChatTenant& at, std::string_view held, std::string_view more = "")
{
  at.configure(more, std::string{ChatTenant::k_one} + ", legal_holds: " + std::string{held});
}

Ended
plan(const ChatTenant& at)
{
  return at.run({"plan", "chat", "--risk", "deletes", "--output", "plan.json"});
}

bool
is_planned(const Ended& planned)
{
  return holds(planned.out, std::string{"\n  "} + k_deletion);
}

} // namespace

BOOST_AUTO_TEST_SUITE(holds_test)

BOOST_AUTO_TEST_CASE(while_a_hold_stands_what_deletes_is_left_out_and_the_plan_says_why)
{
  const ChatTenant at{"licensed"};
  BOOST_TEST(is_planned(plan(at)));

  configure(at, "[{{reason: 'AG Köln 3 C 12/26'}}]");
  const auto held = plan(at);
  configure(at, "[{{reason: 'AG Köln 3 C 12/26'}}]", "language: de\n");
  const auto german = plan(at);

  BOOST_TEST(!is_planned(held), held.out);
  BOOST_TEST(holds(held.out, std::string{"left out: "} + k_deletion), held.out);
  BOOST_TEST(holds(held.out, "A legal hold stands (AG Köln 3 C 12/26)"), held.out);
  BOOST_TEST(!holds(held.out, "deletes (no rollback"), held.out);
  BOOST_TEST(holds(german.out, "Es gilt eine Löschsperre (AG Köln 3 C 12/26)"), german.out);
}

BOOST_AUTO_TEST_CASE(a_hold_of_other_controls_keeps_nothing_else_and_one_of_none_is_refused)
{
  const ChatTenant at{"licensed"};

  configure(at, "[{{reason: x, controls: [DP-RET-01]}}]");
  BOOST_TEST(is_planned(plan(at)));
  configure(at, "[{{reason: x, controls: [DP-RET-03]}}]");
  BOOST_TEST(!is_planned(plan(at)));
  configure(at, "[{{reason: x, controls: [DP-RET-06]}}]");
  const auto none = at.run({"validate"});

  BOOST_TEST(none.code == 2, none.out);
  BOOST_TEST(holds(none.err, "a legal hold contradicts no control \"DP-RET-06\""), none.err);
  BOOST_TEST(plan(at).code == 2);
}

BOOST_AUTO_TEST_CASE(a_plan_from_before_a_hold_is_written_no_more)
{
  const ChatTenant at{"licensed"};
  BOOST_TEST_REQUIRE(is_planned(plan(at)));
  configure(at, "[{{reason: x}}]");

  const auto ended = at.run({"apply", "plan.json", "--yes"});

  BOOST_TEST(ended.code == 2, ended.out << ended.err);
  BOOST_TEST(holds(ended.err, "do not follow"), ended.err);
  BOOST_TEST(at.value("/DataRetentionSettings/EnableMessageDeletion") == "false");
}

BOOST_AUTO_TEST_SUITE_END()
