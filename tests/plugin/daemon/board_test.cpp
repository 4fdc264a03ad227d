#include "plugin/daemon/board.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdio>

using namespace klausur;

namespace {

const Time k_now = *parse_time("2026-11-24T09:00:00Z");

} // namespace

BOOST_AUTO_TEST_SUITE(board_test)

BOOST_AUTO_TEST_CASE(only_health_and_metrics_are_shown_and_only_for_reading)
{
  const Board board{k_now};
  BOOST_TEST(board.answer({.method = "GET", .path = "/health"}, k_now).status == 200);
  BOOST_TEST(board.answer({.method = "POST", .path = "/health"}, k_now).status == 405);
  BOOST_TEST(board.answer({.method = "GET", .path = "/"}, k_now).status == 404);
}

BOOST_AUTO_TEST_CASE(promtool_accepts_the_metrics_also_with_hostile_names)
{
  Board board{k_now};
  board.configured(2);
  const Control control;
  TenantReport report{.name = "a\"b\\c\nd", .vendor = "v", .light = Light::red};
  report.findings.push_back({.control = &control, .status = Status::fail});
  board.examined(report, k_now, /*complete=*/true);
  board.delivered(1, 2, 3);

  std::FILE* promtool = ::popen("promtool check metrics", "w");
  BOOST_TEST_REQUIRE(promtool != nullptr);
  const std::string text = board.metrics(k_now + std::chrono::seconds{5});
  std::fwrite(text.data(), 1, text.size(), promtool);

  BOOST_TEST(::pclose(promtool) == 0);
  BOOST_TEST(text.find("status=\"fail\"} 1") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
