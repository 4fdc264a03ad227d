#include "connectors/jitsi/defaults.hpp"

#include <boost/test/unit_test.hpp>
#include <rapidjson/pointer.h>

#include <algorithm>
#include <string>

using namespace klausur;

BOOST_AUTO_TEST_SUITE(defaults_test)

BOOST_AUTO_TEST_CASE(every_default_can_be_read_at_its_path)
{
  for (const HoconDefaults& table : hocon_defaults()) {
    const Json values = default_values(table.program);
    for (const HoconDefault& each : table.values) {
      std::string pointer = "/" + std::string{each.path};
      std::ranges::replace(pointer, '.', '/');
      const JsonValue* value = rapidjson::Pointer{pointer.c_str()}.Get(values);
      BOOST_TEST_REQUIRE(value != nullptr, each.path);
      BOOST_TEST(to_text(*value) == to_text(*parse_json(each.json)));
    }
  }
}

BOOST_AUTO_TEST_CASE(every_table_names_its_source_and_day)
{
  BOOST_TEST(hocon_defaults().size() == 3U);
  for (const HoconDefaults& table : hocon_defaults()) {
    BOOST_TEST(table.source.find("read 20") != std::string_view::npos);
  }
}

BOOST_AUTO_TEST_CASE(an_unknown_program_has_no_defaults)
{
  BOOST_TEST(to_text(default_values("jigasi")) == "{}");
}

BOOST_AUTO_TEST_SUITE_END()
