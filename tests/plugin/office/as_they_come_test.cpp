#include "plugin/office/as_they_come.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace klausur;

namespace {

/// Results on a loop, and what is told of them: `2` is ready, `2!` is waited for no longer.
struct Row
{
  explicit Row(std::size_t count, std::chrono::milliseconds patience)
      : order{loop,
              count,
              {[this](std::size_t place) { told += std::to_string(place) + " "; },
               [this](const std::vector<std::size_t>& places) {
                 for (const auto place : places) {
                   told += std::to_string(place) + "! ";
                 }
               }},
              patience}
  {
  }

  /// Finish these, wait until patience is lost, finish those.
  Task<void> finish_around_a_wait(std::vector<std::size_t> before,
                                  std::vector<std::size_t> after)
  {
    for (const auto place : before) {
      order.finish(place);
    }
    while (told.find('!') == std::string::npos) {
      co_await loop.aside([] { return true; });
    }
    for (const auto place : after) {
      order.finish(place);
    }
  }

  Loop loop;
  std::string told;
  AsTheyCome order;
};

} // namespace

BOOST_AUTO_TEST_SUITE(as_they_come_test)

BOOST_AUTO_TEST_CASE(whatever_is_finished_first_the_order_is_kept)
{
  Row row{4, std::chrono::hours{1}};
  for (const std::size_t place : {2U, 1U, 0U, 3U}) {
    row.order.finish(place);
  }
  BOOST_TEST(row.told == "0 1 2 3 ");
}

BOOST_AUTO_TEST_CASE(a_slow_one_is_waited_for_no_longer_and_comes_when_it_is_there)
{
  Row row{4, std::chrono::milliseconds{1}};
  row.loop.wait(row.finish_around_a_wait({1, 3}, {2, 0}));
  BOOST_TEST(row.told == "0! 2! 1 3 2 0 ");
}

BOOST_AUTO_TEST_CASE(who_is_still_awaited_behind_the_finished_ones_keeps_its_place)
{
  Row row{4, std::chrono::milliseconds{1}};
  row.loop.wait(row.finish_around_a_wait({1}, {3, 2, 0}));
  // 0 is nobody's concern any more, so 2 is the next, and 3 waits for it.
  BOOST_TEST(row.told == "0! 1 2 3 0 ");
}

BOOST_AUTO_TEST_CASE(the_last_one_is_never_late_for_nobody_waits)
{
  Row row{2, std::chrono::milliseconds{0}};
  row.order.finish(0);
  row.loop.wait(row.loop.aside([] { return true; }));
  BOOST_TEST(row.told == "0 ");
  row.order.finish(1);
  BOOST_TEST(row.told == "0 1 ");
}

BOOST_AUTO_TEST_SUITE_END()
