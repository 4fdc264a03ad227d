#include "connectors/model/setting.hpp"
#include "plugin/sandbox/state.hpp"
#include "plugin/sandbox/zoom_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur::zoom_sandbox {

namespace {

// What only answers and no request for a change has: a change to it is taken and forgotten.
constexpr std::array k_read_only{"/in_meeting/meeting_summary_with_ai_companion",
                                 "/in_meeting/ai_companion_questions", "/smart_recognition"};

// What is locked under another name than it is set.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> k_lock_names{
    {{"/in_meeting/manual_captioning/save_captions", "/in_meeting/save_captions"},
     {"/in_meeting/manual_captioning/full_transcript", "/in_meeting/full_transcript"},
     {"/in_meeting/closed_captioning/save_caption", "/in_meeting/save_caption"},
     {"/chat/ai_quick_reply", "/chat/ai_reply"},
     {"/meeting_authentication", "/schedule_meeting/meeting_authentication"}}};

struct View
{
  std::string_view option;
  std::string_view store; ///< Where it stands in the state of an account.
};

constexpr std::array k_views{View{"", "settings"}, View{"meeting_security", "security"},
                             View{"meeting_authentication", "authentication"},
                             View{"recording_authentication", "recording_authentication"}};

const View*
view_of(const Call& call)
{
  const auto found = std::ranges::find(k_views, call.parameter("option"), &View::option);
  return found == k_views.end() ? nullptr : &*found;
}

Outbound
invalid(std::string_view field)
{
  return api_error(400, 300, fmt::format("Validation Failed: {}.", field));
}

/// Whether the account has locked what stands at `pointer`, or an object above it.
bool
is_locked(const JsonValue& state, std::string_view pointer)
{
  std::string at{pointer};
  for (const auto& [set, locked] : k_lock_names) {
    if (pointer == set) {
      at = locked;
    }
  }
  for (; !at.empty(); at.resize(at.rfind('/'))) {
    const auto* lock = find_at(state, "/locks" + at);
    if (lock != nullptr && lock->IsTrue()) {
      return true;
    }
  }
  return false;
}

/// The values that Zoom takes where not every value of the type is one.
bool
is_possible(std::string_view pointer, const JsonValue& value)
{
  const auto text = value.IsString() ? text_of(value) : std::string_view{};
  const auto is_one_of = [&](std::initializer_list<std::string_view> all) {
    return std::ranges::find(all, text) != all.end();
  };
  if (pointer.ends_with("/auto_delete_cmr_days")) {
    const int days = value.IsInt() ? value.GetInt() : 0;
    return days == 30 || days == 60 || days == 90 || days == 120;
  }
  if (pointer.ends_with("/auto_recording")) {
    return is_one_of({"local", "cloud", "none"});
  }
  if (pointer.ends_with("/encryption_type")) {
    return is_one_of({"enhanced_encryption", "e2ee"});
  }
  if (pointer.ends_with("/use_cdn")) {
    return is_one_of({"none", "default", "wangsu"});
  }
  return true;
}

/// One request for a change: what it may touch, and where it goes.
struct Patch
{
  const JsonValue& state;
  const JsonValue& now; ///< The view as it is answered.
  bool below;           ///< Of a group or user: an account's lock stands over it.
  Json taken{rapidjson::kObjectType};
  std::string refused{};

  void take(const std::string& pointer, const JsonValue& value)
  {
    if (std::ranges::find(k_read_only, pointer) != k_read_only.end()) {
      return;
    }
    const auto* old = find_at(now, pointer);
    if (value.IsObject()) {
      for (const auto& each : value.GetObject()) {
        take(pointer + "/" + std::string{text_of(each.name)}, each.value);
      }
      return;
    }
    if (old == nullptr || (below && is_locked(state, pointer))) {
      return; // Taken and forgotten, as an unknown or locked key is.
    }
    const bool same_type =
        old->GetType() == value.GetType() || (old->IsBool() && value.IsBool());
    if (!same_type || !(value.IsBool() || is_possible(pointer, value))) {
      refused = refused.empty() ? pointer.substr(pointer.rfind('/') + 1) : refused;
      return;
    }
    (void)set_at(taken, pointer, value).has_value(); // Objects only on the way.
  }
};

/// What a group or user has of its own, without what the account has locked.
void
lay_over(JsonValue& view, const JsonValue& own, const JsonValue& state,
         const std::string& pointer, Json::AllocatorType& memory)
{
  for (const auto& each : own.GetObject()) {
    const auto at = pointer + "/" + std::string{text_of(each.name)};
    const auto found = view.FindMember(each.name);
    if (found != view.MemberEnd() && found->value.IsObject() && each.value.IsObject()) {
      lay_over(found->value, each.value, state, at, memory);
    } else if (!is_locked(state, at)) {
      set_member(view, text_of(each.name), each.value, memory);
    }
  }
}

std::string
own_place(const Call& call, Level level, const View& view)
{
  return fmt::format("/{}/{}/{}", level == Level::group ? "groups_own" : "users_own",
                     call.capture("id"), view.store);
}

/// The view as this level answers it.
Json
seen(const Call& call, Level level, const View& view)
{
  Json answer = copy_of(*member(call.state, view.store));
  if (level == Level::account) {
    return answer;
  }
  auto& memory = answer.GetAllocator();
  for (const auto* section :
       {"security", "smart_recognition", "integration", "zoom_rooms", "feature", "ai"}) {
    answer.RemoveMember(section); // The account's alone.
  }
  if (const auto* chat = member(answer, "chat"); chat != nullptr && level == Level::user) {
    answer.RemoveMember("chat");
  }
  if (level == Level::user && view.option.empty()) {
    merge(answer, *member(call.state, "users_default"), memory);
  }
  if (const auto* own = find_at(call.state, own_place(call, level, view))) {
    lay_over(answer, *own, call.state, "", memory);
  }
  return answer;
}

template<Level level>
Outbound
settings(Call& call)
{
  if (auto none = nobody(call, level)) {
    return std::move(*none);
  }
  if (auto refused = level == Level::user ? std::nullopt : unpaid(call, 200)) {
    return std::move(*refused);
  }
  const auto* view = view_of(call);
  return view == nullptr ? invalid("option") : json_answer(200, seen(call, level, *view));
}

template<Level level>
Outbound
patch(Call& call)
{
  if (auto none = nobody(call, level)) {
    return std::move(*none);
  }
  if (auto refused = unpaid(call, 400)) {
    return std::move(*refused);
  }
  const auto* view = view_of(call);
  if (view == nullptr || !call.body.IsObject()) {
    return invalid(view == nullptr ? "option" : "body");
  }
  const Json now = seen(call, level, *view);
  Patch patch{call.state, now, level != Level::account};
  patch.take("", call.body);
  if (!patch.refused.empty()) {
    return invalid(patch.refused);
  }
  if (level == Level::account) {
    merge(*find_at(call.state, fmt::format("/{}", view->store)), patch.taken, call.memory());
  } else {
    const auto place = own_place(call, level, *view);
    if (find_at(call.state, place) == nullptr) {
      (void)set_at(call.state, place, Json{rapidjson::kObjectType}).has_value();
    }
    merge(*find_at(call.state, place), patch.taken, call.memory());
  }
  return text_answer(204, "");
}

/// Locks are answered in two views; a change to them has one shape.
template<Level level>
Outbound
locks(Call& call)
{
  if (auto none = nobody(call, level)) {
    return std::move(*none);
  }
  if (auto refused = unpaid(call, level == Level::account ? 200 : 400)) {
    return std::move(*refused);
  }
  const auto place = level == Level::account
                         ? std::string{"/locks"}
                         : fmt::format("/groups_own/{}/locks", call.capture("id"));
  const auto* found = find_at(call.state, place);
  Json all = found == nullptr ? copy_of(*member(call.state, "groups_locks")) : copy_of(*found);
  const bool security = call.parameter("option") == "meeting_security";
  Json answer{rapidjson::kObjectType};
  for (const auto& each : all.GetObject()) {
    if ((text_of(each.name) == "meeting_security") == security) {
      set_member(answer, text_of(each.name), each.value, answer.GetAllocator());
    }
  }
  return json_answer(200, answer);
}

template<Level level>
Outbound
patch_locks(Call& call)
{
  if (auto none = nobody(call, level)) {
    return std::move(*none);
  }
  if (auto refused = unpaid(call, 400)) {
    return std::move(*refused);
  }
  const auto place = level == Level::account
                         ? std::string{"/locks"}
                         : fmt::format("/groups_own/{}/locks", call.capture("id"));
  if (find_at(call.state, place) == nullptr) {
    const Json fresh = copy_of(*member(call.state, "groups_locks"));
    (void)set_at(call.state, place, fresh).has_value();
  }
  const Json now = copy_of(*find_at(call.state, place));
  Patch patch{call.state, now, false};
  patch.take("", call.body.IsObject() ? call.body : now);
  if (!patch.refused.empty()) {
    return invalid(patch.refused);
  }
  merge(*find_at(call.state, place), patch.taken, call.memory());
  return text_answer(204, "");
}

} // namespace

std::vector<Route>
settings_routes()
{
  constexpr std::string_view account = "/v2/accounts/{account}/settings";
  constexpr std::string_view account_locks = "/v2/accounts/{account}/lock_settings";
  constexpr std::string_view group = "/v2/groups/{id}/settings";
  constexpr std::string_view group_locks = "/v2/groups/{id}/lock_settings";
  constexpr std::string_view user = "/v2/users/{id}/settings";
  const auto route = [](std::string_view method, std::string_view path, std::string_view scopes,
                        Outbound (*answer)(Call&)) {
    return Route{
        .method = method, .path = path, .answer = needs(scopes, answer), .limit = "medium"};
  };
  return {
      route("GET", account, "account:read:settings:admin account:read:settings:master ",
            settings<Level::account>),
      route("PATCH", account, "account:update:settings:admin account:update:settings:master ",
            patch<Level::account>),
      route("GET", account_locks, "account:read:lock_settings:master ", locks<Level::account>),
      route("PATCH", account_locks,
            "account:update:lock_settings:admin account:update:lock_settings:master ",
            patch_locks<Level::account>),
      route("GET", group, "group:read:settings:admin ", settings<Level::group>),
      route("PATCH", group, "group:update:settings:admin ", patch<Level::group>),
      route("GET", group_locks, "group:read:lock_settings:admin ", locks<Level::group>),
      route("PATCH", group_locks, "group:update:lock_settings:admin ",
            patch_locks<Level::group>),
      route("GET", user, "user:read:settings:admin ", settings<Level::user>),
      route("PATCH", user, "user:update:settings:admin ", patch<Level::user>)};
}

} // namespace klausur::zoom_sandbox
