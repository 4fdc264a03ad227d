#include "connectors/http/wait.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

using namespace klausur;
using namespace std::chrono;

namespace {

constexpr system_clock::time_point k_now = sys_days{year{2026} / 11 / 24} + 9h; // 1795510800

Response
too_many(std::string header, std::string value)
{
  return {.status = 429, .headers = {{std::move(header), std::move(value)}}};
}

} // namespace

BOOST_AUTO_TEST_SUITE(wait_test)

BOOST_AUTO_TEST_CASE(retry_after_is_read_in_every_form)
{
  const std::pair<const char*, milliseconds> cases[] = {
      {"0", 0ms},
      {"30", 30s},
      {"1.5", 1500ms},
      {"Tue, 24 Nov 2026 09:00:20 GMT", 20s},
      {"Tuesday, 24-Nov-26 09:00:20 GMT", 20s},
      {"Tue Nov 24 09:00:20 2026", 20s},
      {"2026-11-24T09:00:20Z", 20s},
      {"2026-11-24T09:00:20.500Z", 20s},
      {"2026-11-24 09:00:20", 20s},
      {"2026-11-24T10:00:20+01:00", 20s},
      {"2026-11-24T03:30:20-0530", 20s},
      {"2026-11-24T08:00:00Z", 0s},
      {"2026-11-25T00:00:00Z", 15h},
      {"99999999999999999999", seconds{10'000'000'000}},
  };
  for (const auto& [text, wait] : cases) {
    const auto said = wait_said(too_many("retry-after", text), k_now);
    BOOST_TEST_REQUIRE(said.has_value(), text);
    BOOST_TEST(said->count() == wait.count(), text);
  }
}

BOOST_AUTO_TEST_CASE(a_reset_is_seconds_when_small_and_unix_time_when_large)
{
  const std::pair<const char*, milliseconds> cases[] = {
      {"7", 7s}, {"1795510830", 30s}, {"1795510830000", 30s}, {"1795510000", 0s}};
  for (const auto* header : {"x-ratelimit-reset", "ratelimit-reset"}) {
    for (const auto& [text, wait] : cases) {
      const auto said = wait_said(too_many(header, text), k_now);
      BOOST_TEST_REQUIRE(said.has_value(), text);
      BOOST_TEST(said->count() == wait.count(), text);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_says_nothing)
{
  for (const auto* text : {"", "soon", "-5", "nan", "inf", "2026-13-40T00:00:00Z",
                           "2026-11-24T", "1 2", "2026-11-24T09:00:20+1"}) {
    BOOST_TEST(!wait_said(too_many("retry-after", text), k_now).has_value(), text);
  }
  BOOST_TEST(!wait_said({.status = 429}, k_now).has_value());
}

BOOST_AUTO_TEST_CASE(retry_after_goes_before_a_reset)
{
  auto answer = too_many("x-ratelimit-reset", "50");
  answer.headers.emplace_back("retry-after", "3");

  BOOST_TEST(wait_said(answer, k_now)->count() == 3000);
}

BOOST_AUTO_TEST_CASE(a_reset_counts_on_a_429_only)
{
  auto answer = too_many("x-ratelimit-reset", "50");
  answer.status = 503;

  BOOST_TEST(!wait_said(answer, k_now).has_value());
}

BOOST_AUTO_TEST_CASE(dates_are_read_against_the_servers_own_clock)
{
  auto answer = too_many("retry-after", "2026-11-24T12:00:05Z");
  answer.headers.emplace_back("date", "Tue, 24 Nov 2026 12:00:00 GMT");

  BOOST_TEST(wait_said(answer, k_now)->count() == 5000);
}

BOOST_AUTO_TEST_CASE(backoff_doubles_up_to_the_longest_and_jitter_takes_a_part)
{
  BOOST_TEST(backoff(500ms, 1, 60s, 1.0).count() == 500);
  BOOST_TEST(backoff(500ms, 2, 60s, 1.0).count() == 1000);
  BOOST_TEST(backoff(500ms, 4, 60s, 0.5).count() == 2000);
  BOOST_TEST(backoff(500ms, 20, 60s, 1.0).count() == 60'000);
  BOOST_TEST(backoff(500ms, 5000, 60s, 1.0).count() == 60'000);
  BOOST_TEST(backoff(500ms, 3, 60s, 0.0).count() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
