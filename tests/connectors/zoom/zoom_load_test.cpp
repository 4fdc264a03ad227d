#include "tests/connectors/zoom/zoom_desk.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <set>

using namespace klausur;
using namespace klausur::test;

namespace {

void
hold(const ZoomDesk& zoom, std::string_view pointer, std::string_view value)
{
  BOOST_TEST_REQUIRE(zoom.sandbox->change(pointer, parse_json(value).value()).has_value());
}

std::set<std::string>
documents_of(const Snapshot& snapshot, std::string_view pattern)
{
  std::set<std::string> found;
  for (const auto& reading : snapshot.readings) {
    if (reading.content && matches(pattern, reading.document)) {
      found.insert(reading.document.str());
    }
  }
  return found;
}

Json
parameters(std::string_view text)
{
  return parse_json(text).value();
}

Outbound
too_many(std::vector<std::pair<std::string, std::string>> headers)
{
  return {.status = 429,
          .headers = std::move(headers),
          .body = R"({"code":429,"message":"You have reached the maximum rate limit."})"};
}

/// Two pages of users, of which the second is what the test says.
Snapshot
read_with(Reply second)
{
  Desk desk{[&](const Received& request) {
    if (request.target == "/oauth/token") {
      return Reply{.body = R"({"access_token":"t","expires_in":3600})"};
    }
    if (!request.target.starts_with("/users?")) {
      return Reply{.status = 404, .body = R"({"code":2300,"message":"?"})"};
    }
    return has(request.target, "next_page_token=two")
               ? second
               : Reply{.body = R"({"users":[{"id":"u1","type":2}],"next_page_token":"two",)"
                               R"("total_records":2})"};
  }};
  desk.manifest = ZoomDesk::shipped();
  desk.tenant.hosts = {{"token", desk.server.url()}};
  setenv("KLAUSUR_TEST_ZOOM", "sandbox-secret", 1);
  desk.tenant.auth = {
      {"account_id", "a"}, {"client_id", "c"}, {"client_secret", "env:KLAUSUR_TEST_ZOOM"}};
  std::erase_if(desk.manifest.documents, [](const DocumentEntry& entry) {
    return entry.name != "users" && entry.name != "user_settings/*";
  });
  return read_by(&open_zoom, desk.at);
}

} // namespace

BOOST_AUTO_TEST_SUITE(zoom_load_test)

BOOST_AUTO_TEST_CASE(of_ten_thousand_users_all_are_listed_and_the_same_sample_is_read_each_time)
{
  ZoomDesk zoom;
  hold(zoom, "/users/licensed", "10000");
  zoom.tenant.parameters = parameters(R"({"sample_users":60})");

  const auto first = zoom.read();
  const auto second = zoom.read();

  BOOST_TEST(first.find("users")->content->MemberCount() == 10000U);
  const auto chosen = documents_of(first, "user_settings/*");
  BOOST_TEST(chosen.size() == 60U);
  BOOST_TEST((chosen == documents_of(second, "user_settings/*")));
  BOOST_TEST(
      has(said(first, "user_settings/*"), "left_out: user_settings/*: 60 of 10000 were"));
  BOOST_TEST(!is_missing(*first.find("user_settings/*"))); // Said, and not to be repaired.
  BOOST_TEST(zoom.sandbox->violations() == 0U);
}

BOOST_AUTO_TEST_CASE(all_users_are_read_where_the_configuration_says_so)
{
  ZoomDesk zoom;
  hold(zoom, "/users/licensed", "250");
  zoom.tenant.parameters = parameters(R"({"sample_users":"all"})");

  const auto snapshot = zoom.read();

  BOOST_TEST(documents_of(snapshot, "user_settings/*").size() == 250U);
  BOOST_TEST(documents_of(snapshot, "user_security/*").size() == 250U);
  BOOST_TEST(snapshot.find("user_settings/*") == nullptr);
  BOOST_TEST(zoom.sandbox->violations() == 0U);
}

BOOST_AUTO_TEST_CASE(in_a_storm_of_429_nothing_is_lost)
{
  ZoomDesk zoom{"", 50, /*attempts=*/100};
  zoom.options.longest_wait = std::chrono::milliseconds{50};
  zoom.open();
  hold(zoom, "/users/licensed", "50");
  const auto now = std::to_string(system_time().time_since_epoch().count());
  const auto qps = too_many({{"X-RateLimit-Category", "Medium"},
                             {"X-RateLimit-Type", "QPS"},
                             {"X-RateLimit-Remaining", "0"},
                             {"X-RateLimit-Reset", now}});
  const auto dated =
      too_many({{"X-RateLimit-Type", "QPS"}, {"Retry-After", to_text(system_time())}});
  zoom.sandbox->arm({.path = "/v2/users", .times = 6, .answer = qps});
  zoom.sandbox->arm({.path = "/v2/users/*", .times = 60, .answer = qps});
  zoom.sandbox->arm({.path = "/v2/groups*", .times = 6, .answer = dated});
  zoom.sandbox->arm({.path = "/v2/accounts*", .times = 6, .answer = too_many({})});

  const auto snapshot = zoom.read();

  for (const auto& reading : snapshot.readings) {
    BOOST_TEST(reading.content.has_value(), reading.document << ": " << said(reading.content));
  }
  BOOST_TEST(documents_of(snapshot, "user_settings/*").size() == 50U);
}

BOOST_AUTO_TEST_CASE(a_daily_limit_ends_the_reading_of_its_kind_at_once_and_says_until_when)
{
  ZoomDesk zoom{"", 50, /*attempts=*/4};
  zoom.sandbox->arm(
      {.path = "/v2/*",
       .times = 1000,
       .answer = too_many({{"X-RateLimit-Type", "Daily-limit"},
                           {"Retry-After", to_text(system_time() + std::chrono::hours{9})}})});

  const auto snapshot = zoom.read();

  BOOST_TEST(said(snapshot, "account_settings").starts_with("unreachable"));
  const auto groups = said(snapshot, "groups");
  const bool says_so = has(groups, "rate limit") || has(groups, "wants no such request");
  BOOST_TEST(says_so, groups);
  BOOST_TEST(zoom.sandbox->log().size() < 12U); // Not each document, and none tried again.
}

BOOST_AUTO_TEST_CASE(tokens_that_end_amid_the_pages_are_renewed_once_each_and_nothing_is_lost)
{
  ZoomDesk zoom;
  hold(zoom, "/users/licensed", "300");
  zoom.tenant.parameters = parameters(R"({"sample_users":"all"})");
  zoom.sandbox->expire_tokens_after(50);

  const auto snapshot = zoom.read();

  BOOST_TEST(snapshot.find("users")->content->MemberCount() == 300U);
  BOOST_TEST(documents_of(snapshot, "user_settings/*").size() == 300U);
  BOOST_TEST(documents_of(snapshot, "user_security/*").size() == 300U);
  const auto log = zoom.sandbox->log();
  const auto served = std::ranges::count(log, 200, &LoggedRequest::status);
  const auto tokens = static_cast<long>(zoom.sandbox->count("/oauth/token"));
  BOOST_TEST(tokens <= (served - tokens) / 50 + 1); // However many requests were waiting.
}

BOOST_AUTO_TEST_CASE(a_page_that_fails_half_way_makes_the_list_a_gap)
{
  const std::vector<Reply> seconds{
      {.status = 500},
      {.body = R"({"users":[{"id":"u2"}],"next_page_token":""})",
       .fault = test::Fault::truncate},
      {.body = R"({"users":[],"next_page_token":"","total_records":2})"},
      {.body = R"({"users":[{"id":"u2"}],"next_page_token":"two","total_records":2})"},
      {.body = R"({"users":[{"id":"u2"}],"next_page_token":"","total_records":3})"},
      {.status = 400, .body = R"({"code":300,"message":"The next page token is invalid."})"}};
  for (const auto& second : seconds) {
    const auto snapshot = read_with(second);

    BOOST_TEST(!snapshot.find("users")->content.has_value(), second.body);
    BOOST_TEST(snapshot.find("user_settings/u1") == nullptr);
    BOOST_TEST(has(said(snapshot, "user_settings/*"), "not asked for any"));
  }
}

BOOST_AUTO_TEST_CASE(a_user_who_leaves_while_users_are_read_is_no_gap_to_repair)
{
  ZoomDesk zoom;
  zoom.sandbox->arm({.path = "/v2/users/sandboxuser00000003/settings",
                     .times = 9,
                     .answer = {.status = 404,
                                .headers = {},
                                .body = R"({"code":1001,"message":"User does not exist"})"}});

  const auto snapshot = zoom.read();

  BOOST_TEST(!is_missing(*snapshot.find("user_settings/sandboxuser00000003")));
  BOOST_TEST(std::ranges::none_of(snapshot.readings, is_missing));
}

BOOST_AUTO_TEST_CASE(recordings_are_counted_back_through_the_years_a_month_at_a_time)
{
  ZoomDesk zoom;
  hold(zoom, "/recordings",
       R"([{"days_ago":1},{"days_ago":27},{"days_ago":28},{"days_ago":60},{"days_ago":1800}])");

  const auto words = zoom.said_of("recordings");

  BOOST_TEST(words == R"({"oldest_days":1800,"by_age":[[1,1],[27,1],[28,1],[60,1],[1800,1]]})");
  BOOST_TEST(zoom.asked("/accounts/me/recordings") == 65U);
}

BOOST_AUTO_TEST_CASE(without_a_recording_there_is_no_age)
{
  ZoomDesk zoom{"hardened"};

  BOOST_TEST(zoom.said_of("recordings") == R"({"oldest_days":null,"by_age":[]})");
}

BOOST_AUTO_TEST_SUITE_END()
