#include "connectors/slack/slack.hpp"
#include "tests/connectors/slack/slack_server.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace klausur;
using namespace klausur::test;
namespace fs = std::filesystem;

namespace {

struct TokenFile
{
  TokenFile()
  {
    std::string pattern = (fs::temp_directory_path() / "klausur-slack-XXXXXX").string();
    folder = mkdtemp(pattern.data());
    std::ofstream{path()} << "xoxe-0\n";
  }
  ~TokenFile() { fs::remove_all(folder); }
  TokenFile(const TokenFile&) = delete;
  TokenFile& operator=(const TokenFile&) = delete;

  [[nodiscard]] fs::path path() const { return folder / "refresh"; }
  [[nodiscard]] std::string text() const
  {
    std::stringstream all;
    all << std::ifstream{path()}.rdbuf();
    return all.str();
  }

  fs::path folder;
};

Reply
users(std::string_view id, std::string_view cursor)
{
  return {.body = fmt::format(R"({{"ok":true,"users":[{{"id":"{}","is_bot":false}}],)"
                              R"("response_metadata":{{"next_cursor":"{}"}}}})",
                              id, cursor)};
}

/// Tokens are renewed at oauth.v2.access, each refresh token once; the access token ends
/// before the second page of users.
struct Rotation
{
  std::optional<Reply> operator()(const std::string& method, const Received& request)
  {
    if (method == "/oauth.v2.access") {
      if (!has(request.body, fmt::format("refresh_token=xoxe-{}", given))) {
        return Reply{.body = R"({"ok":false,"error":"invalid_refresh_token"})"};
      }
      ++given;
      return Reply{.body = fmt::format(R"({{"ok":true,"access_token":"xoxe.xoxp-{0}",)"
                                       R"("refresh_token":"xoxe-{0}","expires_in":43200}})",
                                       given)};
    }
    kept_at_use.push_back(file->text());
    if (has(request.body, "cursor=second") && given == 1) {
      return Reply{.body = R"({"ok":false,"error":"token_expired"})"};
    }
    if (request.header("authorization") != fmt::format("Bearer xoxe.xoxp-{}", given)) {
      return Reply{.body = R"({"ok":false,"error":"invalid_auth"})"};
    }
    return has(request.body, "cursor=second") ? users("W2", "") : users("W1", "second");
  }

  const TokenFile* file;
  int given = 0;
  std::vector<std::string> kept_at_use{};
};

} // namespace

BOOST_AUTO_TEST_SUITE(slack_faults_test)

BOOST_AUTO_TEST_CASE(a_token_that_ends_amid_the_pages_is_renewed_and_nothing_is_lost)
{
  const TokenFile file;
  Rotation rotation{.file = &file};
  SlackServer slack;
  slack.desk.tenant.auth = {{"client_id", "1.2"},
                            {"client_secret", "env:KLAUSUR_TEST_SLACK"},
                            {"refresh_token", "file:" + file.path().string()}};
  slack.script = [&](const std::string& method, const Received& request) {
    return rotation(method, request);
  };

  const auto reading = read_document_by(&open_slack, slack.desk.at, "users");

  BOOST_TEST_REQUIRE(reading.content.has_value(), said(reading.content));
  BOOST_TEST(rotation.kept_at_use.size() == 3U); // Two pages, the second one twice.
  BOOST_TEST(rotation.given == 2);
  BOOST_TEST(rotation.kept_at_use.front() == "xoxe-1\n"); // Kept before the token was used.
  BOOST_TEST(file.text() == "xoxe-2\n");
  const auto mode = fs::status(file.path()).permissions() & fs::perms::all;
  BOOST_TEST((mode == (fs::perms::owner_read | fs::perms::owner_write)));
  BOOST_TEST(slack.desk.redactor.redact("xoxe.xoxp-1 xoxe-2") == "*** ***");
}

BOOST_AUTO_TEST_CASE(a_refresh_token_that_cannot_be_kept_is_not_spent)
{
  const TokenFile file;
  SlackServer slack;
  for (const std::string reference : {"env:KLAUSUR_TEST_SLACK", "file:/proc/refresh"}) {
    slack.desk.tenant.auth = {{"client_id", "1.2"},
                              {"client_secret", "env:KLAUSUR_TEST_SLACK"},
                              {"refresh_token", reference}};

    const auto words = said(read_document_by(&open_slack, slack.desk.at, "team_info").content);

    BOOST_TEST(words.starts_with("invalid"), words);
    BOOST_TEST(slack.desk.server.requests() == 0U);
  }
}

BOOST_AUTO_TEST_CASE(a_refused_refresh_token_is_unauthorised_and_asked_once)
{
  const TokenFile file;
  SlackServer slack;
  slack.desk.tenant.auth = {{"client_id", "1.2"},
                            {"client_secret", "env:KLAUSUR_TEST_SLACK"},
                            {"refresh_token", "file:" + file.path().string()}};
  slack.replies["/oauth.v2.access"] = {.body =
                                           R"({"ok":false,"error":"invalid_refresh_token"})"};

  const auto snapshot = read_by(&open_slack, slack.desk.at);

  BOOST_TEST(said(snapshot, "team_info").starts_with("unauthorised"));
  BOOST_TEST(has(said(snapshot, "team_info"), "invalid_refresh_token"));
  BOOST_TEST(slack.asked("/oauth.v2.access").size() == 1U);
  BOOST_TEST(file.text() == "xoxe-0\n");
}

BOOST_AUTO_TEST_CASE(both_kinds_of_cursor_are_followed)
{
  SlackServer slack;
  slack.script = [](const std::string& method,
                    const Received& request) -> std::optional<Reply> {
    if (method == "/admin.conversations.search") {
      const bool last = has(request.body, "cursor=dGVhbQ%3D%3D");
      return Reply{.body = fmt::format(R"({{"ok":true,"conversations":[{{"id":"C{}"}}],)"
                                       R"("next_cursor":"{}","total_count":2}})",
                                       last ? 2 : 1, last ? "" : "dGVhbQ==")};
    }
    if (method == "/admin.users.list") {
      return has(request.body, "cursor=second") ? users("W2", "") : users("W1", "second");
    }
    return std::nullopt;
  };

  const auto snapshot = read_by(&open_slack, slack.desk.at);

  BOOST_TEST(said(snapshot, "conversations") == R"({"C1":{"id":"C1"},"C2":{"id":"C2"}})");
  BOOST_TEST(slack.asked("/admin.users.list").size() == 2U);
  BOOST_TEST(snapshot.find("channel_retention/C2")->content.has_value());
  BOOST_TEST(has(slack.asked("/admin.conversations.search").front(), "limit=20"));
}

BOOST_AUTO_TEST_CASE(a_page_that_fails_half_way_makes_the_list_a_gap)
{
  struct Row
  {
    Reply second;
    Failure kind;
  };
  const std::vector<Row> rows{
      {{.body = R"({"ok":false,"error":"fatal_error"})"}, Failure::unreachable},
      {{.body = R"({"ok":true,"conversations":[{"id":"C2"}])", .fault = Fault::truncate},
       Failure::unreachable},
      {{.body = R"({"ok":true,"conversations":[],"next_cursor":"","total_count":3})"},
       Failure::unexpected},
      {{.body = R"({"ok":true,"conversations":[{"name":"x"}],"next_cursor":""})"},
       Failure::unexpected}};
  for (const auto& row : rows) {
    SlackServer slack;
    slack.script = [&](const std::string& method,
                       const Received& request) -> std::optional<Reply> {
      if (method != "/admin.conversations.search") {
        return std::nullopt;
      }
      return has(request.body, "cursor=second")
                 ? row.second
                 : Reply{.body = R"({"ok":true,"conversations":[{"id":"C1"}],)"
                                 R"("next_cursor":"second","total_count":3})"};
    };

    const auto snapshot = read_by(&open_slack, slack.desk.at);

    const auto* list = snapshot.find("conversations");
    BOOST_TEST_REQUIRE(!list->content.has_value());
    BOOST_TEST((list->content.error().kind == row.kind), said(list->content));
    BOOST_TEST(snapshot.find("channel_retention/C1") == nullptr);
    BOOST_TEST(has(said(snapshot, "channel_retention/*"), "not asked for any"));
  }
}

BOOST_AUTO_TEST_CASE(a_limit_that_is_reached_is_waited_for)
{
  SlackServer slack{/*attempts=*/3};
  int refused = 0;
  slack.script = [&](const std::string& method, const Received&) -> std::optional<Reply> {
    if (method == "/team.info" && ++refused < 3) {
      return Reply{.status = 429,
                   .body = R"({"ok":false,"error":"ratelimited"})",
                   .headers = {{"Retry-After", "0"}}};
    }
    return std::nullopt;
  };

  const auto reading = read_document_by(&open_slack, slack.desk.at, "team_info");

  BOOST_TEST(reading.content.has_value(), said(reading.content));
  BOOST_TEST(refused == 3);
}

BOOST_AUTO_TEST_CASE(a_limit_that_stays_reached_is_a_gap)
{
  SlackServer slack{/*attempts=*/2};
  slack.replies["/team.info"] = {.status = 429,
                                 .body = R"({"ok":false,"error":"ratelimited"})",
                                 .headers = {{"Retry-After", "0"}}};

  const auto words = said(read_document_by(&open_slack, slack.desk.at, "team_info").content);

  BOOST_TEST(words.starts_with("unreachable"), words);
  BOOST_TEST(has(words, "rate limit"), words);
}

BOOST_AUTO_TEST_SUITE_END()
