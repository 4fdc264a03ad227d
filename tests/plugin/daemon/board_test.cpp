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
  board.configured(2, std::chrono::days{7});
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

BOOST_AUTO_TEST_CASE(what_is_not_rated_has_no_number_for_a_score)
{
  Board board{k_now};
  board.examined({.name = "t",
                  .vendor = "v",
                  .light = Light::grey,
                  .proven = Light::green,
                  .at_worst = Light::red},
                 k_now, /*complete=*/false);
  const std::string text = board.metrics(k_now);
  const std::string who = "{tenant=\"t\",vendor=\"v\"} ";
  BOOST_TEST(text.find("klausur_tenant_score_percent" + who + "NaN\n") != std::string::npos);
  BOOST_TEST(text.find("klausur_tenant_light" + who + "3\n") != std::string::npos);
  BOOST_TEST(text.find("klausur_tenant_light_settled" + who + "0\n") != std::string::npos);
  BOOST_TEST(text.find("klausur_tenant_light_proven" + who + "0\n") != std::string::npos);
  BOOST_TEST(text.find("klausur_tenant_light_at_worst" + who + "2\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_light_that_is_too_old_is_not_rated_and_a_proven_red_stays)
{
  Board board{k_now};
  board.configured(2, std::chrono::hours{1});
  for (const auto& [name, light] : {std::pair{"g", Light::green}, std::pair{"r", Light::red}}) {
    TenantReport report{.name = name, .vendor = "v", .light = light, .settled = true};
    report.score = 70;
    board.examined(report, k_now, /*complete=*/true);
  }
  const std::string fresh = board.metrics(k_now + std::chrono::hours{1});
  BOOST_TEST(fresh.find("klausur_tenant_light{tenant=\"g\",vendor=\"v\"} 0\n") !=
             std::string::npos);
  const std::string old = board.metrics(k_now + std::chrono::hours{2});
  BOOST_TEST(old.find("klausur_tenant_light{tenant=\"g\",vendor=\"v\"} 3\n") !=
             std::string::npos);
  BOOST_TEST(old.find("klausur_tenant_light{tenant=\"r\",vendor=\"v\"} 2\n") !=
             std::string::npos);
  BOOST_TEST(old.find("klausur_tenant_score_percent{tenant=\"g\",vendor=\"v\"} NaN\n") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
