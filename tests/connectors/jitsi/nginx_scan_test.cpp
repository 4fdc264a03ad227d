// What no UTF-8 is in the files of others does not spoil a report, which is.

#include "connectors/jitsi/compose_yaml.hpp"
#include "connectors/jitsi/nginx_scan.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using namespace klausur::jitsi;

BOOST_AUTO_TEST_SUITE(nginx_scan_test)

BOOST_AUTO_TEST_CASE(words_that_are_no_utf8_are_taken_as_latin_1)
{
  const auto files = scan_nginx("access_log /log/\xf6"
                                "ffentlich.log;");
  const auto json = to_text(nginx_document(files, "meet.example.org"));

  BOOST_TEST(parse_json(json).has_value());
  BOOST_TEST(json.find("/log/\xc3\xb6"
                       "ffentlich.log") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(values_and_keys_of_a_compose_file_that_are_no_utf8_are_taken_as_latin_1)
{
  const auto read = parse_compose_yaml("a\xf6: \xe4\n", "compose.yml");

  BOOST_TEST_REQUIRE(read.has_value());
  BOOST_TEST(to_text(*read) == "{\"a\xc3\xb6\":\"\xc3\xa4\"}");
}

BOOST_AUTO_TEST_SUITE_END()
