#include "connectors/jitsi/layout.hpp"

#include <fmt/format.h>

#include <array>

namespace klausur::jitsi {

namespace fs = std::filesystem;

namespace {

struct Place
{
  Part part;
  Deployment::Kind kind;
  std::string_view path; ///< From the root; HOST stands for the deployment's name.
};

constexpr auto k_debian = Deployment::Kind::debian;
constexpr auto k_docker = Deployment::Kind::docker;
constexpr auto k_bare = Deployment::Kind::bare;

/// In order of preference. For bare ones the path is a file name.
constexpr std::array k_places{
    Place{Part::interface_config, k_debian, "jitsi/meet/HOST-interface_config.js"},
    Place{Part::interface_config, k_debian, "jitsi/meet/interface_config.js"},
    Place{Part::interface_config, k_debian, "../usr/share/jitsi-meet/interface_config.js"},
    Place{Part::prosody, k_debian, "prosody/prosody.cfg.lua"},
    Place{Part::prosody_host, k_debian, "prosody/conf.avail/HOST.cfg.lua"},
    Place{Part::prosody_host, k_debian, "prosody/conf.d/HOST.cfg.lua"},
    Place{Part::jicofo, k_debian, "jitsi/jicofo/jicofo.conf"},
    Place{Part::jvb, k_debian, "jitsi/videobridge/jvb.conf"},
    Place{Part::jibri, k_debian, "jitsi/jibri/jibri.conf"},
    Place{Part::jigasi, k_debian, "jitsi/jigasi/sip-communicator.properties"},
    Place{Part::legacy_jicofo, k_debian, "jitsi/jicofo/sip-communicator.properties"},
    Place{Part::legacy_jvb, k_debian, "jitsi/videobridge/sip-communicator.properties"},
    Place{Part::jicofo_logging, k_debian, "jitsi/jicofo/logging.properties"},
    Place{Part::jvb_logging, k_debian, "jitsi/videobridge/logging.properties"},
    Place{Part::interface_config, k_docker, "web/interface_config.js"},
    Place{Part::custom_config, k_docker, "web/custom-config.js"},
    Place{Part::custom_interface_config, k_docker, "web/custom-interface_config.js"},
    Place{Part::prosody, k_docker, "prosody/config/prosody.cfg.lua"},
    Place{Part::jicofo, k_docker, "jicofo/jicofo.conf"},
    Place{Part::jvb, k_docker, "jvb/jvb.conf"},
    Place{Part::jibri, k_docker, "jibri/jibri.conf"},
    Place{Part::jigasi, k_docker, "transcriber/sip-communicator.properties"},
    Place{Part::jigasi, k_docker, "jigasi/sip-communicator.properties"},
    Place{Part::custom_jicofo, k_docker, "jicofo/custom-jicofo.conf"},
    Place{Part::custom_jvb, k_docker, "jvb/custom-jvb.conf"},
    Place{Part::custom_jibri, k_docker, "jibri/custom-jibri.conf"},
    Place{Part::legacy_jicofo, k_docker, "jicofo/sip-communicator.properties"},
    Place{Part::legacy_jvb, k_docker, "jvb/sip-communicator.properties"},
    Place{Part::jicofo_logging, k_docker, "jicofo/logging.properties"},
    Place{Part::jvb_logging, k_docker, "jvb/logging.properties"},
    Place{Part::interface_config, k_bare, "interface_config.js"},
    Place{Part::custom_config, k_bare, "custom-config.js"},
    Place{Part::prosody, k_bare, "prosody.cfg.lua"},
    Place{Part::jicofo, k_bare, "jicofo.conf"},
    Place{Part::jvb, k_bare, "jvb.conf"},
    Place{Part::jibri, k_bare, "jibri.conf"},
    Place{Part::jigasi, k_bare, "sip-communicator.properties"},
};

std::string
with_host(std::string_view path, std::string_view host)
{
  std::string text{path};
  if (const auto at = text.find("HOST"); at != std::string::npos) {
    text.replace(at, 4, host);
  }
  return text;
}

Result<std::optional<fs::path>>
find_loose(const Deployment& deployment, std::string_view name)
{
  const auto found = deployment.loose.find(std::string{name});
  if (found == deployment.loose.end()) {
    return std::nullopt;
  }
  if (found->second.size() == 1) {
    return found->second.front();
  }
  std::string list;
  for (const auto& path : found->second) {
    list += fmt::format("{}{}", list.empty() ? "" : ", ", path.string());
  }
  return fail(Failure::unexpected,
              fmt::format("{} lies in several places, and nothing says which one counts: {}. "
                          "Name the directory of one deployment.",
                          name, list));
}

} // namespace

Result<std::optional<fs::path>>
Deployment::find(Part part) const
{
  for (const auto& place : k_places) {
    if (place.part != part || place.kind != kind) {
      continue;
    }
    if (kind == Kind::bare) {
      return find_loose(*this, place.path);
    }
    if (root.empty() || (place.path.find("HOST") != std::string_view::npos && host.empty())) {
      continue;
    }
    if (fs::path path = (root / with_host(place.path, host)).lexically_normal();
        files.is_there(path)) {
      return path;
    }
  }
  return std::nullopt;
}

std::string_view
Deployment::layout() const
{
  switch (kind) {
  case Kind::debian:
    return "debian";
  case Kind::docker:
    return "docker";
  case Kind::bare:
    break;
  }
  return "bare";
}

std::vector<fs::path>
places_on_debian()
{
  return {"/etc/jitsi",           "/etc/prosody", "/etc/nginx",           "/etc/apache2",
          "/etc/turnserver.conf", "/etc/coturn",  "/usr/share/jitsi-meet"};
}

} // namespace klausur::jitsi
