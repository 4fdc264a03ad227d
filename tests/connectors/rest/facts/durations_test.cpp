#include "tests/connectors/rest/facts/fact_of.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace klausur;
using namespace klausur::test;

namespace {

/// What is told of one text.
std::string
days_of(std::string_view text)
{
  return told(&make_durations, R"(["/kept"])", fmt::format(R"([{{"kept":"{}"}}])", text));
}

} // namespace

BOOST_AUTO_TEST_SUITE(durations_test)

BOOST_AUTO_TEST_CASE(a_duration_is_read_in_days)
{
  const std::vector<std::pair<std::string_view, int>> rows = {
      {"30d", 30}, {"0d", 0}, {"1m", 30}, {"2m", 60}, {"12m", 365}, {"1y", 365}, {"10y", 3650}};
  for (const auto& [text, days] : rows) {
    BOOST_TEST(days_of(text) == fmt::format(R"({{"kept_days":{}}})", days), text);
  }
}

BOOST_AUTO_TEST_CASE(what_is_written_in_another_way_has_no_days)
{
  for (const char* text :
       {"", "d", "30", "30 d", "-1d", "1w", "1001y", "30dd", "99999999999d"}) {
    BOOST_TEST(days_of(text) == "{}", text);
  }
}

BOOST_AUTO_TEST_CASE(each_duration_that_can_be_read_has_days_beside_it)
{
  constexpr std::string_view texts =
      R"(["/chat/kept","/chat/other","/chat/missing","/text/kept"])";
  BOOST_TEST(told(&make_durations, texts,
                  R"([{"chat":{"kept":"2m","other":"for ever"},"text":"1y"}])") ==
             R"({"chat":{"kept_days":60}})");
  BOOST_TEST(promised(&make_durations, texts) ==
             "/chat/kept_days integer; /chat/other_days integer; /chat/missing_days integer; "
             "/text/kept_days integer; ");
}

BOOST_AUTO_TEST_SUITE_END()
