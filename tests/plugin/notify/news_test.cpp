#include "plugin/notify/courier.hpp"
#include "plugin/notify/news.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

namespace {

const Time k_now = *parse_time("2026-11-24T09:00:00Z");

/// One tenant with one finding, and a chat that is told what changes.
struct Room
{
  Control control{.id = "DP-CON-02",
                  .title = {"Recording is off", "Aufzeichnung ist aus"},
                  .reason = {"because", "weil"}};
  NotifyChannel channel{.channel = "mattermost", .url = "https://chat", .room = "privacy"};
  Store store = Store::open("sqlite::memory:").value();
  TenantReport report{.name = "t", .vendor = "v", .reason = {"why", "warum"}};

  Room()
  {
    report.findings.push_back({.control = &control,
                               .id = "v.x",
                               .severity = Severity::high,
                               .scope = "account",
                               .setting = "config#/a",
                               .observed = parse_json("\"x`y\\nz\"").value()});
  }

  /// Audit with this status; how many messages wait afterwards.
  std::size_t after(Status status)
  {
    report.findings[0].status = status;
    BOOST_TEST_REQUIRE(queue_news(store, std::span{&channel, 1}, report, k_now).has_value());
    return store.waiting(100).value().size();
  }
  std::string last_message() { return store.waiting(100).value().back().body; }
};

} // namespace

BOOST_AUTO_TEST_SUITE(news_test)

BOOST_AUTO_TEST_CASE(a_change_is_told_once_and_not_once_per_run)
{
  Room room;
  BOOST_TEST(room.after(Status::pass) == 0U);
  BOOST_TEST(room.after(Status::fail) == 1U);
  BOOST_TEST(room.after(Status::fail) == 1U);
  BOOST_TEST(room.after(Status::pass) == 2U);
  BOOST_TEST(room.after(Status::pass) == 2U);
  BOOST_TEST(room.after(Status::fail) == 3U);
}

BOOST_AUTO_TEST_CASE(not_seeing_a_setting_resolves_nothing)
{
  Room room;
  BOOST_TEST_REQUIRE(room.after(Status::fail) == 1U);
  BOOST_TEST(room.after(Status::unknown) == 1U);
  BOOST_TEST(room.after(Status::error) == 1U);
  BOOST_TEST(room.after(Status::fail) == 1U);
}

BOOST_AUTO_TEST_CASE(a_finding_that_grows_graver_is_told_and_a_milder_one_is_not)
{
  Room room;
  BOOST_TEST_REQUIRE(room.after(Status::fail) == 1U);
  room.report.findings[0].severity = Severity::critical;
  BOOST_TEST(room.after(Status::fail) == 2U);
  room.report.findings[0].severity = Severity::medium;
  BOOST_TEST(room.after(Status::fail) == 2U);
}

BOOST_AUTO_TEST_CASE(a_channel_hears_only_of_what_it_asked_for)
{
  Room red_only;
  red_only.channel.at_least = Light::red;
  BOOST_TEST(red_only.after(Status::fail) == 0U);

  Room other_tenant;
  other_tenant.channel.tenants = {"other"};
  BOOST_TEST(other_tenant.after(Status::fail) == 0U);

  Room waived;
  waived.report.findings[0].waived = Waiver{};
  BOOST_TEST(waived.after(Status::fail) == 0U);
}

BOOST_AUTO_TEST_CASE(a_message_names_setting_value_and_reason_in_the_channels_language)
{
  Room english;
  english.after(Status::fail);
  BOOST_TEST(english.last_message().find("New deviation") != std::string::npos);
  BOOST_TEST(english.last_message().find("config#/a") != std::string::npos);
  BOOST_TEST(english.last_message().find("because") != std::string::npos);

  Room german;
  german.channel.language = Language::de;
  german.after(Status::fail);
  BOOST_TEST(german.last_message().find("Neue Abweichung** (hoch)") != std::string::npos);
  BOOST_TEST(german.last_message().find("weil") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_tenants_value_cannot_break_out_of_its_markup)
{
  Room room;
  room.after(Status::fail);
  BOOST_TEST(room.last_message().find("x`y") == std::string::npos);
  BOOST_TEST(room.last_message().find("x'y") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
