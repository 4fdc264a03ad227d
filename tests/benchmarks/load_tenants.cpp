#include "tests/benchmarks/load_tenants.hpp"

#include "plugin/sandbox/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur::load {

namespace {

/// A flag of one member: the same in every run, and in about half of them on.
bool
flag(int member, int which)
{
  const auto mixed = (static_cast<unsigned>(member) + 1) * 2654435761U >> (5 + which);
  return (mixed & 1U) != 0;
}

void
append(Json& list, const Json& item)
{
  auto& memory = list.GetAllocator();
  list.PushBack(JsonValue{item, memory}, memory);
}

Result<void>
fill_zoom(Sandbox& sandbox, int members)
{
  Json own{rapidjson::kObjectType};
  for (int i = 0; i < members; ++i) {
    const Json settings = literal(fmt::format(
        R"({{"settings":{{"recording":{{"cloud_recording":{},"local_recording":{}}},)"
        R"("in_meeting":{{"feedback":{},"auto_saving_chat":{},"remote_control":{}}}}},)"
        R"("security":{{"meeting_security":{{"waiting_room":{}}}}}}})",
        flag(i, 0), flag(i, 1), flag(i, 2), flag(i, 3), flag(i, 4), flag(i, 5)));
    set_member(own, fmt::format("sandboxuser{:08}", i), settings, own.GetAllocator());
  }
  return sandbox.change("/users_own", own)
      .and_then([&] { return sandbox.change("/users/licensed", JsonValue{members}); })
      .and_then([&] { return sandbox.change("/users/basic", JsonValue{0}); });
}

Json
webex_person(int i)
{
  return literal(fmt::format(
      R"({{"id":"Y2lzY29zcGFyazovL3VzL1BFT1BMRS84ZmM3MzYwOS0xYzQ5LTQxYjYtYTg5Zi1i{0:011}",)"
      R"("emails":["planted{0}@beispiel.example"],"displayName":"Mustermann {0}",)"
      R"("session_types":["{1}"],"meetings":[{{"id":"meeting-{0:020}",)"
      R"("title":"Personalgespräch","meetingType":"scheduledMeeting","state":"ready",)"
      R"("start":"2099-01-01T09:00:00Z","enabledAutoRecordMeeting":{2},)"
      R"("hostEmail":"planted{0}@beispiel.example"}}],"scheduling":{{)"
      R"("enabledJoinBeforeHost":{2},"joinBeforeHostMinutes":{3},)"
      R"("enabledAutoShareRecording":{4},"enabledWebexAssistantByDefault":{5}}},)"
      R"("room":{{"enabledAutoLock":{4},"autoLockMinutes":{3},"supportCoHost":{5}}}}})",
      i, flag(i, 0) ? "214" : "3", flag(i, 1), i % 3 * 5, flag(i, 2), flag(i, 3)));
}

Result<void>
fill_webex(Sandbox& sandbox, int members)
{
  Json people{rapidjson::kArrayType};
  for (int i = 0; i < members; ++i) {
    append(people, webex_person(i));
  }
  return sandbox.change("/people", people);
}

Result<void>
fill_slack(Sandbox& sandbox, int members)
{
  Json users{rapidjson::kArrayType};
  for (int i = 0; i < members; ++i) {
    append(users, literal(fmt::format(
                      R"({{"id":"U0{0:09}","email":"planted{0}@example.org","is_admin":{1},)"
                      R"("is_owner":{1},"is_bot":false,"is_active":true,"has_2fa":{2},)"
                      R"("has_sso":{3}}})",
                      i, i < 20, flag(i, 0), flag(i, 1))));
  }
  Json channels{rapidjson::kArrayType};
  for (int i = 0; i < members / 5; ++i) {
    append(channels,
           literal(fmt::format(R"({{"id":"C0{0:09}","name":"planted-{0}","is_general":{1},)"
                               R"("is_private":{2},"is_archived":false,"is_ext_shared":{3},)"
                               R"("is_org_shared":false,"custom_retention_days":{4}}})",
                               i, i == 0, flag(i, 0), flag(i, 1), 30 + i % 300)));
  }
  return sandbox.change("/users", users).and_then([&] {
    return sandbox.change("/channels", channels);
  });
}

Result<void>
fill_trello(Sandbox& sandbox, int members)
{
  Json boards{rapidjson::kObjectType};
  Json plugins{rapidjson::kObjectType};
  for (int i = 0; i < members; ++i) {
    const std::string id = fmt::format("6b2a{:020}", i);
    const Json board = literal(fmt::format(
        R"({{"name":"Bewerbung {0}","desc":"planted{0}@beispiel.example","closed":false,)"
        R"("memberships":[{{"idMember":"m{0}","memberType":"admin"}}],)"
        R"("prefs":{{"permissionLevel":"{1}","selfJoin":{2},"background":"Großkopf"}}}})",
        i, flag(i, 0) ? "org" : "public", flag(i, 1)));
    const Json plugin = literal(fmt::format(
        R"([{{"id":"7c3a{0:020}","name":"Timer","author":"Yıldız","privacyUrl":null,)"
        R"("isCompliantWithPrivacyStandards":{1},"supportEmail":"planted@timer.example"}}])",
        i % 50, flag(i, 2)));
    set_member(boards, id, board, boards.GetAllocator());
    set_member(plugins, id, plugin, plugins.GetAllocator());
  }
  return sandbox.change("/boards", boards).and_then([&] {
    return sandbox.change("/plugins", plugins);
  });
}

struct Filled
{
  std::string_view vendor;
  std::string_view variant;
  Result<void> (*fill)(Sandbox& sandbox, int members);
};

constexpr std::array k_vendors{
    Filled{"slack", "enterprise", fill_slack},
    Filled{"trello", "", fill_trello},
    Filled{"webex", "", fill_webex},
    Filled{"zoom", "", fill_zoom},
};

} // namespace

Result<void>
fill(Sandbox& sandbox, std::string_view vendor, int members)
{
  const auto* found = std::ranges::find(k_vendors, vendor, &Filled::vendor);
  return found == k_vendors.end()
             ? fail(Failure::invalid, fmt::format("nobody knows how to fill {}", vendor))
             : found->fill(sandbox, members);
}

std::string_view
variant_for(std::string_view vendor)
{
  const auto* found = std::ranges::find(k_vendors, vendor, &Filled::vendor);
  return found == k_vendors.end() ? "" : found->variant;
}

} // namespace klausur::load
