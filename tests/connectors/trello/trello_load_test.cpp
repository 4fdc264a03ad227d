// A thousand boards, with limits that are enforced on both sides.

#include "tests/connectors/trello/trello_tenant.hpp"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>

using namespace klausur;
using namespace klausur::test;

namespace {

constexpr int k_boards = 1000;

std::string
board_id(int number)
{
  return fmt::format("6b2a{:020}", number);
}

/// Boards with names and texts that nobody may see, each with one Power-Up.
void
fill(const TrelloTenant& trello, int size)
{
  Json boards{rapidjson::kObjectType};
  Json plugins{rapidjson::kObjectType};
  for (int i = 0; i < size; ++i) {
    const Json board = literal(fmt::format(
        R"({{"name":"Bewerbung Mustermann {0}","desc":"planted{0}@beispiel.example",)"
        R"("closed":false,"memberships":[{{"idMember":"m{0}","memberType":"admin"}}],)"
        R"("prefs":{{"permissionLevel":"org","selfJoin":true,"background":"Großkopf {0}"}}}})",
        i));
    const Json plugin =
        literal(R"([{"id":"7c3a00000000000000000001","name":"Timer","author":"Yıldız",)"
                R"("privacyUrl":null,"isCompliantWithPrivacyStandards":false,)"
                R"("supportEmail":"planted@timer.example"}])");
    set_member(boards, board_id(i), board, boards.GetAllocator());
    set_member(plugins, board_id(i), plugin, plugins.GetAllocator());
  }
  BOOST_TEST_REQUIRE(trello.sandbox->change("/boards", boards).has_value());
  BOOST_TEST_REQUIRE(trello.sandbox->change("/plugins", plugins).has_value());
}

klausur::Fault
storm(std::string path, const char* code, int times)
{
  klausur::Fault fault{.path = std::move(path), .times = times};
  fault.answer = {.status = 429,
                  .headers = {},
                  .body =
                      fmt::format(R"({{"error":"{}","message":"Rate limit exceeded"}})", code)};
  return fault;
}

std::size_t
how_many_read(const Snapshot& snapshot, std::string_view pattern)
{
  return static_cast<std::size_t>(
      std::ranges::count_if(snapshot.readings, [&](const Reading& reading) {
        return reading.content && matches(pattern, reading.document);
      }));
}

std::size_t
plugins_read(const Snapshot& snapshot)
{
  return how_many_read(snapshot, "plugins/*");
}

void
check_that_nothing_planted_is_in(std::string_view text)
{
  for (const char* planted :
       {"Mustermann", "planted", "beispiel.example", "Großkopf", "Yıldız", "idMember", "Erika",
        "Acme", "Roadmap", "help@", k_trello_token}) {
    BOOST_TEST(!has(text, planted), planted);
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(trello_load_test)

BOOST_AUTO_TEST_CASE(of_a_thousand_boards_all_are_read_within_the_limit_and_in_little_memory)
{
  TrelloTenant trello;
  fill(trello, k_boards);
  const auto before = mallinfo2().uordblks;

  const auto snapshot = trello.read();

  BOOST_TEST(mallinfo2().uordblks - before < std::size_t{32} << 20);
  BOOST_TEST(snapshot.find("boards")->content->MemberCount() == std::size_t{k_boards});
  BOOST_TEST(plugins_read(snapshot) == std::size_t{k_boards});
  BOOST_TEST(how_many_read(snapshot, "board_members/*") == std::size_t{k_boards});
  BOOST_TEST(trello.sandbox->violations() == 0U);
  BOOST_TEST(trello.sandbox->log().size() == 2 * std::size_t{k_boards} + 4);
  check_that_nothing_planted_is_in(to_text(to_json(snapshot)));
}

BOOST_AUTO_TEST_CASE(in_a_storm_of_429_nothing_is_lost)
{
  TrelloTenant trello{"", 200, /*attempts=*/100};
  fill(trello, 50);
  trello.sandbox->arm(storm("/organizations/*", "API_KEY_LIMIT_EXCEEDED", 20));
  trello.sandbox->arm(storm("/boards/*", "API_TOKEN_LIMIT_EXCEEDED", 60));
  trello.sandbox->arm(storm("/tokens/*", "API_TOKEN_LIMIT_EXCEEDED", 5));

  const auto snapshot = trello.read();

  BOOST_TEST(plugins_read(snapshot) == 50U);
  for (const auto& reading : snapshot.readings) {
    const bool offered =
        reading.content.has_value() || reading.content.error().kind != Failure::unsupported;
    BOOST_TEST((reading.content.has_value() || !offered),
               reading.document << ": " << said(reading.content));
  }
}

BOOST_AUTO_TEST_CASE(another_program_that_uses_the_token_up_is_waited_for)
{
  TrelloTenant trello{"", 20};
  fill(trello, 60);
  trello.sandbox->enforce("default", {.requests = 30, .per_seconds = 0.5}); // Half is gone.

  const auto snapshot = trello.read();

  BOOST_TEST(plugins_read(snapshot) == 60U);
  BOOST_TEST(trello.sandbox->violations() < 60U);
}

BOOST_AUTO_TEST_CASE(a_token_that_ends_half_way_leaves_gaps_and_says_what_to_renew)
{
  TrelloTenant trello;
  fill(trello, 200);
  trello.sandbox->expire_tokens_after(100);

  const auto snapshot = trello.read();

  BOOST_TEST(snapshot.find("boards")->content->MemberCount() == 200U);
  std::size_t gaps = 0;
  for (const auto& reading : snapshot.readings) {
    if (!reading.content && reading.content.error().kind != Failure::unsupported) {
      ++gaps;
      BOOST_TEST(has(said(reading.content), "unauthorised"), said(reading.content));
    }
  }
  BOOST_TEST(plugins_read(snapshot) + how_many_read(snapshot, "board_members/*") + gaps ==
             400U);
  BOOST_TEST(gaps > 0U);
}

BOOST_AUTO_TEST_CASE(a_list_of_boards_that_breaks_off_is_a_gap_with_all_that_hangs_on_it)
{
  for (const auto& reply :
       {Reply{.status = 500}, Reply{.body = R"([{"id":"b1","prefs":{}},{"id":"b2","pr)"},
        Reply{.body = R"([{"id":"b1","prefs":{}}])", .fault = klausur::test::Fault::truncate},
        Reply{.body = R"([{"id":"b1","prefs":{}},{"prefs":{}}])"},
        Reply{.body = R"({"message":"unexpected"})"}}) {
    ScriptedTrello trello{[&](const Received& request) {
      return has(request.target, "filter=open") ? reply : Reply{.body = R"({"id":"1"})"};
    }};

    const auto snapshot = read_by(&open_trello, trello.desk.at);

    BOOST_TEST(!snapshot.find("boards")->content.has_value(), reply.body);
    BOOST_TEST(has(said(snapshot, "plugins/*"), "not asked for any"), reply.body);
    BOOST_TEST(snapshot.find("plugins/b1") == nullptr);
    BOOST_TEST(snapshot.find("organization")->content.has_value());
  }
}

BOOST_AUTO_TEST_CASE(a_board_whose_power_ups_cannot_be_read_is_a_gap_of_its_own)
{
  TrelloTenant trello{"", 100, /*attempts=*/1};
  fill(trello, 20);
  trello.sandbox->arm({.path = fmt::format("/boards/{}/plugins", board_id(7))});

  const auto snapshot = trello.read();

  BOOST_TEST(plugins_read(snapshot) == 19U);
  BOOST_TEST(said(snapshot, "plugins/" + board_id(7)).starts_with("unreachable"));
}

BOOST_AUTO_TEST_SUITE_END()
