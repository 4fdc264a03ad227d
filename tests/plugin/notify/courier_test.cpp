#include "plugin/notify/courier.hpp"
#include "tests/support/loopback_server.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstdlib>

using namespace klausur;
using test::LoopbackServer;
using test::Received;
using test::Reply;

namespace {

const Time k_now = *parse_time("2026-11-24T09:00:00Z");

/// A chat server that can be down, and a store with one message for it.
struct Post
{
  std::atomic<bool> down = false;
  std::atomic<int> posts = 0;
  std::string posted;
  LoopbackServer server{[this](const Received& got) { return answer(got); }};
  NotifyChannel channel{
      .channel = "mattermost", .token = "env:KLAUSUR_TEST_BOT", .room = "privacy"};
  Store store = Store::open("sqlite::memory:").value();
  Redactor redactor;
  Log log{redactor};
  Stop stop;

  Post()
  {
    ::setenv("KLAUSUR_TEST_BOT", "bot-secret-token", 1);
    channel.url = server.url("");
    const OutgoingMessage message{.channel = channel.key(),
                                  .body = R"({"message":"m","props":{}})",
                                  .created = k_now,
                                  .next_try = k_now};
    BOOST_TEST_REQUIRE(store.queue({}, std::span{&message, 1}).has_value());
  }

  Reply answer(const Received& got)
  {
    if (down) {
      return {.status = 503, .body = "down"};
    }
    if (got.target == "/api/v4/users/me/teams") {
      return {.body = R"([{"id":"team1"},{"id":"team2"}])"};
    }
    if (got.target == "/api/v4/teams/team2/channels/name/privacy") {
      return {.body = R"({"id":"channel7"})"};
    }
    if (got.target == "/api/v4/posts") {
      ++posts;
      posted = got.body;
      return {.status = 201, .body = "{}"};
    }
    return {.status = 404, .body = R"({"message":"no such channel"})"};
  }

  Delivery round(Time at)
  {
    return deliver(store, std::span{&channel, 1}, redactor, log, stop, at).value();
  }
};

} // namespace

BOOST_AUTO_TEST_SUITE(courier_test)

BOOST_AUTO_TEST_CASE(a_message_goes_to_the_named_room_and_leaves_the_outbox)
{
  Post post;
  BOOST_TEST(post.round(k_now).sent == 1U);
  BOOST_TEST(post.posted.find(R"("channel_id":"channel7")") != std::string::npos);
  BOOST_TEST(post.store.waiting(10).value().empty());
  BOOST_TEST(post.round(k_now).sent == 0U);
  BOOST_TEST(post.posts == 1);
}

BOOST_AUTO_TEST_CASE(while_the_chat_is_down_the_message_waits_and_is_sent_later)
{
  Post post;
  post.down = true;
  BOOST_TEST(post.round(k_now).postponed == 1U);
  const auto waiting = post.store.waiting(10).value();
  BOOST_TEST_REQUIRE(waiting.size() == 1U);
  BOOST_TEST(waiting[0].last_error.find("503") != std::string::npos);
  BOOST_TEST(waiting[0].last_error.find("bot-secret-token") == std::string::npos);

  post.down = false;
  BOOST_TEST(post.round(k_now + std::chrono::seconds{30}).sent == 0U);
  BOOST_TEST(post.round(k_now + std::chrono::minutes{2}).sent == 1U);
  BOOST_TEST(post.posts == 1);
}

BOOST_AUTO_TEST_CASE(a_room_that_does_not_exist_is_an_error_that_names_it)
{
  Post post;
  post.channel.room = "nowhere";
  const OutgoingMessage message{
      .channel = post.channel.key(), .body = "{}", .created = k_now, .next_try = k_now};
  BOOST_TEST_REQUIRE(post.store.queue({}, std::span{&message, 1}).has_value());

  post.round(k_now);

  BOOST_TEST(post.store.waiting(10).value().back().last_error.find("\"nowhere\"") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
