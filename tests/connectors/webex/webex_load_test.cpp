// Ten thousand people and five thousand recordings, with limits that are enforced.

#include "tests/connectors/webex/webex_tenant.hpp"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>

using namespace klausur;
using namespace klausur::test;

namespace {

constexpr int k_people = 10'000;
constexpr int k_recordings = 5'000;

Json
crowd()
{
  Json people{rapidjson::kArrayType};
  auto& memory = people.GetAllocator();
  for (int i = 0; i < k_people; ++i) {
    const Json person = literal(fmt::format(
        R"({{"id":"person-{0}","emails":["planted{0}@beispiel.example"],)"
        R"("displayName":"Mustermann {0}","session_types":["214"],"meetings":[],)"
        R"("scheduling":{{"enabledJoinBeforeHost":false}},"room":{{"enabledAutoLock":true}}}})",
        i));
    people.PushBack(JsonValue{person, memory}, memory);
  }
  return people;
}

/// Of the last thousand days, five a day.
Json
archive()
{
  Json recordings{rapidjson::kArrayType};
  auto& memory = recordings.GetAllocator();
  for (int i = 0; i < k_recordings; ++i) {
    const auto made = system_time() - std::chrono::hours{24 * (i / 5) + 1};
    const Json recording = literal(fmt::format(
        R"({{"id":"r{0}","topic":"Gehaltsrunde {0}","createTime":"{1}","status":"available",)"
        R"("siteUrl":"beispiel.webex.com","hostEmail":"planted{0}@beispiel.example"}})",
        i, to_text(made)));
    recordings.PushBack(JsonValue{recording, memory}, memory);
  }
  return recordings;
}

std::size_t
answers_of(const WebexTenant& webex, int status)
{
  const auto log = webex.sandbox->log();
  return static_cast<std::size_t>(std::ranges::count(log, status, &LoggedRequest::status));
}

} // namespace

BOOST_AUTO_TEST_SUITE(webex_load_test)

BOOST_AUTO_TEST_CASE(a_large_organisation_is_read_whole_within_its_limits_and_in_little_memory)
{
  WebexTenant webex{"", /*attempts=*/4};
  BOOST_TEST_REQUIRE(webex.sandbox->change("/people", crowd()).has_value());
  BOOST_TEST_REQUIRE(webex.sandbox->change("/recordings", archive()).has_value());
  webex.sandbox->enforce("default", {.requests = 300, .per_seconds = 1});
  webex.sandbox->expire_tokens_after(250);
  webex.tenant.concurrency = 4;
  const auto before = mallinfo2().uordblks;

  const auto snapshot = webex.read();

  BOOST_TEST(mallinfo2().uordblks - before < std::size_t{32} << 20);
  BOOST_TEST(snapshot.find("people")->content->MemberCount() == std::size_t{k_people});
  BOOST_TEST(said(snapshot, "recordings/beispiel.webex.com") == R"({"oldest_days":999})");
  for (const auto& reading : snapshot.readings) {
    const bool is_sample =
        !reading.content && reading.content.error().kind == Failure::left_out;
    BOOST_TEST((reading.content.has_value() || is_sample), reading.document);
  }
  BOOST_TEST(has(said(snapshot, "scheduling_options/*"), "100 of 10000 were read"));
  // The vendor publishes no limit. Those that were on their way when it was reached are
  // refused once; nobody asks again before the time that the answer names.
  const auto stalls = webex.sandbox->violations();
  BOOST_TEST(stalls == answers_of(webex, 429));
  BOOST_TEST(stalls <= 5U * webex.tenant.concurrency);
  const auto text = to_text(to_json(snapshot));
  for (const char* planted : {"planted", "Mustermann", "Gehaltsrunde", "beispiel.example"}) {
    BOOST_TEST(!has(text, planted), planted);
  }
}

BOOST_AUTO_TEST_SUITE_END()
