#include "connectors/jitsi/files_mode.hpp"
#include "connectors/jitsi/third_party.hpp"

#include <fmt/format.h>

#include <array>

namespace klausur::jitsi {

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

Document
FilesMode::deployment()
{
  Json facts{rapidjson::kObjectType};
  auto& memory = facts.GetAllocator();
  set_member(facts, "mode", "files", memory);
  set_member(facts, "layout", m_deployment->layout(), memory);
  set_member(facts, "host", host(), memory);
  // Whoever has the files runs the service.
  set_member(facts, "public_service", JsonValue{}, memory);
  if (const Result<Json>& web = document("config_js").content) {
    JsonValue hosts{rapidjson::kArrayType};
    for (const auto& each : third_party_hosts(*member(*web, "config"), host())) {
      hosts.PushBack(JsonValue{each.c_str(), memory}, memory);
    }
    set_member(facts, "third_party_hosts", hosts, memory);
  }
  add_file_modes(facts);
  return {m_at.tenant.files, std::move(facts)};
}

} // namespace klausur::jitsi
