#include "plugin/change/verdict.hpp"
#include "tests/plugin/change/bench.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using namespace klausur::test;

namespace {

std::string
before(std::string_view now)
{
  const auto one = change("config#/a", "1", "2");
  const Json value = now.empty() ? Json{} : parse_json(now).value();
  const auto result = before_write(one, now.empty() ? nullptr : &value);
  return result ? std::string{name_of(result->outcome)} : "write";
}

std::string
after(const Result<void>& sent, std::string_view now, bool late)
{
  const auto one = change("config#/a", "1", "2");
  const Json value = now.empty() || now == "unreadable" ? Json{} : parse_json(now).value();
  using Value = Result<const JsonValue*>;
  const Value seen = now == "unreadable" ? Value{fail(Failure::unreachable, "no answer")}
                                         : Value{now.empty() ? nullptr : &value};
  const auto result = outcome_of(one, sent, seen, late);
  return result ? std::string{name_of(result->outcome)} : "look again";
}

const Result<void> k_taken;
const Result<void> k_refused = fail(Failure::forbidden, "no");
const Result<void> k_silent = fail(Failure::unreachable, "no answer");

} // namespace

BOOST_AUTO_TEST_SUITE(verdict_test)

BOOST_AUTO_TEST_CASE(what_was_found_is_the_precondition)
{
  BOOST_TEST(before("1") == "write");
  BOOST_TEST(before("2") == "already");
  BOOST_TEST(before("3") == "conflict");
  BOOST_TEST(before("") == "conflict");
}

BOOST_AUTO_TEST_CASE(what_the_tenant_says_then_counts_whatever_was_answered)
{
  for (const auto& sent : {k_taken, k_refused, k_silent}) {
    BOOST_TEST(after(sent, "2", false) == "applied");
  }
  BOOST_TEST(after(k_taken, "1", false) == "look again");
  BOOST_TEST(after(k_taken, "1", true) == "failed");
  BOOST_TEST(after(k_silent, "1", false) == "look again");
  BOOST_TEST(after(k_silent, "1", true) == "failed");
  BOOST_TEST(after(k_refused, "1", false) == "refused");
}

BOOST_AUTO_TEST_CASE(a_third_value_is_a_conflict_only_when_time_is_up)
{
  BOOST_TEST(after(k_taken, "3", false) == "look again");
  BOOST_TEST(after(k_taken, "3", true) == "conflict");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_back_is_not_verified_and_never_failed)
{
  BOOST_TEST(after(k_taken, "unreadable", false) == "look again");
  BOOST_TEST(after(k_taken, "unreadable", true) == "not verified");
  BOOST_TEST(after(k_silent, "unreadable", true) == "not verified");
}

BOOST_AUTO_TEST_SUITE_END()
