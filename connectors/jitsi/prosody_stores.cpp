#include "connectors/jitsi/prosody_stores.hpp"

#include "connectors/http/url.hpp"
#include "connectors/jitsi/prosody_modules.hpp"
#include "connectors/jitsi/third_party.hpp"
#include "connectors/jitsi/unclear.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace klausur::jitsi {

namespace {

/// What stands in a group that is empty: that it was looked at, and nothing found.
constexpr std::string_view k_no_module = "no module";

/// What is not known here, so that a check of it is unknown.
constexpr std::string_view k_not_known = "not known";

/// What Lua takes from the environment or a file where Prosody runs.
constexpr std::string_view k_hidden = "********";

constexpr std::array<std::pair<Keeps, std::string_view>, 5> k_groups{{
    {Keeps::rooms, "rooms"},
    {Keeps::room_messages, "room_messages"},
    {Keeps::private_messages, "private_messages"},
    {Keeps::people, "people"},
    {Keeps::files, "files"},
}};

std::string_view
authentication_of(const ProsodyHost& host)
{
  return member_text(host.options, "authentication");
}

/// Users of these have a name that a program makes up for each session.
bool
has_accounts(const ProsodyHost& host)
{
  constexpr std::array<std::string_view, 6> k_without{
      "anonymous",           "jitsi-anonymous",     "token",
      "jitsi-shared-secret", "hybrid_matrix_token", "matrix_user_verification"};
  return !host.is_component &&
         std::ranges::find(k_without, authentication_of(host)) == k_without.end();
}

/// The driver of a store: `storage` names one for all, or one for each.
std::string
storage_of(const JsonValue& options, std::string_view store)
{
  const JsonValue* said = member(options, "storage");
  if (said != nullptr && said->IsString()) {
    return std::string{text_of(*said)};
  }
  const auto own = said == nullptr ? std::string_view{} : member_text(*said, store);
  return std::string{own.empty() ? member_text(options, "default_storage", "internal") : own};
}

bool
stays(const std::string& storage)
{
  return storage != "memory" && storage != "none" && storage != "null";
}

/// nullopt: it is not known what the storage is.
std::optional<bool>
is_kept(const ProsodyHost& host, const std::string& storage)
{
  if (storage == k_hidden) {
    return std::nullopt;
  }
  // Prosody's own anonymous log-in keeps its host's files from being written.
  const JsonValue* allowed = member(host.options, "allow_anonymous_storage");
  const bool refused = !host.is_component && authentication_of(host) == "anonymous" &&
                       storage == "internal" && (allowed == nullptr || !allowed->IsTrue());
  return stays(storage) && !refused;
}

void
add(JsonValue& groups, Keeps group, const std::string& key, JsonValue entry,
    Json::AllocatorType& memory)
{
  const auto name =
      std::ranges::find(k_groups, group, &std::pair<Keeps, std::string_view>::first)->second;
  set_member(groups.FindMember(JsonValue{name.data(), memory})->value, key, entry, memory);
}

JsonValue
entry_of(std::string_view storage, std::optional<bool> kept, Json::AllocatorType& memory)
{
  JsonValue entry{rapidjson::kObjectType};
  set_member(entry, "storage", storage, memory);
  if (kept) {
    set_member(entry, "kept", *kept, memory);
  } else {
    set_member(entry, "kept", k_not_known, memory);
  }
  return entry;
}

void
add_module(const ProsodyHost& host, const std::string& name, JsonValue& groups,
           Json::AllocatorType& memory)
{
  const std::string key = fmt::format("{} at {}", name, host.name);
  const auto known = known_module(name);
  if (!known) {
    const Keeps group =
        host.modules.contains("muc") ? Keeps::room_messages : Keeps::private_messages;
    add(groups, group, key, entry_of(k_not_known, std::nullopt, memory), memory);
    return;
  }
  const bool nobodys = known->of_accounts && (!has_accounts(host) || host.of_programs);
  if (known->keeps == Keeps::nothing || nobodys) {
    return;
  }
  const std::string storage =
      known->past_storage ? "files of its own" : storage_of(host.options, known->store);
  add(groups, known->keeps, key,
      entry_of(storage, known->past_storage ? true : is_kept(host, storage), memory), memory);
}

/// Whether an address leads away from this machine, and from the containers beside it.
std::optional<bool>
leads_away(std::string_view address)
{
  const std::string host = host_of_address(address);
  if (host.empty()) {
    return std::nullopt;
  }
  const bool named = host.find_first_of(".:") != std::string::npos;
  return named && !is_loopback(host);
}

} // namespace

bool
keeps_rooms(const JsonValue& options)
{
  return stays(storage_of(options, "config"));
}

bool
asks_for_nobody(std::string_view authentication)
{
  // The last two take any password.
  constexpr std::array<std::string_view, 4> k_open{"anonymous", "jitsi-anonymous", "insecure",
                                                   "any"};
  return std::ranges::find(k_open, authentication) != k_open.end();
}

bool
has_tokens(std::string_view authentication)
{
  return authentication == "token" || authentication == "hybrid_matrix_token";
}

bool
lets_anybody_in(const ProsodyHost& host)
{
  const auto authentication = authentication_of(host);
  const JsonValue* empty = member(host.options, "allow_empty_token");
  return !host.is_component &&
         (asks_for_nobody(authentication) ||
          (has_tokens(authentication) && empty != nullptr && empty->IsTrue()));
}

JsonValue
stores_of(const std::vector<ProsodyHost>& hosts, Json::AllocatorType& memory)
{
  JsonValue groups{rapidjson::kObjectType};
  for (const auto& [group, name] : k_groups) {
    set_member(groups, name, JsonValue{rapidjson::kObjectType}, memory);
  }
  for (const auto& host : hosts) {
    for (const auto& module : host.modules) {
      add_module(host, module, groups, memory);
    }
  }
  for (auto& group : groups.GetObject()) {
    if (group.value.ObjectEmpty()) {
      set_member(group.value, k_no_module, entry_of("none", false, memory), memory);
    }
  }
  return groups;
}

JsonValue
outgoing_of(const std::vector<ProsodyHost>& hosts, Json::AllocatorType& memory)
{
  JsonValue all{rapidjson::kObjectType};
  for (const auto& host : hosts) {
    auto modules = host.modules;
    modules.insert(fmt::format("auth_{}", authentication_of(host)));
    for (const auto& name : modules) {
      const auto known = known_module(name);
      if (!known) {
        JsonValue entry{rapidjson::kObjectType};
        set_member(entry, "elsewhere", k_not_known, memory);
        set_member(all, fmt::format("{} at {}", name, host.name), entry, memory);
        continue;
      }
      if (known->target.empty()) {
        continue;
      }
      const auto target = member_text(host.options, known->target);
      const auto away = leads_away(target);
      JsonValue entry{rapidjson::kObjectType};
      set_member(entry, "to", host_of_address(target), memory);
      if (away) {
        set_member(entry, "elsewhere", *away, memory);
      } else {
        set_member(entry, "elsewhere", k_not_known, memory);
      }
      set_member(all, fmt::format("{} at {}", name, host.name), entry, memory);
    }
  }
  if (all.ObjectEmpty()) {
    JsonValue entry{rapidjson::kObjectType};
    set_member(entry, "elsewhere", false, memory);
    set_member(all, k_no_module, entry, memory);
  }
  return all;
}

JsonValue
accounts_of(const std::vector<ProsodyHost>& hosts, Json::AllocatorType& memory)
{
  JsonValue all{rapidjson::kObjectType};
  for (const auto& host : hosts) {
    if (!has_accounts(host)) {
      continue;
    }
    JsonValue entry{rapidjson::kObjectType};
    if (const auto said = authentication_of(host); !said.empty()) {
      set_member(entry, "authentication", said, memory);
    } else {
      const JsonValue old{"internal_plain"};
      const JsonValue now{"internal_hashed"};
      set_member(entry, "authentication",
                 unclear(&old, &now,
                         "it is not set, and Prosody's default was another one "
                         "before release 0.12",
                         memory),
                 memory);
    }
    const JsonValue* allowed = member(host.options, "allow_registration");
    const bool registers =
        host.modules.contains("register") || host.modules.contains("register_ibr");
    set_member(entry, "open_to_all", registers && allowed != nullptr && allowed->IsTrue(),
               memory);
    set_member(all, host.name, entry, memory);
  }
  return all;
}

} // namespace klausur::jitsi
