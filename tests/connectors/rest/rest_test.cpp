#include "connectors/rest/rest.hpp"
#include "tests/connectors/rest/desk.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <malloc.h>

using namespace klausur;
using namespace klausur::test;

namespace {

const std::vector<std::pair<std::string, std::string>> k_html = {
    {"Content-Type", "text/html; charset=utf-8"}};

/// What one document gives when the server answers with `reply`.
Reading
reading_of(Reply reply, DocumentEntry entry = {})
{
  Desk desk{[&](const Received&) { return reply; }};
  entry.name = "config";
  entry.read.path = "/api/config?token=hidden";
  desk.add(std::move(entry));
  PlainDialect dialect;
  return wait(desk.at, RestReader{desk.at, dialect}.read_document("config"));
}

/// A list of `count` boards and each of them, for `each`.
Reply
boards(const Received& request, int count)
{
  if (request.target != "/boards") {
    const auto id = request.target.substr(request.target.rfind('/') + 1);
    return {.body = fmt::format(R"({{"id":"{0}","name":"private {0}","open":true}})", id)};
  }
  std::string list;
  for (int i = 0; i < count; ++i) {
    list += fmt::format(R"({}{{"id":{}}})", i == 0 ? "" : ",", i);
  }
  return {.body = "[" + list + "]"};
}

void
add_boards(Desk& desk)
{
  desk.add(
      {.name = "boards/*",
       .read = {.path = "/boards/{id}", .each = parse_address("board_list#/*/id").value()}});
  desk.add({.name = "board_list", .read = {.path = "/boards"}});
  desk.keep({"boards/*#/id", "boards/*#/open"});
}

} // namespace

BOOST_AUTO_TEST_SUITE(rest_test)

BOOST_AUTO_TEST_CASE(an_answer_means_what_its_status_says)
{
  struct Row
  {
    Reply reply;
    Failure kind;
    std::string_view words;
  };
  const std::vector<Row> rows = {
      {{.status = 401}, Failure::unauthorised, "credentials"},
      {{.status = 403}, Failure::forbidden, "grant config:read, config:list"},
      {{.status = 404}, Failure::unexpected, "answered 404"},
      {{.status = 410}, Failure::unsupported, "the plan Gold"},
      {{.status = 429}, Failure::unreachable, "rate limit"},
      {{.status = 500}, Failure::unreachable, "answered 500"},
      {{.status = 501}, Failure::unexpected, "answered 501"},
      {{.status = 304}, Failure::unexpected, "answered 304"},
      {{.body = "<p>hello</p>", .headers = k_html}, Failure::unexpected, "text/html, 12 bytes"},
      {{.body = ""}, Failure::unexpected, "empty"},
      {{.body = R"({"a": [1, 2)"}, Failure::unexpected, "byte 11"},
      {{.body = "{\"a\": \"\xff\xfe\"}"}, Failure::unexpected, "not valid JSON"},
      {{.body = std::string(100'000, '[')}, Failure::unexpected, "nested deeper than 128"},
      {{.body = R"({"Mr. Jones":1,"Mr. Jones":2})"}, Failure::unexpected, "not valid JSON"},
      {{.body = R"({"a":1})", .fault = Fault::truncate}, Failure::unreachable, ""},
  };
  for (const auto& row : rows) {
    const auto reading = reading_of(
        row.reply,
        {.needs = {.read = {.scopes = {"config:read", "config:list"}, .plan = "Gold"}},
         .statuses = {{410, Failure::unsupported}}});

    BOOST_TEST_REQUIRE(!reading.content.has_value(), row.reply.status << row.reply.body);
    const auto& error = reading.content.error();
    BOOST_TEST((error.kind == row.kind), said(reading.content));
    BOOST_TEST(has(error.what, row.words), error.what);
    BOOST_TEST(has(error.what, "/api/config"), error.what);
    for (const auto* hidden : {"hidden", "hello", "Jones"}) {
      BOOST_TEST(!has(error.what, hidden), error.what);
    }
    BOOST_TEST(error.scope ==
               (row.kind == Failure::forbidden ? "config:read, config:list" : ""));
  }
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_not_what_was_asked_for_is_a_gap)
{
  for (const auto* body : {"null", "42", "true", R"("ok")"}) {
    BOOST_TEST(has(said(reading_of({.body = body}).content), "neither an object nor a list"));
  }
  DocumentEntry entry;
  entry.read.holds = {{"rules"}, {"old", "rules"}};
  for (const auto* body : {"{}", "[]", R"({"error":"sign in","message":"?"})"}) {
    const auto words = said(reading_of({.body = body}, entry).content);
    BOOST_TEST(has(words, "holds nothing of what was asked for (/rules, /old/rules)"), words);
  }
  BOOST_TEST(said(reading_of({.body = R"({"rules":null})"}, entry).content) ==
             R"({"rules":null})");
  BOOST_TEST(said(reading_of({.body = R"({"old":{"rules":1}})"}, entry).content) ==
             R"({"old":{"rules":1}})");
}

BOOST_AUTO_TEST_CASE(a_reading_says_how_it_was_read_without_its_query)
{
  const auto reading = reading_of({.body = R"({"a":null})"});

  BOOST_TEST(reading.source == "GET /api/config");
  BOOST_TEST(said(reading.content) == R"({"a":null})");
  BOOST_TEST((reading.read_at == Time{std::chrono::seconds{1'000'000'000}}));
}

BOOST_AUTO_TEST_CASE(a_secret_in_a_path_is_in_no_reading)
{
  setenv("KLAUSUR_TEST_TOKEN", "s3cret-token", 1);
  Desk desk{answers({{"GET /tokens/s3cret-token", {.status = 500}}})};
  desk.tenant.auth = {{"token", "env:KLAUSUR_TEST_TOKEN"}};
  desk.add({.name = "token", .read = {.path = "/tokens/{auth.token}"}});
  PlainDialect dialect;

  const auto snapshot = wait(desk.at, RestReader{desk.at, dialect}.read());

  BOOST_TEST(desk.server.requests() == 1U);
  BOOST_TEST(snapshot.find("token")->source == "GET /tokens/{auth.token}");
  BOOST_TEST(!has(to_text(to_json(snapshot)), "s3cret"), to_text(to_json(snapshot)));
  BOOST_TEST(has(said(snapshot, "token"), "answered 500"));
}

BOOST_AUTO_TEST_CASE(a_tenant_overrides_hosts_by_the_manifests_names)
{
  Desk desk{answers({{"GET /audit/logs", {.body = "[]"}}})};
  desk.manifest.hosts = {{"audit", "https://audit.invalid"}};
  desk.tenant.hosts = {{"audit", desk.server.url("/audit/")}};
  desk.add({.name = "logs", .read = {.path = "/logs", .host = "audit"}});
  PlainDialect dialect;

  BOOST_TEST(said(wait(desk.at, RestReader{desk.at, dialect}.read_document("logs")).content) ==
             "[]");
}

BOOST_AUTO_TEST_CASE(each_member_of_a_list_is_read_once_whatever_the_order_of_the_manifest)
{
  Desk desk{[](const Received& request) { return boards(request, 100); }};
  add_boards(desk);
  PlainDialect dialect;

  const auto snapshot = wait(desk.at, RestReader{desk.at, dialect, {.at_once = 8}}.read());

  BOOST_TEST(snapshot.readings.size() == 101U);
  BOOST_TEST(desk.server.requests() == 101U);
  BOOST_TEST(desk.server.most_at_once() <= 4U);
  BOOST_TEST(said(snapshot, "boards/99") == R"({"id":"99","open":true})");
  BOOST_TEST(snapshot.find("boards/7")->source == "GET /boards/7");
}

BOOST_AUTO_TEST_CASE(two_rate_limits_are_used_side_by_side)
{
  Desk desk{[](const Received& request) {
    return request.target == "/boards" ? boards(request, 40) : Reply{.body = "{}"};
  }};
  auto options = hasty_options();
  options.limits = {{"slow", {.requests = 4, .per_seconds = 0.1}},
                    {"fast", {.requests = 12, .per_seconds = 0.1}}};
  Http http{options, desk.redactor};
  const Workplace at{desk.tenant, desk.manifest, http, desk.clock, desk.redactor};
  desk.add({.name = "board_list", .read = {.path = "/boards"}});
  desk.add({.name = "fast/*",
            .read = {.path = "/fast/{id}", .each = parse_address("board_list#/*/id").value()},
            .needs = {.read = {.limit = "fast"}}});
  desk.add({.name = "slow/*",
            .read = {.path = "/slow/{id}", .each = parse_address("board_list#/*/id").value()},
            .needs = {.read = {.limit = "slow"}}});
  PlainDialect dialect;

  const auto snapshot = wait(at, RestReader{at, dialect, {.at_once = 8}}.read());

  BOOST_TEST(snapshot.readings.size() == 81U);
  const auto received = desk.server.received();
  const auto is_fast = [](const Received& request) { return has(request.target, "/fast"); };
  // One after the other would ask for all of the fast ones before the first slow one.
  BOOST_TEST(std::count_if(received.begin(), received.begin() + 41, is_fast) < 30);
}

BOOST_AUTO_TEST_CASE(a_sample_is_as_large_as_the_manifest_or_the_tenant_says)
{
  struct Row
  {
    const char* parameters;
    std::size_t read;
  };
  for (const auto& row :
       {Row{"{}", 3}, Row{R"({"sample_boards":5})", 5}, Row{R"({"sample_boards":"all"})", 20},
        Row{R"({"sample_boards":20})", 20}}) {
    Desk desk{[](const Received& request) { return boards(request, 20); }};
    add_boards(desk);
    desk.manifest.documents.front().read.sample = {.parameter = "sample_boards", .size = 3};
    desk.tenant.parameters = parse_json(row.parameters).value();
    PlainDialect dialect;

    const auto snapshot = wait(desk.at, RestReader{desk.at, dialect}.read());

    const auto read = std::ranges::count_if(snapshot.readings, [](const Reading& reading) {
      return reading.content && reading.document.starts_with("boards/");
    });
    BOOST_TEST(static_cast<std::size_t>(read) == row.read, row.parameters);
    const bool left_out = said(snapshot, "boards/*").starts_with("left_out");
    BOOST_TEST(left_out == (row.read < 20), row.parameters);
  }
}

BOOST_AUTO_TEST_CASE(one_member_that_cannot_be_read_is_one_gap)
{
  Desk desk{[](const Received& request) {
    return request.target == "/boards/3" ? Reply{.status = 404} : boards(request, 5);
  }};
  add_boards(desk);
  PlainDialect dialect;

  const auto snapshot = wait(desk.at, RestReader{desk.at, dialect}.read());

  BOOST_TEST(has(said(snapshot, "boards/3"), "unexpected: GET /boards/3: answered 404"));
  BOOST_TEST(said(snapshot, "boards/4") == R"({"id":"4","open":true})");
}

BOOST_AUTO_TEST_CASE(a_list_that_cannot_be_read_leaves_a_gap_for_its_members)
{
  Desk desk{answers({{"GET /boards", {.status = 403}}})};
  add_boards(desk);
  desk.add({.name = "plugins/*",
            .read = {.path = "/p/{id}", .each = parse_address("board_list#/*/id").value()},
            .optional = true});
  desk.manifest.documents[1].needs.read.scopes = {"board:list"};
  PlainDialect dialect;

  const auto snapshot = wait(desk.at, RestReader{desk.at, dialect}.read());

  BOOST_TEST(has(said(snapshot, "boards/*"), "forbidden: boards/*: not asked for any"));
  BOOST_TEST(snapshot.find("boards/*")->content.error().scope == "board:list");
  BOOST_TEST(said(snapshot, "plugins/*") == "not there");
}

BOOST_AUTO_TEST_CASE(a_list_without_identifiers_is_a_gap_and_an_empty_one_is_none)
{
  for (const auto& [list, readings] : std::vector<std::pair<std::string, std::size_t>>{
           {R"([{"name":"x"}])", 2}, {R"([{"id":""}])", 2}, {"{}", 1}, {"[]", 1}}) {
    Desk desk{answers({{"GET /boards", {.body = list}}})};
    add_boards(desk);
    PlainDialect dialect;

    const auto snapshot = wait(desk.at, RestReader{desk.at, dialect}.read());

    BOOST_TEST(snapshot.readings.size() == readings, list);
    BOOST_TEST((snapshot.find("boards/*") != nullptr) == (readings == 2), list);
  }
}

BOOST_AUTO_TEST_CASE(an_identifier_that_would_break_an_address_is_encoded_and_found_again)
{
  Desk desk{answers({{"GET /boards", {.body = R"([{"id":"a/b#*%"}])"}},
                     {"GET /boards/a%2Fb%23%2A%25", {.body = R"({"id":1})"}}})};
  add_boards(desk);
  PlainDialect dialect;

  const auto snapshot = wait(desk.at, RestReader{desk.at, dialect}.read());

  BOOST_TEST(said(snapshot, "boards/a%2Fb%23%2A%25") == R"({"id":1})");
  BOOST_TEST(
      said(wait(desk.at, RestReader{desk.at, dialect}.read_document("boards/a%2Fb%23%2A%25"))
               .content) == R"({"id":1})");
}

BOOST_AUTO_TEST_CASE(members_of_members_are_read_after_them)
{
  Desk desk{answers({{"GET /orgs", {.body = R"(["o1","o2"])"}},
                     {"GET /orgs/o1", {.body = R"({"boards":["b1","b2"]})"}},
                     {"GET /orgs/o2", {.body = R"({"boards":["b2","b3"]})"}},
                     {"GET /boards/b1", {.body = "[1]"}},
                     {"GET /boards/b2", {.body = "[2]"}},
                     {"GET /boards/b3", {.body = "[3]"}}})};
  desk.add(
      {.name = "boards/*",
       .read = {.path = "/boards/{id}", .each = parse_address("orgs/*#/boards/*").value()}});
  desk.add({.name = "orgs/*",
            .read = {.path = "/orgs/{id}", .each = parse_address("org_list#/*").value()}});
  desk.add({.name = "org_list", .read = {.path = "/orgs"}});
  PlainDialect dialect;

  const auto snapshot = wait(desk.at, RestReader{desk.at, dialect}.read());

  BOOST_TEST(desk.server.requests() == 6U);
  BOOST_TEST(said(snapshot, "boards/b3") == "[3]");
}

BOOST_AUTO_TEST_CASE(lists_that_wait_for_each_other_are_gaps)
{
  Desk desk{answers({})};
  desk.add(
      {.name = "a/*", .read = {.path = "/a/{id}", .each = parse_address("b/1#/*").value()}});
  desk.add(
      {.name = "b/*", .read = {.path = "/b/{id}", .each = parse_address("a/1#/*").value()}});
  PlainDialect dialect;

  const auto snapshot = wait(desk.at, RestReader{desk.at, dialect}.read());

  BOOST_TEST(has(said(snapshot, "a/*"), "invalid: a/*: `each` goes in a circle"));
  BOOST_TEST(has(said(snapshot, "b/*"), "invalid"));
}

BOOST_AUTO_TEST_CASE(the_version_is_read_where_the_manifest_says)
{
  Desk desk{answers({{"GET /client", {.body = R"({"Version":"11.6.0"})"}}})};
  desk.manifest.version = "client#/Version";
  desk.tenant.variant = "self-hosted";
  desk.add({.name = "client", .read = {.path = "/client"}});
  desk.add({.name = "by_code", .read = {.method = "none"}}).read.method.clear();
  desk.add({.name = "on_request", .read = {.path = "/client"}, .optional = true});
  PlainDialect dialect;

  const auto snapshot = wait(desk.at, RestReader{desk.at, dialect}.read());

  BOOST_TEST(snapshot.version == "11.6.0");
  BOOST_TEST(snapshot.tenant == "acme");
  BOOST_TEST(snapshot.variant == "self-hosted");
  BOOST_TEST(snapshot.readings.size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_the_manifest_does_not_say_cannot_be_read_or_written)
{
  Desk desk{answers({})};
  desk.add({.name = "client", .read = {.path = "/client"}});
  desk.add({.name = "by_code", .read = {.method = "none"}}).read.method.clear();
  PlainDialect dialect;
  RestReader reader{desk.at, dialect};
  const std::vector<Change> changes;

  BOOST_TEST(said(wait(desk.at, reader.read_document("other")).content).starts_with("invalid"));
  BOOST_TEST(
      said(wait(desk.at, reader.read_document("by_code")).content).starts_with("unsupported"));
  const auto written = wait(desk.at, reader.write("client", changes));
  BOOST_TEST_REQUIRE(!written.has_value());
  BOOST_TEST((written.error().kind == Failure::unsupported));
  BOOST_TEST(desk.server.requests() == 0U);
}

BOOST_AUTO_TEST_CASE(ten_thousand_users_take_little_memory)
{
  constexpr int k_users = 10'000;
  const std::string talk(4000, 'x');
  Desk desk{[&](const Received& request) {
    auto reply = boards(request, k_users);
    if (request.target != "/boards") {
      reply.body.back() = ',';
      reply.body += R"("biography":")" + talk + "\"}";
    }
    return reply;
  }};
  add_boards(desk);
  PlainDialect dialect;
  const auto before = mallinfo2().uordblks;

  const auto snapshot = wait(desk.at, RestReader{desk.at, dialect}.read());

  // The server's own record of 10,000 requests is in it too.
  BOOST_TEST(mallinfo2().uordblks - before < std::size_t{40} << 20);
  BOOST_TEST(snapshot.readings.size() == k_users + 1U);
  BOOST_TEST(said(snapshot, "boards/9999") == R"({"id":"9999","open":true})");
}

BOOST_AUTO_TEST_SUITE_END()
