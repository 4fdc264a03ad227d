#include "connectors/oauth/token.hpp"
#include "connectors/rest/rest.hpp"
#include "tests/connectors/rest/desk.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <mutex>

using namespace klausur;
using namespace klausur::test;

namespace {

/// A vendor whose token endpoint is /token, and whose API takes the newest token only.
struct Vendor
{
  Reply answer(const Received& request)
  {
    const std::lock_guard lock{mutex};
    if (request.target == "/token") {
      ++given;
      return token_reply.value_or(
          Reply{.body = fmt::format(R"({{"access_token":"access-{0}","expires_in":{1},)"
                                    R"("refresh_token":"refresh-{0}","scope":"a b"}})",
                                    given, life)});
    }
    if (request.header("authorization") != fmt::format("Bearer access-{}", given) || refuses) {
      return {.status = 401};
    }
    ++asked;
    if (asked == ends_after) {
      ++given; // The token ends here, as if its time had come early.
      return {.status = 401};
    }
    const auto page = asked - (ends_after != 0 && asked > ends_after ? 1 : 0);
    return {.body = page < 4 ? fmt::format(R"({{"users":[{0}],"next":"{0}"}})", page)
                             : R"({"users":["last"]})"};
  }

  std::mutex mutex;
  int given = 0;
  int asked = 0;
  int ends_after = 0;
  int life = 3600;
  bool refuses = false;
  std::optional<Reply> token_reply{};
};

class TokenDialect : public Dialect
{
public:
  explicit TokenDialect(TokenSource& tokens) : m_tokens{tokens} {}
  Task<Result<void>> authorise(Request& request, const Needs& /*needs*/) override
  {
    return m_tokens.authorise(request);
  }
  Task<Result<bool>> renew() override { return m_tokens.renew(); }

private:
  TokenSource& m_tokens;
};

/// Where tokens are kept, in memory; `full` lets nothing in.
struct Drawer
{
  KeptTokens kept{"refresh-0"};
  bool no_room = false;
  bool full = false;
  int saves = 0;
  std::vector<std::string> steps{};
};

class DrawerKeeper : public TokenKeeper
{
public:
  explicit DrawerKeeper(Drawer& drawer) : m_drawer{drawer} {}

  Result<KeptTokens> open() override
  {
    m_drawer.steps.emplace_back("open");
    return m_drawer.kept;
  }
  Result<void> reserve() override
  {
    return m_drawer.no_room ? Result<void>{fail(Failure::unreachable, "no room")}
                            : Result<void>{};
  }
  Result<void> save(const KeptTokens& tokens) override
  {
    ++m_drawer.saves;
    if (m_drawer.full) {
      return fail(Failure::unreachable, "disk full");
    }
    m_drawer.kept = tokens;
    return {};
  }
  void close(bool answered) override
  {
    m_drawer.steps.emplace_back(answered ? "close" : "close without an answer");
  }

private:
  Drawer& m_drawer;
};

struct TokenDesk
{
  TokenSource source(Drawer* drawer = nullptr)
  {
    return {desk.http,
            desk.redactor,
            desk.clock,
            {.url = desk.server.url("/token"),
             .user = "client",
             .password = "s3cret",
             .form = {{"grant_type", "client_credentials"}, {"account_id", "a b"}},
             .refresh_token = {}},
            drawer == nullptr ? nullptr : std::make_unique<DrawerKeeper>(*drawer)};
  }

  Vendor vendor;
  Desk desk{[this](const Received& request) { return vendor.answer(request); }};
};

void
add_users(Desk& desk)
{
  desk.add({.name = "users",
            .read = {.path = "/users",
                     .list = List{.items = {"users"}, .paging = Cursor{"cursor", {"next"}}}}});
}

} // namespace

BOOST_AUTO_TEST_SUITE(token_test)

BOOST_AUTO_TEST_CASE(a_token_is_fetched_once_with_basic_and_form)
{
  TokenDesk at;
  auto tokens = at.source();

  BOOST_TEST(*wait(at.desk.at, tokens.access_token()) == "access-1");
  BOOST_TEST(*wait(at.desk.at, tokens.access_token()) == "access-1");

  const auto received = at.desk.server.received();
  BOOST_TEST_REQUIRE(received.size() == 1U);
  BOOST_TEST(received[0].method == "POST");
  BOOST_TEST(received[0].header("authorization") == "Basic Y2xpZW50OnMzY3JldA==");
  BOOST_TEST(received[0].body == "grant_type=client_credentials&account_id=a%20b");
  BOOST_TEST(tokens.scopes() == "a b");
  BOOST_TEST(at.desk.redactor.redact("access-1 refresh-1 s3cret") == "*** *** ***");
}

BOOST_AUTO_TEST_CASE(a_token_is_renewed_before_its_end_and_not_earlier)
{
  TokenDesk at;
  auto tokens = at.source();
  BOOST_TEST(*wait(at.desk.at, tokens.access_token()) == "access-1");

  at.desk.seconds += 3539;
  BOOST_TEST(*wait(at.desk.at, tokens.access_token()) == "access-1");
  at.desk.seconds += 1;
  BOOST_TEST(*wait(at.desk.at, tokens.access_token()) == "access-2");
}

BOOST_AUTO_TEST_CASE(a_token_that_ends_in_the_middle_of_paging_is_renewed_and_nothing_is_lost)
{
  TokenDesk at;
  at.vendor.ends_after = 3;
  add_users(at.desk);
  auto tokens = at.source();
  TokenDialect dialect{tokens};

  const auto reading = wait(at.desk.at, RestReader{at.desk.at, dialect}.read_document("users"));

  BOOST_TEST(said(reading.content) == R"({"users":[1,2,3,"last"],"next":"1"})");
  BOOST_TEST(at.vendor.given == 3);
}

BOOST_AUTO_TEST_CASE(many_requests_that_are_refused_at_once_wait_for_one_renewal)
{
  TokenDesk at;
  for (int i = 0; i < 20; ++i) {
    at.desk.add({.name = "d" + std::to_string(i), .read = {.path = "/d"}});
  }
  auto tokens = at.source();
  TokenDialect dialect{tokens};
  BOOST_TEST(wait(at.desk.at, tokens.access_token()).has_value());
  at.vendor.given = 7; // Everything that was given is worth nothing any more.

  const auto snapshot = wait(at.desk.at, RestReader{at.desk.at, dialect}.read());

  BOOST_TEST(at.vendor.given == 8);
  for (const auto& reading : snapshot.readings) {
    BOOST_TEST(reading.content.has_value(), said(reading.content));
  }
}

BOOST_AUTO_TEST_CASE(a_refusal_that_a_new_token_does_not_end_stands_and_is_not_tried_for_ever)
{
  TokenDesk at;
  at.vendor.refuses = true;
  add_users(at.desk);
  auto tokens = at.source();
  TokenDialect dialect{tokens};
  RestReader reader{at.desk.at, dialect};

  for (int i = 0; i < 3; ++i) {
    BOOST_TEST(said(wait(at.desk.at, reader.read_document("users")).content)
                   .starts_with("unauthorised"));
  }

  BOOST_TEST(at.vendor.given == 2);
}

BOOST_AUTO_TEST_CASE(a_client_that_is_refused_is_not_asked_for_again)
{
  for (const int status : {400, 401, 403, 200}) {
    TokenDesk at;
    at.vendor.token_reply =
        Reply{.status = status, .body = R"({"error":"invalid_client","reason":"s3cret"})"};
    auto tokens = at.source();

    for (int i = 0; i < 3; ++i) {
      const auto token = wait(at.desk.at, tokens.access_token());
      BOOST_TEST_REQUIRE(!token.has_value());
      BOOST_TEST((token.error().kind == Failure::unauthorised));
      BOOST_TEST(has(token.error().what, "invalid_client"), token.error().what);
      BOOST_TEST(!has(token.error().what, "s3cret"), token.error().what);
    }
    BOOST_TEST(at.vendor.given == 1);
  }
}

BOOST_AUTO_TEST_CASE(an_endpoint_that_gives_no_token_is_told_apart_from_a_refusal)
{
  for (const auto& [reply, kind] : std::vector<std::pair<Reply, Failure>>{
           {{.status = 503}, Failure::unreachable},
           {{.body = "<html>"}, Failure::unexpected},
           {{.body = R"({"token_type":"bearer"})"}, Failure::unexpected},
           {{.status = 404}, Failure::unexpected},
           {{.fault = Fault::hang_up}, Failure::unreachable}}) {
    TokenDesk at;
    at.vendor.token_reply = reply;
    auto tokens = at.source();
    const auto token = wait(at.desk.at, tokens.access_token());
    BOOST_TEST_REQUIRE(!token.has_value());
    BOOST_TEST((token.error().kind == kind), token.error().what);

    at.vendor.token_reply.reset();
    BOOST_TEST(wait(at.desk.at, tokens.access_token()).has_value());
  }
}

BOOST_AUTO_TEST_CASE(a_new_refresh_token_is_saved_before_the_access_token_is_used)
{
  TokenDesk at;
  Drawer drawer;
  auto tokens = at.source(&drawer);

  BOOST_TEST(*wait(at.desk.at, tokens.access_token()) == "access-1");
  BOOST_TEST(drawer.kept.refresh_token == "refresh-1");
  BOOST_TEST(drawer.kept.access_token == "access-1");
  BOOST_TEST((drawer.kept.renew_at == at.desk.clock() + std::chrono::seconds{3540}));
  BOOST_TEST(*wait(at.desk.at, tokens.renew()));
  BOOST_TEST(at.desk.server.received()[0].body ==
             "grant_type=client_credentials&account_id=a%20b&refresh_token=refresh-0");
  BOOST_TEST(at.desk.server.received()[1].body ==
             "grant_type=client_credentials&account_id=a%20b&refresh_token=refresh-1");
}

BOOST_AUTO_TEST_CASE(a_token_whose_successor_cannot_be_saved_is_not_used_and_not_lost)
{
  TokenDesk at;
  Drawer drawer{.full = true};
  auto tokens = at.source(&drawer);

  BOOST_TEST(wait(at.desk.at, tokens.access_token()).error().what == "disk full");
  drawer.full = false;

  BOOST_TEST(*wait(at.desk.at, tokens.access_token()) == "access-1");
  BOOST_TEST(drawer.kept.refresh_token == "refresh-1");
  BOOST_TEST(at.vendor.given == 1);
}

BOOST_AUTO_TEST_CASE(no_token_is_spent_while_there_is_no_room_for_its_successor)
{
  TokenDesk at;
  Drawer drawer{.no_room = true};
  auto tokens = at.source(&drawer);

  BOOST_TEST(wait(at.desk.at, tokens.access_token()).error().what == "no room");

  BOOST_TEST(at.vendor.given == 0);
}

BOOST_AUTO_TEST_CASE(what_another_run_has_kept_is_used_until_its_end)
{
  TokenDesk at;
  Drawer drawer;
  BOOST_TEST(wait(at.desk.at, at.source(&drawer).access_token()).has_value());

  auto next_run = at.source(&drawer);
  BOOST_TEST(*wait(at.desk.at, next_run.access_token()) == "access-1");
  BOOST_TEST(next_run.scopes() == "a b");
  BOOST_TEST(at.vendor.given == 1);

  at.desk.seconds += 3540;
  BOOST_TEST(*wait(at.desk.at, at.source(&drawer).access_token()) == "access-2");
}

BOOST_AUTO_TEST_CASE(a_refused_token_is_not_renewed_when_another_process_has_just_done_so)
{
  TokenDesk at;
  Drawer drawer;
  auto ours = at.source(&drawer);
  auto theirs = at.source(&drawer);
  BOOST_TEST(wait(at.desk.at, ours.access_token()).has_value());
  BOOST_TEST(wait(at.desk.at, theirs.access_token()).has_value());

  BOOST_TEST(*wait(at.desk.at, theirs.renew()));
  BOOST_TEST(*wait(at.desk.at, ours.renew()));

  BOOST_TEST(*wait(at.desk.at, ours.access_token()) == "access-2");
  BOOST_TEST(at.vendor.given == 2);
}

BOOST_AUTO_TEST_CASE(a_renewal_without_an_answer_is_remembered_and_a_later_refusal_says_so)
{
  TokenDesk at;
  Drawer drawer;
  at.vendor.token_reply = Reply{.fault = Fault::hang_up};
  BOOST_TEST(!wait(at.desk.at, at.source(&drawer).access_token()).has_value());
  BOOST_TEST(drawer.steps.back() == "close without an answer");

  drawer.kept.cut_off = true; // What the keeper says after that.
  at.vendor.token_reply = Reply{.status = 400, .body = R"({"error":"invalid_grant"})"};
  const auto token = wait(at.desk.at, at.source(&drawer).access_token());

  BOOST_TEST((token.error().kind == Failure::unauthorised));
  BOOST_TEST(has(token.error().what, "cut off"), token.error().what);
  BOOST_TEST(drawer.steps.back() == "close");
}

BOOST_AUTO_TEST_CASE(a_lifetime_may_be_written_as_text_or_left_out)
{
  for (const auto* life : {R"(,"expires_in":"100")", ""}) {
    TokenDesk at;
    at.vendor.token_reply =
        Reply{.body = std::string{R"({"access_token":"token")"} + life + "}"};
    auto tokens = at.source();
    BOOST_TEST(wait(at.desk.at, tokens.access_token()).has_value());

    at.desk.seconds += 95;
    BOOST_TEST(wait(at.desk.at, tokens.access_token()).has_value());

    BOOST_TEST(at.vendor.given == (*life == '\0' ? 1 : 2));
  }
}

BOOST_AUTO_TEST_SUITE_END()
