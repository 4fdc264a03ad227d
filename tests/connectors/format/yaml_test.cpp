#include "connectors/format/yaml.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

using namespace klausur;

namespace {

std::string
error_of(std::string_view text)
{
  const auto json = parse_yaml(text, "f.yaml");
  return json ? "accepted: " + to_text(*json) : json.error().what;
}

} // namespace

BOOST_AUTO_TEST_SUITE(yaml_test)

BOOST_AUTO_TEST_CASE(plain_words_get_their_type_and_quoted_ones_stay_text)
{
  const auto json = parse_yaml("{a: true, b: 'true', c: 7, d: \"7\", e: ~, f: 2026-11-24, "
                               "g: 1.5, h: 1.2.3, i: -3, j: .inf}",
                               "f.yaml");

  BOOST_TEST_REQUIRE(json.has_value());
  BOOST_TEST(to_text(*json) ==
             R"({"a":true,"b":"true","c":7,"d":"7","e":null,"f":"2026-11-24",)"
             R"("g":1.5,"h":"1.2.3","i":-3,"j":".inf"})");
}

BOOST_AUTO_TEST_CASE(a_key_given_twice_is_refused_with_its_line_and_column)
{
  BOOST_TEST(error_of("a: 1\nb:\n  c: 1\n  c: 2\n") ==
             "f.yaml:4:3: the key \"c\" is given twice");
}

BOOST_AUTO_TEST_CASE(an_alias_bomb_is_refused_at_its_first_alias)
{
  BOOST_TEST(error_of("a: &a [x, x]\nb: [*a, *a]\n").starts_with("f.yaml:2:5: aliases"));
}

BOOST_AUTO_TEST_CASE(broken_text_second_documents_and_odd_keys_are_refused)
{
  for (const char* text :
       {"a: [1", "a: 1\n---\nb: 2\n", "? [a]\n: 1\n", "a: !!binary x", "\tb: 1", "a: b: c"}) {
    BOOST_TEST(error_of(text).starts_with("f.yaml:"), text);
  }
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_in_utf8_are_refused)
{
  using namespace std::string_view_literals;
  for (const auto text : {"\xc1\n"sv, "a: \"\xff\"\n"sv, "a: \xfc\n"sv,
                          "\x01\0\0\0\0\0\0\x11"sv, "a: \x1b\n"sv}) {
    BOOST_TEST(error_of(text) == "f.yaml:1: not text in UTF-8; save it as that");
  }
  BOOST_TEST(error_of("a: b\n# \xe4\n").starts_with("f.yaml:2: not text"));
  BOOST_TEST(error_of("a: Gr\u00fc\u00dfe\r\n") == "accepted: {\"a\":\"Gr\u00fc\u00dfe\"}");
}

BOOST_AUTO_TEST_CASE(deep_nesting_is_refused_and_does_not_end_the_process)
{
  BOOST_TEST(!error_of(std::string(100'000, '[')).starts_with("accepted"));
}

BOOST_AUTO_TEST_CASE(the_place_of_a_value_is_its_line_and_column)
{
  constexpr std::string_view text = "tenants:\n  - name: a\n    vendor: zoom\n";

  BOOST_TEST(place_in_yaml(text, "f", "/tenants/0/vendor") == "f:3:13");
  BOOST_TEST(place_in_yaml(text, "f", "/tenants/0/vendor", /*key=*/true) == "f:3:5");
  BOOST_TEST(place_in_yaml(text, "f", "/tenants/0/missing") == "f:2:5");
}

BOOST_AUTO_TEST_SUITE_END()
