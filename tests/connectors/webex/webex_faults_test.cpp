#include "tests/connectors/webex/webex_tenant.hpp"

#include <fmt/format.h>
#include <malloc.h>

using namespace klausur;
using namespace klausur::test;

namespace {

klausur::Fault
busy(std::string path, int status, std::string retry_after, int times)
{
  klausur::Fault fault{.path = std::move(path), .times = times};
  fault.answer = {.status = status,
                  .headers = {{"Retry-After", std::move(retry_after)}},
                  .body = R"({"message":"busy","errors":[],"trackingId":"ROUTER_1"})"};
  return fault;
}

/// An organisation of so many people, without anything else of them.
Json
crowd(int size)
{
  Json people{rapidjson::kArrayType};
  auto& memory = people.GetAllocator();
  for (int i = 0; i < size; ++i) {
    const Json person = literal(fmt::format(
        R"({{"id":"person-{0}","emails":["planted{0}@beispiel.example"],)"
        R"("displayName":"Mustermann {0}","session_types":[],"meetings":[],)"
        R"("scheduling":{{"enabledJoinBeforeHost":false}},"room":{{"enabledAutoLock":true}}}})",
        i));
    people.PushBack(JsonValue{person, memory}, memory);
  }
  return people;
}

} // namespace

BOOST_AUTO_TEST_SUITE(webex_faults_test)

BOOST_AUTO_TEST_CASE(the_first_run_seals_the_token_and_the_next_one_spends_none)
{
  const WebexTenant webex;

  BOOST_TEST(webex.read("licenses").content.has_value());
  BOOST_TEST(webex.read("organizations").content.has_value());

  BOOST_TEST(webex.sandbox->count("/access_token") == 1U);
  std::ifstream file{webex.folder / "webex-refresh"};
  std::string kept;
  std::getline(file, kept);
  BOOST_TEST(Seal::is_sealed(kept));
}

BOOST_AUTO_TEST_CASE(a_token_is_renewed_before_the_end_that_the_answer_named)
{
  WebexTenant webex;
  BOOST_TEST(webex.read("licenses").content.has_value());

  webex.later = std::chrono::seconds{1209599 - 60};
  BOOST_TEST(webex.read("licenses").content.has_value());

  BOOST_TEST(webex.sandbox->count("/access_token") == 2U);
  BOOST_TEST(webex.state("/app/refresh_token") == "\"sandbox-webex-refresh-2\"");
}

BOOST_AUTO_TEST_CASE(a_refresh_token_needs_its_key)
{
  WebexTenant webex;
  webex.tenant.auth.erase("token_key");

  const auto words = said(webex.read("licenses").content);

  BOOST_TEST(words.starts_with("invalid"), words);
  BOOST_TEST(has(words, "token_key"), words);
  BOOST_TEST(webex.sandbox->log().empty());
}

BOOST_AUTO_TEST_CASE(a_token_that_was_withdrawn_is_said_so_once_and_never_shown)
{
  const WebexTenant webex;
  webex.change("/app/refresh_token", R"("another")");

  const auto snapshot = webex.read();

  BOOST_TEST(said(snapshot, "licenses").starts_with("unauthorised"));
  BOOST_TEST(webex.sandbox->count("/access_token") == 1U);
  const auto text = to_text(to_json(snapshot));
  for (const char* secret : {"sandbox-webex-refresh", "sandbox-webex-secret", "73616e64"}) {
    BOOST_TEST(!has(text, secret), secret);
  }
}

BOOST_AUTO_TEST_CASE(a_token_that_ends_amid_the_pages_is_renewed_and_nobody_is_lost)
{
  const WebexTenant webex;
  BOOST_TEST_REQUIRE(webex.sandbox->change("/people", crowd(1050)).has_value());
  webex.sandbox->expire_tokens_after(4);

  const auto people = webex.read("people");

  BOOST_TEST_REQUIRE(people.content.has_value(), said(people.content));
  BOOST_TEST(people.content->MemberCount() == 1050U);
  BOOST_TEST(webex.sandbox->count("/access_token") == 3U); // Eleven pages, four by each.
}

BOOST_AUTO_TEST_CASE(a_storm_of_429_and_a_lock_are_waited_out)
{
  const WebexTenant webex{"", /*attempts=*/4};
  webex.sandbox->arm(busy("/licenses", 429, "0", 3));
  webex.sandbox->arm(busy("/organizations", 423, "0", 3));

  BOOST_TEST(webex.read("licenses").content.has_value());
  BOOST_TEST(webex.read("organizations").content.has_value());

  BOOST_TEST(webex.sandbox->count("/licenses") == 4U);
  BOOST_TEST(webex.sandbox->count("/organizations") == 4U);
}

BOOST_AUTO_TEST_CASE(a_lock_that_says_not_how_long_is_not_tried_again)
{
  const WebexTenant webex{"", /*attempts=*/4};
  klausur::Fault locked = busy("/licenses", 423, "", 9);
  locked.answer.headers.clear();
  webex.sandbox->arm(locked);

  BOOST_TEST(said(webex.read("licenses").content).starts_with("unreachable"));
  BOOST_TEST(webex.sandbox->count("/licenses") == 1U);
}

BOOST_AUTO_TEST_CASE(a_page_that_fails_half_way_makes_the_list_and_what_hangs_on_it_a_gap)
{
  const std::string page = R"({"items":[{"id":"P2","emails":["planted@b.example"]}]})";
  for (const auto& [second, kind] : std::vector<std::pair<Reply, Failure>>{
           {{.status = 500}, Failure::unreachable},
           {{.body = page, .fault = klausur::test::Fault::truncate}, Failure::unreachable},
           {{.body = R"({"items":[{"emails":[]}]})"}, Failure::unexpected},
           {{.body = "{}"}, Failure::unexpected},
           {{.body = page, .headers = {{"Link", "</second>; rel=\"next\""}}},
            Failure::unexpected}}) {
    ScriptedWebex webex{{{"GET /people?excludeStatus=true&max=100",
                          {.body = R"({"items":[{"id":"P1","emails":["planted@a.example"]}]})",
                           .headers = {{"Link", "</second>; rel=\"next\""}}}},
                         {"GET /second?excludeStatus=true&max=100", second},
                         {"GET /licenses", {.body = R"({"items":[]})"}}}};

    const auto snapshot = read_by(&open_webex, webex.desk.at);

    const auto* people = snapshot.find("people");
    BOOST_TEST_REQUIRE(!people->content.has_value());
    BOOST_TEST((people->content.error().kind == kind), said(people->content));
    BOOST_TEST(has(said(snapshot, "scheduling_options/*"), "not asked for any"));
    BOOST_TEST(snapshot.find("scheduling_options/P1") == nullptr);
    BOOST_TEST(snapshot.find("licenses")->content.has_value());
    BOOST_TEST(!has(to_text(to_json(snapshot)), "planted"));
  }
}

BOOST_AUTO_TEST_CASE(a_next_page_elsewhere_is_not_followed)
{
  const WebexTenant webex;
  webex.sandbox->arm(
      {.path = "/people*",
       .answer = {.status = 200,
                  .headers = {{"Link", "<http://127.0.0.1:9/people?offset=1>; rel=\"next\""}},
                  .body = R"({"items":[{"id":"P1","emails":["a@b.example"]}]})"}});

  const auto words = said(webex.read("people").content);

  BOOST_TEST(words.starts_with("unexpected"), words);
  BOOST_TEST(has(words, "another host"), words);
}

BOOST_AUTO_TEST_SUITE_END()
