#include "plugin/daemon/schedule.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const Time k_now = *parse_time("2026-11-24T09:00:00Z");

} // namespace

BOOST_AUTO_TEST_SUITE(schedule_test)

BOOST_AUTO_TEST_CASE(a_tenant_that_was_never_examined_is_due_at_once)
{
  Schedule schedule;
  schedule.add("t", hours{1}, std::nullopt, k_now, 0.5);

  BOOST_TEST(schedule.take_due(k_now).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_tenant_is_not_taken_again_while_it_is_under_way)
{
  Schedule schedule;
  schedule.add("t", seconds{1}, std::nullopt, k_now, 0);
  BOOST_TEST_REQUIRE(schedule.take_due(k_now).size() == 1U);

  BOOST_TEST(schedule.take_due(k_now + hours{5}).empty());
  BOOST_TEST(!schedule.next().has_value());

  schedule.finished("t", k_now + hours{5}, 0);
  BOOST_TEST(schedule.take_due(k_now + hours{5} + seconds{1}).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_long_pause_is_caught_up_once)
{
  Schedule schedule;
  schedule.add("t", hours{1}, k_now - hours{100}, k_now, 0);

  BOOST_TEST(schedule.take_due(k_now).size() == 1U);
  schedule.finished("t", k_now, 0);
  BOOST_TEST(schedule.take_due(k_now + minutes{59}).empty());
  BOOST_TEST(schedule.take_due(k_now + hours{1}).size() == 1U);
}

BOOST_AUTO_TEST_CASE(jitter_makes_it_earlier_by_a_tenth_at_most)
{
  Schedule schedule;
  schedule.add("none", hours{10}, k_now, k_now, 0);
  schedule.add("most", hours{10}, k_now, k_now, 1);

  BOOST_TEST(schedule.take_due(k_now + hours{9} - seconds{1}).empty());
  BOOST_TEST(schedule.take_due(k_now + hours{9}).at(0) == "most");
  BOOST_TEST(schedule.take_due(k_now + hours{10}).at(0) == "none");
}

BOOST_AUTO_TEST_CASE(a_tenant_without_an_interval_is_never_due)
{
  Schedule schedule;
  schedule.add("t", seconds{0}, std::nullopt, k_now, 0);

  BOOST_TEST(!schedule.next().has_value());
  BOOST_TEST(schedule.take_due(k_now + hours{1000}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
