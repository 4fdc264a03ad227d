#include "connectors/base/time.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdlib>
#include <ctime>

using namespace klausur;

namespace {

/// The machine's zone for one test.
class Zone
{
public:
  explicit Zone(const char* name)
  {
    const char* before = std::getenv("TZ");
    m_before = before == nullptr ? "" : before;
    m_was_set = before != nullptr;
    ::setenv("TZ", name, 1);
    ::tzset();
  }
  ~Zone()
  {
    m_was_set ? ::setenv("TZ", m_before.c_str(), 1) : ::unsetenv("TZ");
    ::tzset();
  }
  Zone(const Zone&) = delete;
  Zone& operator=(const Zone&) = delete;

private:
  std::string m_before;
  bool m_was_set;
};

constexpr std::array k_zones{"UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"};

} // namespace

BOOST_AUTO_TEST_SUITE(time_test)

BOOST_AUTO_TEST_CASE(a_time_is_printed_and_read_in_utc_whatever_the_machines_zone)
{
  // Winter, summer, and both sides of Berlin's change of clocks.
  for (const char* text :
       {"2026-11-24T09:00:00Z", "2026-07-01T23:59:59Z", "2026-03-29T00:59:59Z",
        "2026-03-29T01:30:00Z", "1970-01-01T00:00:00Z"}) {
    for (const char* zone : k_zones) {
      const Zone set{zone};
      const auto time = parse_time(text);
      BOOST_TEST_REQUIRE(time.has_value());
      BOOST_TEST(to_text(*time) == text, zone);
      BOOST_TEST((iso_time(text) == *time), zone);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
