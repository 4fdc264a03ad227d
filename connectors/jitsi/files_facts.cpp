#include "connectors/http/url.hpp"
#include "connectors/jitsi/files_mode.hpp"
#include "connectors/jitsi/opening.hpp"
#include "connectors/jitsi/properties.hpp"
#include "connectors/jitsi/third_party.hpp"
#include "connectors/jitsi/unclear.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace klausur::jitsi {

namespace {

/// The members of a list, or the names of an object's.
std::vector<std::string_view>
names_in(const JsonValue* value)
{
  std::vector<std::string_view> names;
  if (value != nullptr && value->IsObject()) {
    for (const auto& each : value->GetObject()) {
      names.push_back(text_of(each.name));
    }
  } else if (value != nullptr && value->IsArray()) {
    for (const auto& each : value->GetArray()) {
      if (each.IsString()) {
        names.push_back(text_of(each));
      }
    }
  }
  return names;
}

/// Who reaches a port that a program opens on this address: `local` or `open`; empty where it
/// cannot be told. In a container, all of its addresses are its own until one is published.
std::string_view
reach_of(const Deployment& deployment, std::string_view program, std::string_view host)
{
  if (is_loopback(host)) {
    return "local";
  }
  if (deployment.kind == Deployment::Kind::debian) {
    return "open";
  }
  const Container* container = deployment.container(program);
  if (container == nullptr || container->assumed) {
    return {};
  }
  return container->service.is_published(program == "jvb" ? "8080" : "8888") ? "open" : "local";
}

} // namespace

std::string
FilesMode::host()
{
  if (!m_deployment->host.empty()) {
    return m_deployment->host;
  }
  if (auto host = host_of_address(in_config("", "bosh")); !host.empty()) {
    return host;
  }
  return in_config("hosts", "domain");
}

/// The public name, and those that its bridges are reached at and its XMPP server has.
std::set<std::string>
FilesMode::own_names()
{
  std::set<std::string> names{host()};
  const auto add = [&](std::string_view name) {
    if (public_service_of(name).empty()) {
      names.emplace(name.substr(0, name.find(':')));
    }
  };
  if (const Result<Json>& jvb = document("jvb").content) {
    const JsonValue* bridge = member(*jvb, "videobridge");
    const JsonValue* sockets = bridge == nullptr ? nullptr : member(*bridge, "websockets");
    if (sockets != nullptr) {
      add(member_text(*sockets, "domain"));
    }
  }
  if (const Result<Json>& prosody = document("prosody").content) {
    for (const std::string_view hosts : {"accounts", "anonymous_hosts"}) {
      const JsonValue* all = member(*prosody, hosts);
      for (const auto& each : names_in(all)) {
        add(each);
      }
    }
  }
  return names;
}

void
FilesMode::add_file_modes(Json& facts)
{
  constexpr std::array<std::pair<std::string_view, Part>, 5> k_files{{
      {"jicofo", Part::jicofo},
      {"jvb", Part::jvb},
      {"jibri", Part::jibri},
      {"jigasi", Part::jigasi},
      {"prosody", Part::prosody},
  }};
  JsonValue modes{rapidjson::kObjectType};
  auto& memory = facts.GetAllocator();
  const auto add = [&](std::string_view name, const std::filesystem::path& file) {
    if (const auto mode = m_deployment->files.mode_of(file)) {
      set_member(modes, name, fmt::format("{:04o}", *mode), memory);
    }
  };
  for (const auto& [name, part] : k_files) {
    if (const auto file = m_deployment->find(part); file && *file) {
      add(name, **file);
    }
  }
  // The secrets of Debian's Prosody are in the deployment's own file.
  if (const auto own = m_deployment->find(Part::prosody_host); own && *own) {
    add("prosody", **own);
  }
  if (!m_deployment->env.empty()) {
    add("env", m_deployment->env);
  }
  set_member(facts, "file_modes", modes, memory);
}

void
FilesMode::add_opening(Json& facts)
{
  // An old jicofo has no jicofo.conf, and says this one thing all the same.
  std::optional<std::string> login_url;
  const auto legacy = m_deployment->find(Part::legacy_jicofo);
  const auto conf = m_deployment->find(Part::jicofo);
  if (legacy && *legacy && conf && !*conf) {
    const auto text = m_deployment->read(**legacy).and_then([&](const std::string& properties) {
      return parse_properties(properties, (*legacy)->string());
    });
    if (text) {
      login_url = member_text(*text, "org.jitsi.jicofo.auth.URL");
    }
  }
  const auto opening =
      who_opens_rooms(document("prosody").content, document("jicofo").content, login_url);
  if (!opening) {
    return;
  }
  auto& memory = facts.GetAllocator();
  JsonValue value{rapidjson::kObjectType};
  set_member(value, "who", opening->who, memory);
  set_member(value, "because", opening->because, memory);
  set_member(facts, "opens_rooms", value, memory);
}

void
FilesMode::add_ports(Json& facts)
{
  JsonValue ports{rapidjson::kObjectType};
  auto& memory = facts.GetAllocator();
  for (const auto& [program, pointer] :
       {std::pair<std::string_view, std::array<std::string_view, 3>>{
            "jicofo", {"jicofo", "rest", "host"}},
        {"jvb", {"videobridge", "http-servers", "private"}}}) {
    const Result<Json>& read = document(program).content;
    const JsonValue* value = read ? &*read : nullptr;
    for (const auto name : pointer) {
      value = value == nullptr ? nullptr : member(*value, name);
    }
    if (value != nullptr && value->IsObject()) {
      value = member(*value, "host");
    }
    if (value == nullptr || !value->IsString()) {
      continue;
    }
    if (const auto reach = reach_of(*m_deployment, program, text_of(*value)); !reach.empty()) {
      set_member(ports, program, reach, memory);
    }
  }
  set_member(facts, "ports", ports, memory);
}

/// Nothing without a public address: then there is nothing to hold the files against.
void
FilesMode::add_served(Json& facts)
{
  if (m_served == nullptr) {
    return;
  }
  std::ignore = document("config_js");
  std::ignore = document("interface_config");
  auto& memory = facts.GetAllocator();
  JsonValue served{rapidjson::kObjectType};
  if (m_differs.contains("config_js")) {
    set_member(served, "compared", true, memory);
    JsonValue differs{rapidjson::kArrayType};
    for (const auto& [name, places] : m_differs) {
      for (const auto& each : places) {
        differs.PushBack(JsonValue{each.c_str(), memory}, memory);
      }
    }
    set_member(served, "differs", differs, memory);
  } else {
    set_member(served, "compared",
               unclear(nullptr, nullptr, "config.js was not read from both sides", memory),
               memory);
  }
  set_member(facts, "served", served, memory);
}

Document
FilesMode::deployment()
{
  Json facts{rapidjson::kObjectType};
  auto& memory = facts.GetAllocator();
  set_member(facts, "mode", "files", memory);
  set_member(facts, "from_outside", false, memory);
  set_member(facts, "layout", m_deployment->layout(), memory);
  set_member(facts, "host", host(), memory);
  // Whoever has the files runs the service.
  set_member(facts, "public_service", JsonValue{}, memory);
  if (const Result<Json>& web = document("config_js").content) {
    JsonValue hosts{rapidjson::kArrayType};
    for (const auto& each : third_party_hosts(*member(*web, "config"), own_names())) {
      hosts.PushBack(JsonValue{each.c_str(), memory}, memory);
    }
    // None is none only where all was seen.
    if (!hosts.Empty() || member(*web, "unseen") == nullptr) {
      set_member(facts, "third_party_hosts", hosts, memory);
    }
  }
  if (!m_deployment->packages.empty()) {
    JsonValue packages{rapidjson::kObjectType};
    for (const auto& [name, version] : m_deployment->packages) {
      set_member(packages, name, version, memory);
    }
    set_member(facts, "packages", packages, memory);
  }
  add_file_modes(facts);
  add_opening(facts);
  add_ports(facts);
  add_served(facts);
  return {m_at.tenant.files, std::move(facts)};
}

} // namespace klausur::jitsi
