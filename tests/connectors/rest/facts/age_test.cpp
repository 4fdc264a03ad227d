#include "connectors/rest/spans.hpp"
#include "tests/connectors/rest/facts/fact_of.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using namespace klausur::test;

namespace {

const Time k_now = parse_time("2026-11-24T09:00:00Z").value();

std::string
said(std::string_view items)
{
  return told(&make_age, R"({"of":"/start"})", items, k_now);
}

} // namespace

BOOST_AUTO_TEST_SUITE(age_test)

BOOST_AUTO_TEST_CASE(the_oldest_and_the_newest_are_shown_in_whole_days)
{
  BOOST_TEST(said(R"([{"start":"2026-11-20T09:00:01Z"},{"start":"2026-11-20T09:00:00Z"},)"
                  R"({"start":"2026-11-24T08:59:59Z"}])") ==
             R"({"count":3,"oldest_days":4,"newest_days":0,"by_age":[[0,1],[3,1],[4,1]]})");
}

BOOST_AUTO_TEST_CASE(what_starts_in_the_future_is_new)
{
  BOOST_TEST(said(R"([{"start":"2026-11-25T09:00:00Z"}])") ==
             R"({"count":1,"oldest_days":0,"newest_days":0,"by_age":[[0,1]]})");
}

BOOST_AUTO_TEST_CASE(an_empty_list_has_no_age)
{
  BOOST_TEST(said("[]") == R"({"count":0,"oldest_days":null,"newest_days":null,"by_age":[]})");
}

BOOST_AUTO_TEST_CASE(one_item_without_a_readable_time_leaves_all_unknown)
{
  for (const char* item : {"{}", R"({"start":"yesterday"})", R"({"start":7})", "null"}) {
    const auto words = said(R"([{"start":"2026-11-20T09:00:00Z"},)" + std::string{item} + "]");

    BOOST_TEST(words == "item 1 has no time at /start", words);
  }
}

BOOST_AUTO_TEST_CASE(stretches_of_time_meet_and_do_not_overlap)
{
  const Spans spans{.from = "from", .to = "to", .days = 28, .count = 3};

  BOOST_TEST(form_text(days_of(spans, 0, k_now)) == "from=2026-10-28&to=2026-11-24");
  BOOST_TEST(form_text(days_of(spans, 1, k_now)) == "from=2026-09-30&to=2026-10-27");
}

BOOST_AUTO_TEST_CASE(exact_stretches_meet_at_a_point_in_time)
{
  const Spans spans{.from = "from", .to = "to", .days = 30, .count = 3, .exact = true};

  BOOST_TEST(form_text(days_of(spans, 0, k_now)) ==
             "from=2026-10-25T09%3A00%3A00Z&to=2026-11-24T09%3A00%3A00Z");
  BOOST_TEST(form_text(days_of(spans, 1, k_now)) ==
             "from=2026-09-25T09%3A00%3A00Z&to=2026-10-25T09%3A00%3A00Z");
}

BOOST_AUTO_TEST_CASE(a_fraction_of_a_second_and_an_offset_are_understood)
{
  BOOST_TEST(said(R"([{"start":"2026-11-20T09:00:00.845Z"},)"
                  R"({"start":"2026-11-22T11:00:00+02:00"}])") ==
             R"({"count":2,"oldest_days":4,"newest_days":2,"by_age":[[2,1],[4,1]]})");
}

BOOST_AUTO_TEST_CASE(items_of_another_kind_are_passed_over_and_silent_ones_are_not)
{
  const auto words = told(&make_age, R"({"of":"/start","only":{"/status":"available"}})",
                          R"([{"start":"2026-11-20T09:00:00Z","status":"deleted"},)"
                          R"({"start":"2026-11-21T09:00:00Z","status":"available"},)"
                          R"({"start":"2026-11-22T09:00:00Z"}])",
                          k_now);

  BOOST_TEST(words == R"({"count":2,"oldest_days":3,"newest_days":2,"by_age":[[2,1],[3,1]]})");
}

BOOST_AUTO_TEST_CASE(it_promises_what_it_gives)
{
  BOOST_TEST(promised(&make_age, R"({"of":"/start"})") ==
             "/count integer; /oldest_days integer null; /newest_days integer null; "
             "/by_age array; ");
}

BOOST_AUTO_TEST_SUITE_END()
