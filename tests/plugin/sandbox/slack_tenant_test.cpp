// The connector at the sandbox, which was written from Slack's documentation alone.

#include "connectors/model/scopes.hpp"
#include "tests/plugin/sandbox/tenant.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>

using namespace klausur;
using namespace klausur::test;

namespace {

struct PlanOf
{
  const char* variant;
  const char* plan;
};

std::ostream&
operator<<(std::ostream& out, const PlanOf& each)
{
  return out << each.plan;
}

const PlanOf k_plans[] = {
    {"free", "Free"}, {"out-of-the-box", "Business+"}, {"enterprise", "Enterprise"}};

Json
scopes_json(const std::vector<NeededScope>& scopes, std::string_view token)
{
  Json list{rapidjson::kArrayType};
  for (const auto& scope : scopes) {
    if (scope.token == token) {
      const Json name = json_string(scope.name);
      list.PushBack(JsonValue{name, list.GetAllocator()}, list.GetAllocator());
    }
  }
  return list;
}

/// The tenant's tokens have these permissions and no others.
void
grant(TenantAtSandbox& at, const std::vector<NeededScope>& scopes)
{
  for (const auto& [token, kind] :
       {std::pair{"xoxp-sandbox-owner", "user"}, {"xoxb-sandbox-bot", "bot"}}) {
    const auto done =
        at.sandbox->change(fmt::format("/grants/{}/scopes", token), scopes_json(scopes, kind));
    BOOST_TEST_REQUIRE(done.has_value());
  }
}

std::set<std::string>
forbidden_in(const Snapshot& snapshot)
{
  std::set<std::string> documents;
  for (const auto& reading : snapshot.readings) {
    if (!reading.content && reading.content.error().kind == Failure::forbidden) {
      documents.insert(reading.document.str());
    }
  }
  return documents;
}

/// Many of what a list of the state holds, each with `{}` replaced by its number.
Json
many(int count, std::string_view before, std::string_view after)
{
  std::string text = "[";
  for (int i = 1; i <= count; ++i) {
    text += fmt::format("{}{}{}{}", i == 1 ? "" : ",", before, i, after);
  }
  return literal(text + "]");
}

std::uint64_t
number_at(const Snapshot& snapshot, std::string_view document, const char* name)
{
  const auto* reading = snapshot.find(document);
  BOOST_TEST_REQUIRE((reading != nullptr && reading->content), document);
  const auto* value = member(*reading->content, name);
  BOOST_TEST_REQUIRE((value != nullptr && value->IsUint64()), name);
  return value->GetUint64();
}

constexpr std::string_view k_user = R"({"id": "W)";
constexpr std::string_view k_user_end =
    R"(", "email": "planted@example.org", "is_admin": false, "is_owner": false, "is_bot": false, "is_active": true})";
constexpr std::string_view k_channel = R"({"name": "planted", "id": "C)";
constexpr std::string_view k_channel_end = R"(", "is_ext_shared": false, "is_general": false})";

} // namespace

BOOST_AUTO_TEST_SUITE(slack_tenant_test)

BOOST_DATA_TEST_CASE(each_plan_is_read_whole, k_plans, each)
{
  TenantAtSandbox at{"slack", each.variant};

  const auto snapshot = at.read();

  for (const auto& reading : snapshot.readings) {
    // The channel #general has no retention of its own: Slack says so.
    BOOST_TEST(is_read_or_not_offered(reading), said(reading));
  }
  BOOST_TEST(at.sandbox->violations() == 0U);
}

BOOST_DATA_TEST_CASE(the_permissions_that_are_printed_are_enough_and_each_is_needed, k_plans,
                     each)
{
  TenantAtSandbox whole{"slack", each.variant};
  const auto scopes = needed_scopes(whole.policy.manifest, {.plan = each.plan});
  grant(whole, scopes);
  BOOST_TEST(forbidden_in(whole.read()).empty());

  for (std::size_t i = 0; i < scopes.size(); ++i) {
    auto fewer = scopes;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    TenantAtSandbox at{"slack", each.variant};
    grant(at, fewer);

    const auto missed = forbidden_in(at.read());

    BOOST_TEST(!missed.empty(), scopes[i].name << " is needed by nothing");
  }
}

BOOST_AUTO_TEST_CASE(writing_needs_the_permissions_that_are_printed_for_it)
{
  struct Row
  {
    const char* document;
    const char* pointer;
    const char* to;
  };
  for (const auto& row :
       {Row{"teams", "#/T0SANDBOX1/discoverability", "\"closed\""},
        Row{"channel_retention/C0SANDBOX2", "#/duration_days", "90"},
        Row{"session_settings/U0SANDBOX1", "#/session_settings/0/duration", "43200"}}) {
    std::vector<Change> changes;
    changes.push_back(
        {.setting = std::string{row.document} + row.pointer, .to = parse_json(row.to).value()});
    TenantAtSandbox reader{"slack", "enterprise"};
    grant(reader, needed_scopes(reader.policy.manifest, {.plan = "Enterprise"}));
    TenantAtSandbox writer{"slack", "enterprise"};
    grant(writer,
          needed_scopes(writer.policy.manifest, {.writing = true, .plan = "Enterprise"}));

    const auto refused = reader.write(row.document, changes);
    const auto done = writer.write(row.document, changes);

    BOOST_TEST_REQUIRE(!refused.has_value(), row.document);
    BOOST_TEST((refused.error().kind == Failure::forbidden), refused.error().what);
    BOOST_TEST(done.has_value(), (done ? "" : done.error().what));
    BOOST_TEST(to_text(*writer.read_document(row.document).content).find(row.to) !=
               std::string::npos);
  }
}

BOOST_DATA_TEST_CASE(no_name_address_or_title_is_kept, k_plans, each)
{
  TenantAtSandbox at{"slack", each.variant};

  const auto text = to_text(to_json(at.read()));

  for (const char* planted :
       {"ustermann", "erika", "example.org", "Gabi", "gast.", "gehaltsliste", "prospekt",
        "protokoll", "Umfragen", "Notizen", "Gast AG", "kunde-gast", "allgemein"}) {
    BOOST_TEST(text.find(planted) == std::string::npos, planted << " is in " << text);
  }
}

BOOST_AUTO_TEST_CASE(tokens_that_end_amid_the_pages_lose_nothing)
{
  TenantAtSandbox at{"slack", "enterprise"};
  at.look_at("users#/accounts");
  for (const char* method :
       {"admin.users.list", "admin.conversations.search",
        "admin.conversations.getCustomRetention", "admin.conversations.getConversationPrefs"}) {
    at.sandbox->enforce(method, {});
  }
  BOOST_TEST(at.sandbox->change("/users", many(950, k_user, k_user_end)).has_value());
  BOOST_TEST(at.sandbox->change("/channels", many(95, k_channel, k_channel_end)).has_value());
  at.sandbox->expire_tokens_after(60);

  const auto snapshot = at.read();

  for (const auto& reading : snapshot.readings) {
    BOOST_TEST(is_read_or_not_offered(reading), said(reading));
  }
  BOOST_TEST(number_at(snapshot, "users", "accounts") == 950U);
  BOOST_TEST(snapshot.find("conversations")->content->MemberCount() == 95U);
  BOOST_TEST(at.sandbox->count("/api/oauth.v2.access") >= 5U);
}

BOOST_AUTO_TEST_CASE(a_bots_token_that_ends_is_renewed_as_well)
{
  TenantAtSandbox at{"slack"};
  at.sandbox->arm({.path = "/api/team.externalTeams.list",
                   .times = 1,
                   .answer = {.status = 200,
                              .headers = {},
                              .body = R"({"ok":false,"error":"token_expired"})"}});

  const auto reading = at.read_document("external_teams");

  BOOST_TEST(reading.content.has_value(), said(reading));
  BOOST_TEST(at.sandbox->count("/api/team.externalTeams.list") == 2U);
  BOOST_TEST(at.sandbox->count("/api/oauth.v2.access") == 2U); // No user's token was needed.
}

BOOST_AUTO_TEST_CASE(of_twenty_thousand_channels_those_with_the_most_members_are_read)
{
  TenantAtSandbox at{"slack", "enterprise"};
  auto channels = many(20'000, k_channel, k_channel_end);
  set_member(channels[19'998], "member_count", JsonValue{7000}, channels.GetAllocator());
  BOOST_TEST(at.sandbox->change("/channels", channels).has_value());
  // A hundred unless the tenant says otherwise: so many would wait for the method's limit.
  set_member(at.tenant.parameters, "sample_channels", JsonValue{20},
             at.tenant.parameters.GetAllocator());

  const auto snapshot = at.read();

  BOOST_TEST(snapshot.find("conversations")->content->MemberCount() == 20U);
  BOOST_TEST(snapshot.find("channel_retention/C19999") != nullptr); // Counted from 1.
  for (const char* part : {"conversations/*", "channel_retention/*"}) {
    const auto* left = snapshot.find(part);
    BOOST_TEST_REQUIRE((left != nullptr && !left->content), part);
    BOOST_TEST((left->content.error().kind == Failure::left_out), part);
    BOOST_TEST(said(*left).find("the first 20 of 20000 were read") != std::string::npos,
               said(*left));
    BOOST_TEST(said(*left).find("sample_channels: all") != std::string::npos, said(*left));
  }
  BOOST_TEST(at.sandbox->count("/api/admin.conversations.getCustomRetention") == 20U);
  BOOST_TEST(at.sandbox->count("/api/admin.conversations.search") == 2U);
}

BOOST_AUTO_TEST_CASE(ten_thousand_users_and_two_thousand_channels_are_read_within_the_limits)
{
  TenantAtSandbox at{"slack", "enterprise"};
  at.look_at("users#/accounts");
  at.tenant.parameters = parse_json(R"({"sample_channels":"all"})").value();
  constexpr double faster = 1000; // A thousand times what the vendor allows, on both sides.
  at.options.concurrency = 16;
  at.options.limits = at.policy.manifest.limits;
  for (auto& [name, limit] : at.options.limits) {
    limit.per_seconds /= faster;
    at.sandbox->enforce(name, limit);
  }
  BOOST_TEST(at.sandbox->change("/users", many(10'000, k_user, k_user_end)).has_value());
  BOOST_TEST(at.sandbox->change("/channels", many(2000, k_channel, k_channel_end)).has_value());

  const auto snapshot = at.read();

  BOOST_TEST(number_at(snapshot, "users", "accounts") == 10'000U);
  BOOST_TEST(snapshot.find("conversations")->content->MemberCount() == 2000U);
  for (const auto& reading : snapshot.readings) {
    BOOST_TEST(is_read_or_not_offered(reading), said(reading));
  }
  BOOST_TEST(snapshot.find("channel_retention/C2000") != nullptr);
  BOOST_TEST(at.sandbox->count("/api/admin.conversations.getCustomRetention") == 2000U);
  BOOST_TEST(at.sandbox->violations() == 0U);
}

BOOST_AUTO_TEST_CASE(a_storm_of_refusals_is_sat_out_and_a_page_that_stays_away_is_a_gap)
{
  TenantAtSandbox at{"slack", "enterprise"};
  at.options.first_backoff = std::chrono::milliseconds{1};
  for (const char* path : {"/api/team.info", "/api/admin.users.list", "/audit/v1/logs"}) {
    at.sandbox->arm({.path = path,
                     .times = 3,
                     .answer = {.status = 429,
                                .headers = {{"Retry-After", "0"}},
                                .body = R"({"ok":false,"error":"ratelimited"})"}});
  }
  at.sandbox->arm({.path = "/api/admin.teams.list",
                   .times = 100,
                   .answer = {.status = 200, .body = R"({"ok":true,"teams":[{"id":)"}});

  const auto snapshot = at.read();

  for (const char* document : {"team_info", "users", "audit_prefs", "audit_huddles"}) {
    BOOST_TEST(snapshot.find(document)->content.has_value(), said(*snapshot.find(document)));
  }
  BOOST_TEST_REQUIRE(!snapshot.find("teams")->content.has_value());
  BOOST_TEST((snapshot.find("teams")->content.error().kind == Failure::unexpected));
}

BOOST_AUTO_TEST_SUITE_END()
