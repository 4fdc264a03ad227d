#include "connectors/mattermost/retention.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

namespace {

std::string
with_days(const char* settings)
{
  Json json = parse_json(settings).value();
  mattermost::tell_hours_in_days(json);
  return to_text(json);
}

} // namespace

BOOST_AUTO_TEST_SUITE(retention_test)

BOOST_AUTO_TEST_CASE(hours_are_told_in_begun_days)
{
  BOOST_TEST(with_days(R"({"DataRetentionSettings":{"MessageRetentionHours":25,)"
                       R"("FileRetentionHours":0}})") ==
             R"({"DataRetentionSettings":{"MessageRetentionHours":25,"FileRetentionHours":0,)"
             R"("MessageRetentionHoursInDays":2,"FileRetentionHoursInDays":0}})");
}

BOOST_AUTO_TEST_CASE(what_is_no_number_of_hours_is_told_in_no_days)
{
  for (const char* settings : {
           R"({"DataRetentionSettings":{"MessageRetentionHours":"48"}})",
           R"({"DataRetentionSettings":{"MessageRetentionHours":-1}})",
           R"({"DataRetentionSettings":{"MessageRetentionHours":null}})",
           R"({"DataRetentionSettings":[]})",
           "[]",
       }) {
    BOOST_TEST(with_days(settings) == settings);
  }
}

BOOST_AUTO_TEST_SUITE_END()
