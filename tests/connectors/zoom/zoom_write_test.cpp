#include "tests/connectors/zoom/zoom_desk.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using namespace klausur::test;

namespace {

/// One writing of the connector to a server that only listens.
struct Written
{
  std::string request; ///< Method, target and body of the last.
  std::string content_type;
  Result<void> result;
};

Written
write(const std::string& document, const std::vector<std::pair<std::string, std::string>>& list,
      Reply reply = {.status = 204})
{
  Desk desk{[reply](const Received& request) {
    return request.target == "/oauth/token"
               ? Reply{.body = R"({"access_token":"t","expires_in":3600})"}
               : reply;
  }};
  desk.manifest = ZoomDesk::shipped();
  desk.tenant.hosts = {{"token", desk.server.url()}};
  setenv("KLAUSUR_TEST_ZOOM", "sandbox-secret", 1);
  desk.tenant.auth = {
      {"account_id", "a"}, {"client_id", "c"}, {"client_secret", "env:KLAUSUR_TEST_ZOOM"}};
  std::vector<Change> changes;
  for (const auto& [pointer, to] : list) {
    changes.push_back({.setting = document + "#" + pointer, .to = *parse_json(to)});
  }
  auto result = write_by(&open_zoom, desk.at, document, changes);
  const auto last = desk.server.received().back();
  return {last.method + " " + last.target + " " + last.body, last.header("content-type"),
          std::move(result)};
}

} // namespace

BOOST_AUTO_TEST_SUITE(zoom_write_test)

BOOST_AUTO_TEST_CASE(the_token_is_asked_for_as_server_to_server_oauth_wants_it)
{
  Desk desk{[](const Received&) {
    return Reply{.body = R"({"access_token":"t0ken","expires_in":3600})"};
  }};
  desk.manifest = ZoomDesk::shipped();
  desk.tenant.hosts = {{"token", desk.server.url()}};
  setenv("KLAUSUR_TEST_ZOOM", "s3cret", 1);
  desk.tenant.auth = {{"account_id", "acc 1"},
                      {"client_id", "cid"},
                      {"client_secret", "env:KLAUSUR_TEST_ZOOM"}};

  static_cast<void>(read_document_by(&open_zoom, desk.at, "users_summary"));

  const auto asked = desk.server.received();
  BOOST_TEST_REQUIRE(asked.size() == 2U);
  BOOST_TEST(asked[0].method + " " + asked[0].target == "POST /oauth/token");
  BOOST_TEST(asked[0].body == "grant_type=account_credentials&account_id=acc%201");
  BOOST_TEST(asked[0].header("authorization") == "Basic Y2lkOnMzY3JldA==");
  BOOST_TEST(asked[1].header("authorization") == "Bearer t0ken");
}

BOOST_AUTO_TEST_CASE(only_changed_leaves_are_sent_in_the_shape_of_the_view)
{
  const auto settings = write("account_settings", {{"/recording/auto_delete_cmr", "true"},
                                                   {"/recording/auto_delete_cmr_days", "30"},
                                                   {"/in_meeting/feedback", "false"}});

  BOOST_TEST(settings.result.has_value());
  BOOST_TEST(settings.content_type.starts_with("application/json"), settings.content_type);
  BOOST_TEST(settings.request ==
             R"(PATCH /accounts/me/settings {"recording":{"auto_delete_cmr":true,)"
             R"("auto_delete_cmr_days":30},"in_meeting":{"feedback":false}})");
}

BOOST_AUTO_TEST_CASE(each_view_and_each_level_is_written_where_it_is_read)
{
  const std::string waiting = R"({"meeting_security":{"waiting_room":true}})";
  const std::vector<std::pair<std::string, std::string>> change{
      {"/meeting_security/waiting_room", "true"}};

  BOOST_TEST(write("account_security", change).request ==
             "PATCH /accounts/me/settings?option=meeting_security " + waiting);
  BOOST_TEST(write("lock_security", change).request ==
             "PATCH /accounts/me/lock_settings " + waiting);
  BOOST_TEST(write("group_security/g%2F1", change).request ==
             "PATCH /groups/g%2F1/settings?option=meeting_security " + waiting);
  BOOST_TEST(write("user_security/u1", change).request ==
             "PATCH /users/u1/settings?option=meeting_security " + waiting);
  BOOST_TEST(write("account_authentication", {{"/meeting_authentication", "true"}}).request ==
             "PATCH /accounts/me/settings?option=meeting_authentication "
             R"({"meeting_authentication":true})");
  BOOST_TEST(write("group_locks/g1", {{"/recording/auto_recording", "true"}}).request ==
             R"(PATCH /groups/g1/lock_settings {"recording":{"auto_recording":true}})");
}

BOOST_AUTO_TEST_CASE(any_success_is_one_and_a_paid_function_under_200_is_not)
{
  const std::vector<std::pair<std::string, std::string>> change{
      {"/recording/auto_recording", "true"}};

  BOOST_TEST(write("lock_settings", change, {.status = 200}).result.has_value());
  BOOST_TEST(write("lock_settings", change, {.status = 204}).result.has_value());
  const auto unpaid = write(
      "lock_settings", change,
      {.status = 200, .body = R"({"code":200,"message":"Only available for Paid account"})"});
  BOOST_TEST_REQUIRE(!unpaid.result.has_value());
  BOOST_TEST((unpaid.result.error().kind == Failure::unsupported));
}

BOOST_AUTO_TEST_CASE(a_scope_that_writing_lacks_is_named)
{
  ZoomDesk zoom;
  BOOST_TEST(zoom.sandbox->change("/scopes", *parse_json(R"(["account:read:settings:admin"])"))
                 .has_value());
  std::vector<Change> changes;
  changes.push_back(
      {.setting = "account_settings#/in_meeting/feedback", .to = *parse_json("false")});

  const auto sent = write_by(&open_zoom, *zoom.at, "account_settings", changes);

  BOOST_TEST_REQUIRE(!sent.has_value());
  BOOST_TEST(sent.error().scope ==
             "account:update:settings:admin, account:update:settings:master");
}

BOOST_AUTO_TEST_CASE(what_zoom_takes_and_forgets_is_seen_in_the_read_back)
{
  ZoomDesk zoom;
  const std::string pointer = "/in_meeting/meeting_summary_with_ai_companion/enable";
  std::vector<Change> changes;
  changes.push_back({.setting = "account_settings#" + pointer, .to = *parse_json("false")});

  const auto sent = write_by(&open_zoom, *zoom.at, "account_settings", changes);

  const auto after = read_document_by(&open_zoom, *zoom.at, "account_settings");
  BOOST_TEST(sent.has_value());
  BOOST_TEST(value_at(*after.content, *parse_pointer(pointer))->IsTrue());
}

BOOST_AUTO_TEST_SUITE_END()
