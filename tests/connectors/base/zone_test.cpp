#include "connectors/base/zone.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace klausur;

namespace {

/// `2026-07-01 11:00 CEST` as the zone's clock shows a point in time.
std::string
shown(const char* zone, const char* time)
{
  const auto there = Zone::named(zone).value();
  const auto point = parse_time(time).value();
  const auto at = there.at(point);
  return fmt::format("{}-{:02}-{:02} {:02}:{:02} {}", at.year, at.month, at.day, at.hour,
                     at.minute, there.abbreviation(point));
}

} // namespace

BOOST_AUTO_TEST_SUITE(zone_test)

BOOST_AUTO_TEST_CASE(a_zone_shows_winter_and_summer_and_the_hours_around_the_change)
{
  BOOST_TEST(shown("UTC", "2026-11-24T09:00:00Z") == "2026-11-24 09:00 UTC");
  BOOST_TEST(shown("Europe/Berlin", "2026-11-24T09:00:00Z") == "2026-11-24 10:00 CET");
  BOOST_TEST(shown("Europe/Berlin", "2026-07-01T22:30:00Z") == "2026-07-02 00:30 CEST");
  BOOST_TEST(shown("Europe/Berlin", "2026-03-29T00:59:59Z") == "2026-03-29 01:59 CET");
  BOOST_TEST(shown("Europe/Berlin", "2026-03-29T01:00:00Z") == "2026-03-29 03:00 CEST");
  BOOST_TEST(shown("America/New_York", "2026-01-01T03:00:00Z") == "2025-12-31 22:00 EST");
  BOOST_TEST(shown("Asia/Kathmandu", "2026-01-01T00:00:00Z") == "2026-01-01 05:45 +0545");
}

BOOST_AUTO_TEST_CASE(what_is_no_zone_is_refused_with_what_to_write)
{
  for (const char* name :
       {"", "Europe/Berlon", "../../etc/passwd", "/etc/passwd", "zone.tab"}) {
    const auto zone = Zone::named(name);
    BOOST_TEST_REQUIRE(!zone.has_value(), name);
    BOOST_TEST((zone.error().kind == Failure::invalid));
    BOOST_TEST((zone.error().what.find("Europe/Berlin") != std::string::npos));
  }
}

BOOST_AUTO_TEST_SUITE_END()
