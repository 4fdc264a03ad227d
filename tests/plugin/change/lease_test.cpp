#include "plugin/change/lease.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

namespace {

Result<Store>
store()
{
  return Store::open("sqlite::memory:");
}

} // namespace

BOOST_AUTO_TEST_SUITE(lease_test)

BOOST_AUTO_TEST_CASE(what_another_machine_holds_is_left_to_it_until_it_is_silent_for_long)
{
  auto kept = store().value();
  Time now = *parse_time("2026-11-24T09:00:00Z");
  const Clock clock = [&] { return now; };
  const auto taken =
      kept.take_lease({"t", "other-boot pid:[1] 1 1", now + std::chrono::minutes{5}},
                      [](const LeaseRecord&) { return false; });
  BOOST_TEST_REQUIRE(!taken.value().has_value());

  BOOST_TEST(!Lease::take(kept, "t", clock).has_value());
  BOOST_TEST(Lease::take(kept, "u", clock).has_value());
  now += std::chrono::minutes{5};
  BOOST_TEST(Lease::take(kept, "t", clock).has_value());
}

BOOST_AUTO_TEST_CASE(a_lease_goes_back_when_it_is_not_needed_any_more)
{
  auto kept = store().value();
  const Clock clock = system_time;
  {
    const auto mine = Lease::take(kept, "t", clock);
    BOOST_TEST_REQUIRE(mine.has_value());
  }
  const auto next = kept.take_lease({"t", "somebody", system_time()},
                                    [](const LeaseRecord&) { return false; });
  BOOST_TEST(!next.value().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
