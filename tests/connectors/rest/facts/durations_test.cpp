#include "connectors/format/json.hpp"
#include "connectors/rest/facts/durations.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

BOOST_AUTO_TEST_SUITE(durations_test)

BOOST_AUTO_TEST_CASE(a_duration_is_read_in_days)
{
  const std::vector<std::pair<std::string_view, int>> rows = {
      {"30d", 30}, {"0d", 0}, {"1m", 30}, {"2m", 60}, {"12m", 365}, {"1y", 365}, {"10y", 3650}};
  for (const auto& [text, days] : rows) {
    BOOST_TEST(days_in(text).value_or(-1) == days, text);
  }
}

BOOST_AUTO_TEST_CASE(what_is_written_in_another_way_has_no_days)
{
  for (const char* text :
       {"", "d", "30", "30 d", "-1d", "1w", "1001y", "30dd", "99999999999d"}) {
    BOOST_TEST(!days_in(text).has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(days_stand_beside_each_duration_that_can_be_read)
{
  DocumentEntry entry;
  entry.durations = {"/chat/kept", "/chat/other", "/chat/missing", "/text/kept"};
  auto json = parse_json(R"({"chat":{"kept":"2m","other":"for ever"},"text":"1y"})").value();

  add_days(json, entry);

  BOOST_TEST(to_text(json) ==
             R"({"chat":{"kept":"2m","other":"for ever","kept_days":60},"text":"1y"})");
}

BOOST_AUTO_TEST_SUITE_END()
