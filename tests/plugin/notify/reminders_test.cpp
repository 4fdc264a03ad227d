#include "plugin/notify/reminders.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

namespace {

const Time k_now = *parse_time("2026-11-24T09:00:00Z");
const NotifyChannel k_channel{.channel = "mattermost", .url = "u", .room = "r"};

Attestation
ends_in(int days, const char* id = "a-1")
{
  return {.tenant = "t",
          .check = "DP-AVV-01",
          .from = k_now - std::chrono::days{300},
          .until = k_now + std::chrono::days{days},
          .id = id};
}

/// The steps that are told on each of the days from `first` days before the end on, one look a
/// day.
std::vector<int>
told_before_the_end(int first, int every)
{
  std::vector<ToldRecord> told;
  std::vector<int> days;
  const Attestation attestation = ends_in(first);
  for (int passed = 0; passed <= first + 10; passed += every) {
    News news;
    add_reminders(news, k_channel, "t", std::span{&attestation, 1}, told,
                  k_now + std::chrono::days{passed});
    if (!news.reminders.empty()) {
      days.push_back(first - passed);
      BOOST_TEST(news.reminders[0].ended == (passed >= first));
      told = news.told;
    }
  }
  return days;
}

} // namespace

BOOST_AUTO_TEST_SUITE(reminders_test)

BOOST_AUTO_TEST_CASE(an_attestation_is_reminded_of_60_30_and_7_days_before_its_end_and_at_it)
{
  BOOST_TEST((told_before_the_end(90, 1) == std::vector{60, 30, 7, 0}));
}

BOOST_AUTO_TEST_CASE(who_looks_late_tells_the_step_that_was_reached_and_none_that_is_past)
{
  BOOST_TEST((told_before_the_end(70, 45) == std::vector{25}));
  BOOST_TEST((told_before_the_end(20, 30) == std::vector{20, -10}));
}

BOOST_AUTO_TEST_CASE(another_tenants_a_future_and_a_replaced_attestation_remind_nobody)
{
  std::vector<Attestation> all{ends_in(5, "a-1"), ends_in(200, "a-2")};
  all[1].from = k_now - std::chrono::days{1};
  News news;
  add_reminders(news, k_channel, "t", all, {}, k_now);
  BOOST_TEST(news.reminders.empty());
  all[1].from = k_now + std::chrono::days{1}; // It does not count yet.
  add_reminders(news, k_channel, "t", all, {}, k_now);
  BOOST_TEST_REQUIRE(news.reminders.size() == 1U);
  BOOST_TEST(news.reminders[0].attestation->id == "a-1");
  News others;
  add_reminders(others, k_channel, "u", all, {}, k_now);
  BOOST_TEST(others.reminders.empty());
}

BOOST_AUTO_TEST_SUITE_END()
