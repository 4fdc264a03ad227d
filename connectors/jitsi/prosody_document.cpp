#include "connectors/jitsi/prosody_document.hpp"

#include "connectors/jitsi/prosody_stores.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

namespace klausur::jitsi {

namespace {

using Names = std::set<std::string, std::less<>>;

// core/modulemanager.lua of Prosody 0.12.3, read 2026-11-24.
constexpr std::array<std::string_view, 7> k_automatic{
    "presence", "message", "iq", "offline", "c2s", "s2s", "s2s_auth_certs"};
constexpr std::array<std::string_view, 8> k_inherited_by_components{
    "tls", "saslauth", "dialback", "iq", "s2s", "s2s_bidi", "smacks", "server_contact_info"};

/// Components that are told apart by the module that makes them up.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> k_components{{
    {"speakerstats", "speakerstats_component"},
    {"conference_duration", "conference_duration_component"},
    {"end_conference", "end_conference"},
    {"av_moderation", "av_moderation_component"},
    {"polls", "polls_component"},
    {"metadata", "room_metadata_component"},
    {"filesharing", "filesharing_component"},
    {"visitors", "visitors_component"},
    {"client_proxy", "client_proxy"},
}};

constexpr std::array<std::string_view, 4> k_other_hosts{"auth", "guest", "recorder", "hidden"};

std::string_view
first_label(std::string_view name)
{
  return name.substr(0, name.find('.'));
}

Names
names_in(const JsonValue& options, std::string_view option)
{
  Names names;
  const JsonValue* list = member(options, option);
  if (list != nullptr && list->IsArray()) {
    for (const auto& each : list->GetArray()) {
      if (each.IsString()) {
        names.emplace(text_of(each));
      }
    }
  } else if (list != nullptr && list->IsObject()) {
    // A table with holes or names: Prosody takes its values.
    for (const auto& each : list->GetObject()) {
      if (each.value.IsString()) {
        names.emplace(text_of(each.value));
      }
    }
  }
  return names;
}

void
take_away(Names& from, const Names& what)
{
  for (const auto& name : what) {
    from.erase(name);
  }
}

/// Looks at the sections as Prosody does when it starts.
class Sections
{
public:
  Sections(const JsonValue& evaluated, const ProsodyHints& hints) : m_hints{hints}
  {
    const JsonValue* global = member(evaluated, "global");
    m_global = global == nullptr ? &m_nothing : global;
    if (const JsonValue* hosts = member(evaluated, "hosts"); hosts && hosts->IsArray()) {
      for (const auto& host : hosts->GetArray()) {
        m_hosts.push_back(&host);
      }
    }
  }

  Result<Json> document();

private:
  static std::string_view name_of(const JsonValue& host) { return member_text(host, "name"); }
  static bool is_component(const JsonValue& host)
  {
    return member_text(host, "kind") == "Component";
  }
  const JsonValue& options_of(const JsonValue& host) const
  {
    const JsonValue* options = member(host, "options");
    return options == nullptr ? m_nothing : *options;
  }

  Names modules_of(const JsonValue& host) const;
  Json effective(const JsonValue& host) const;
  ProsodyHost whole(const JsonValue& host) const;
  const JsonValue* virtual_host(std::string_view name) const;
  bool is_recorder(const JsonValue& host) const;
  Result<const JsonValue*> main_host() const;
  std::string role_of(const JsonValue& muc, std::string_view main) const;
  void add_mucs(Json& document, std::string_view main) const;
  void add_components(Json& document, const JsonValue& main) const;
  bool has_lobby(const JsonValue& main) const;
  void add_stores(Json& document, std::string_view main) const;

  const JsonValue m_nothing{rapidjson::kObjectType};
  ProsodyHints m_hints;
  const JsonValue* m_global = nullptr;
  std::vector<const JsonValue*> m_hosts;
};

Names
Sections::modules_of(const JsonValue& host) const
{
  Names modules = names_in(*m_global, "modules_enabled");
  modules.insert(k_automatic.begin(), k_automatic.end());
  take_away(modules, names_in(*m_global, "modules_disabled"));
  if (is_component(host)) {
    std::erase_if(modules, [](const std::string& name) {
      return std::ranges::find(k_inherited_by_components, name) ==
             k_inherited_by_components.end();
    });
  }
  modules.merge(names_in(options_of(host), "modules_enabled"));
  take_away(modules, names_in(options_of(host), "modules_disabled"));
  if (const auto own = member_text(host, "module"); !own.empty()) {
    modules.emplace(own);
  }
  return modules;
}

void
set_names(Json& json, std::string_view name, const Names& names)
{
  JsonValue list{rapidjson::kArrayType};
  for (const auto& each : names) {
    JsonValue text{each.c_str(), static_cast<rapidjson::SizeType>(each.size()),
                   json.GetAllocator()};
    list.PushBack(text, json.GetAllocator());
  }
  set_member(json, name, list, json.GetAllocator());
}

Json
Sections::effective(const JsonValue& host) const
{
  // A host's option hides the global one as a whole: tables are not merged.
  Json options = copy_of(*m_global);
  for (const auto& each : options_of(host).GetObject()) {
    set_member(options, text_of(each.name), each.value, options.GetAllocator());
  }
  set_names(options, "modules", modules_of(host));
  return options;
}

ProsodyHost
Sections::whole(const JsonValue& host) const
{
  return {.name = std::string{name_of(host)},
          .is_component = is_component(host),
          .of_programs = !is_component(host) &&
                         (first_label(name_of(host)) == "auth" || is_recorder(host)),
          .modules = modules_of(host),
          .options = effective(host)};
}

const JsonValue*
Sections::virtual_host(std::string_view name) const
{
  const auto found = std::ranges::find_if(m_hosts, [&](const JsonValue* host) {
    return !is_component(*host) && name_of(*host) == name;
  });
  return found == m_hosts.end() ? nullptr : *found;
}

bool
Sections::is_recorder(const JsonValue& host) const
{
  const auto label = first_label(name_of(host));
  return !is_component(host) && (label == "recorder" || label == "hidden" ||
                                 (!m_hints.hidden.empty() && name_of(host) == m_hints.hidden));
}

Result<const JsonValue*>
Sections::main_host() const
{
  if (const JsonValue* said = m_hints.domain.empty() ? nullptr : virtual_host(m_hints.domain)) {
    return said;
  }
  std::vector<const JsonValue*> left;
  for (const JsonValue* host : m_hosts) {
    const auto label = first_label(name_of(*host));
    const bool other = std::ranges::find(k_other_hosts, label) != k_other_hosts.end() ||
                       name_of(*host) == "localhost" || is_recorder(*host) || label == "jigasi";
    if (!is_component(*host) && !other) {
      left.push_back(host);
    }
  }
  if (left.size() == 1) {
    return left.front();
  }
  std::string list;
  for (const JsonValue* host : left) {
    list += fmt::format("{}{}", list.empty() ? "" : ", ", name_of(*host));
  }
  return fail(Failure::unexpected,
              left.empty()
                  ? "No VirtualHost of the deployment is in Prosody's files."
                  : fmt::format("Several VirtualHosts could be the deployment's: {}.", list));
}

std::string
Sections::role_of(const JsonValue& muc, std::string_view main) const
{
  const auto label = first_label(name_of(muc));
  if (name_of(muc) == m_hints.muc || label == "conference" ||
      (label == "muc" && name_of(muc).substr(label.size()) == fmt::format(".{}", main))) {
    return "conference";
  }
  if (label == "internal" || label == "internal-muc") {
    return "internal";
  }
  for (const std::string_view role : {"lobby", "breakout", "visitors"}) {
    if (label == role) {
      return std::string{role};
    }
  }
  return std::string{name_of(muc)};
}

void
Sections::add_mucs(Json& document, std::string_view main) const
{
  JsonValue mucs{rapidjson::kObjectType};
  auto& memory = document.GetAllocator();
  for (const JsonValue* host : m_hosts) {
    if (!is_component(*host) || member_text(*host, "module") != "muc") {
      continue;
    }
    std::string role = role_of(*host, main);
    const bool taken = member(mucs, role) != nullptr;
    // Two hosts on one server have the same roles: the main one's counts.
    const bool ours = name_of(*host).ends_with(fmt::format(".{}", main));
    const std::string other = taken && !ours ? std::string{name_of(*host)} : role;
    set_member(mucs, other, effective(*host), memory);
  }
  if (const JsonValue* conference = member(mucs, "conference")) {
    set_member(document, "muc", *conference, memory);
    set_member(document.FindMember("muc")->value, "kept", keeps_rooms(*conference), memory);
  }
  set_member(document, "mucs", mucs, memory);
}

/// A component for lobbies serves nobody without the module that sends people there.
bool
Sections::has_lobby(const JsonValue& main) const
{
  const Json options = effective(main);
  const auto named = member_text(options, "lobby_muc");
  return modules_of(main).contains("muc_lobby_rooms") &&
         std::ranges::any_of(m_hosts, [&](const JsonValue* host) {
           return is_component(*host) && name_of(*host) == named &&
                  member_text(*host, "module") == "muc";
         });
}

void
Sections::add_components(Json& document, const JsonValue& main) const
{
  Names by_module;
  Names mucs;
  for (const JsonValue* host : m_hosts) {
    if (is_component(*host)) {
      by_module.emplace(member_text(*host, "module"));
      if (member_text(*host, "module") == "muc") {
        mucs.emplace(first_label(name_of(*host)));
      }
    }
  }
  JsonValue components{rapidjson::kObjectType};
  auto& memory = document.GetAllocator();
  for (const auto& [name, module] : k_components) {
    set_member(components, name, by_module.contains(module), memory);
  }
  set_member(components, "breakout", mucs.contains("breakout"), memory);
  set_member(components, "lobby", has_lobby(main), memory);
  // Clients ask the main host for the component's address: one of these tells it.
  const auto modules = modules_of(main);
  const bool told = modules.contains("av_moderation") || modules.contains("features_identity");
  set_member(components, "av_moderation", told && by_module.contains("av_moderation_component"),
             memory);
  set_member(document, "components", components, memory);
}

void
Sections::add_stores(Json& document, std::string_view main) const
{
  auto& memory = document.GetAllocator();
  std::vector<ProsodyHost> hosts;
  JsonValue anonymous{rapidjson::kArrayType};
  for (const JsonValue* host : m_hosts) {
    hosts.push_back(whole(*host));
    if (name_of(*host) != main && lets_anybody_in(hosts.back())) {
      anonymous.PushBack(JsonValue{hosts.back().name.c_str(), memory}, memory);
    }
  }
  set_member(document, "stores", stores_of(hosts, memory), memory);
  set_member(document, "outgoing", outgoing_of(hosts, memory), memory);
  set_member(document, "accounts", accounts_of(hosts, memory), memory);
  set_member(document, "anonymous_hosts", anonymous, memory);
}

Result<Json>
Sections::document()
{
  const auto main = main_host();
  if (!main) {
    return tl::unexpected(main.error());
  }
  Json document{rapidjson::kObjectType};
  auto& memory = document.GetAllocator();
  set_member(document, "main", effective(**main), memory);
  Names modules = names_in(*m_global, "modules_enabled");
  take_away(modules, names_in(*m_global, "modules_disabled"));
  bool recorder = false;
  for (const JsonValue* host : m_hosts) {
    modules.merge(modules_of(*host));
    recorder = recorder || is_recorder(*host);
    if (!is_component(*host) && first_label(name_of(*host)) == "guest") {
      set_member(document, "guest", effective(*host), memory);
    }
  }
  add_mucs(document, name_of(**main));
  add_components(document, **main);
  add_stores(document, name_of(**main));
  set_names(document, "modules", modules);
  set_member(document, "global", *m_global, memory);
  set_member(document, "recorder", recorder, memory);
  return document;
}

} // namespace

Result<Json>
prosody_document(const JsonValue& evaluated, const ProsodyHints& hints)
{
  return Sections{evaluated, hints}.document();
}

} // namespace klausur::jitsi
