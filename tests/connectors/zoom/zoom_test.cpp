#include "connectors/zoom/dialect.hpp"
#include "tests/connectors/zoom/zoom_desk.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <ostream>

using namespace klausur;
using namespace klausur::test;

namespace {

struct Row
{
  int status;
  const char* body;
  const char* said; ///< Kind, and a part of the words.
};

std::ostream&
operator<<(std::ostream& out, const Row& row)
{
  return out << row.status << " " << row.body;
}

const Row k_answers[] = {
    {200, R"({"recording":{}})", R"({"recording":{}})"},
    {400,
     R"({"code":4711,"message":"Invalid access token, does not contain scopes:[a:read, b]."})",
     "forbidden: GET /x: answered 400 (code 4711). A permission is missing: grant a:read, b."},
    {401, R"({"code":201,"message":"Invalid access token, does not contain scopes:[a:read]."})",
     "forbidden: GET /x: answered 401 (code 201). A permission is missing: grant a:read."},
    {400, R"({"code":4700,"message":"Invalid access token, does not contain scopes:[<b>]."})",
     "forbidden: GET /x: answered 400 (code 4700). A permission is missing: grant "
     "listed:scope."},
    {400, R"({"code":200,"message":"Only available for Paid account: me."})",
     "unsupported: GET /x: answered 400 (code 200). This needs the plan Pro."},
    {200, R"({"code":200,"message":"Only available for paid accounts."})",
     "unsupported: GET /x: answered 200 (code 200)"},
    {400, R"({"code":200,"message":"Only available for Paid or ZMP account: me"})",
     "unsupported"},
    {400, R"({"code":200,"message":"No permission."})", "forbidden: GET /x: answered 400"},
    {400, R"({"code":200,"message":"No privilege."})", "forbidden"},
    {400, R"({"code":200,"message":"Not available for this account."})", "unexpected"},
    {200, R"({"code":200,"message":"You can't add paid users."})", "unexpected"},
    {400, R"({"code":200})", "unexpected"},
    {401, R"({"code":124,"message":"Access token is expired."})", "unauthorised"},
    {400, R"({"code":124,"message":"Access token is expired."})", "unauthorised"},
    {401, R"({"code":201,"message":"Access token is expired"})", "unauthorised"},
    {403, R"({"code":2305,"message":"Blocked by policy"})", "forbidden"},
    {403, "denied", "forbidden"},
    {404, R"({"code":1001,"message":"User does not exist: x"})", "unsupported"},
    {404, R"({"code":4130,"message":"Group does not exist: x"})", "unsupported"},
    {400, R"({"code":1120,"message":"The invitation has expired."})", "unsupported"},
    {404, R"({"code":2001,"message":"Account does not exist"})", "unexpected"},
    {400, R"({"code":300,"message":"Validation Failed."})", "unexpected"},
    {429, R"({"code":429,"message":"Too many"})", "unreachable"},
    {429, R"({"code":200,"message":"Only available for Paid account"})", "unreachable"},
    {500, "", "unreachable"},
    {200, "<html>", "unexpected"},
};

std::string
understood(const Row& row)
{
  ZoomDesk zoom;
  const Needs needs{.scopes = {"listed:scope"}};
  const Question question{.place = "GET /x", .document = "x", .needs = needs};
  const Response response{.status = row.status, .headers = {}, .body = row.body};
  return said(zoom::ZoomDialect{*zoom.at}.understand({question, response}));
}

/// The tokens that were asked for.
std::size_t
tokens(const ZoomDesk& zoom)
{
  return zoom.sandbox->count("/oauth/token");
}

} // namespace

BOOST_AUTO_TEST_SUITE(zoom_test)

BOOST_DATA_TEST_CASE(an_answer_means_what_its_code_and_text_say,
                     boost::unit_test::data::make(k_answers), row)
{
  const auto words = understood(row);

  BOOST_TEST(words.starts_with(row.said), words);
  BOOST_TEST(!has(words, "does not exist"), words); // No text of the answer is passed on.
}

BOOST_AUTO_TEST_CASE(every_document_of_the_manifest_is_read_from_an_untouched_account)
{
  ZoomDesk zoom;

  const auto snapshot = zoom.read();

  for (const auto& reading : snapshot.readings) {
    BOOST_TEST(reading.content.has_value(), reading.document << ": " << said(reading.content));
  }
  for (const auto& entry : zoom.manifest.documents) {
    const bool there = std::ranges::any_of(snapshot.readings, [&](const Reading& reading) {
      return matches(entry.name, reading.document);
    });
    BOOST_TEST(there, entry.name);
  }
  BOOST_TEST(said(snapshot, "plan") == R"({"paid":true})");
  BOOST_TEST(tokens(zoom) == 1U);
}

BOOST_AUTO_TEST_CASE(retention_periods_are_shown_in_days_as_well)
{
  ZoomDesk zoom{"hardened"};

  const auto settings = read_document_by(&open_zoom, *zoom.at, "account_settings");

  const auto cloud = value_at(*settings.content, {"chat", "set_retention_period_in_cloud"});
  const auto local = value_at(*settings.content, {"chat", "set_retention_period_in_local"});
  BOOST_TEST(member(*cloud, "retention_period_of_channels_days")->GetInt() == 365);
  BOOST_TEST(member(*local, "retention_period_of_channels_days")->GetInt() == 91);
  BOOST_TEST(member(*local, "retention_period_of_direct_messages_and_group_conversation_days")
                 ->GetInt() == 30);
}

BOOST_AUTO_TEST_CASE(a_free_account_is_seen_and_what_it_lacks_is_unsupported)
{
  ZoomDesk zoom{"free"};

  const auto snapshot = zoom.read();

  BOOST_TEST(said(snapshot, "plan") == R"({"paid":false})");
  for (const char* document : {"account_settings", "lock_settings", "groups", "recordings"}) {
    BOOST_TEST(said(snapshot, document).starts_with("unsupported"), said(snapshot, document));
  }
  BOOST_TEST(snapshot.find("users")->content.has_value());
}

BOOST_AUTO_TEST_CASE(a_scope_that_is_not_granted_is_named_in_zooms_words)
{
  ZoomDesk zoom;
  BOOST_TEST(zoom.sandbox->change("/scopes", *parse_json(R"(["user:read:summary:admin"])"))
                 .has_value());

  const auto snapshot = zoom.read();

  const auto* locks = snapshot.find("lock_settings");
  BOOST_TEST((locks->content.error().kind == Failure::forbidden));
  BOOST_TEST(locks->content.error().scope == "account:read:lock_settings:master");
  BOOST_TEST(said(snapshot, "plan").starts_with("forbidden")); // A gap is no plan.
  BOOST_TEST(snapshot.find("users_summary")->content.has_value());
  BOOST_TEST(tokens(zoom) == 1U); // New credentials would not have helped.
}

BOOST_AUTO_TEST_CASE(a_token_is_renewed_before_its_end)
{
  ZoomDesk zoom;
  long seconds = 0;
  zoom.clock = [&] { return system_time() + std::chrono::seconds{seconds}; };
  zoom.open();
  zoom::ZoomDialect dialect{*zoom.at};
  Request request;

  for (const long at : {0L, 3000L, 3539L, 3541L}) {
    seconds = at;
    BOOST_TEST(wait(*zoom.at, dialect.authorise(request, {})).has_value());
  }

  BOOST_TEST(tokens(zoom) == 2U);
}

BOOST_AUTO_TEST_CASE(refused_credentials_are_asked_for_once_and_say_what_to_do)
{
  ZoomDesk zoom;
  setenv("KLAUSUR_TEST_ZOOM", "wr0ng-secret", 1);

  const auto snapshot = zoom.read();

  const auto words = said(snapshot, "account_settings");
  BOOST_TEST(words.starts_with("unauthorised"), words);
  BOOST_TEST(has(words, "Check client id, client secret"), words);
  BOOST_TEST(!has(words, "wr0ng-secret"));
  BOOST_TEST(tokens(zoom) == 1U);
}

BOOST_AUTO_TEST_CASE(nothing_of_people_is_kept)
{
  ZoomDesk zoom;

  const auto text = to_text(to_json(zoom.read()));

  for (const char* planted :
       {"mustermann", "Mustermann", "Erika", "Personal", "Betriebsrat", "Vertrieb", "299492849",
        "example.org/rec", "archiv@example.org", "sandbox-archive-passcode", "sandbox-secret",
        "sandbox-zoom-token", "Angemeldete"}) {
    BOOST_TEST(!has(text, planted), planted);
  }
  BOOST_TEST(has(text, "sandboxuser00000000")); // Users and groups are named by their ids.
  BOOST_TEST(has(text, R"("oldest_days":400,)"));
}

BOOST_AUTO_TEST_SUITE_END()
