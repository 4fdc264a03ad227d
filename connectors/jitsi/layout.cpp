#include "connectors/jitsi/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
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
    Place{Part::interface_config, k_bare, "interface_config.js"},
    Place{Part::custom_config, k_bare, "custom-config.js"},
    Place{Part::prosody, k_bare, "prosody.cfg.lua"},
    Place{Part::jicofo, k_bare, "jicofo.conf"},
    Place{Part::jvb, k_bare, "jvb.conf"},
    Place{Part::jibri, k_bare, "jibri.conf"},
    Place{Part::jigasi, k_bare, "sip-communicator.properties"},
};

/// A file of docker's: by what its container sees.
struct Inside
{
  Part part;
  std::string_view program;
  std::string_view path;
  bool rendered; ///< By the image at each start; else somebody's own.
};

/// In order of preference.
constexpr std::array k_inside{
    Inside{Part::rendered_config, "web", "/config/config.js", true},
    Inside{Part::interface_config, "web", "/config/interface_config.js", true},
    Inside{Part::custom_config, "web", "/config/custom-config.js", false},
    Inside{Part::custom_interface_config, "web", "/config/custom-interface_config.js", false},
    Inside{Part::custom_nginx, "web", "/config/nginx/custom-meet.conf", false},
    Inside{Part::prosody, "prosody", "/config/prosody.cfg.lua", true},
    Inside{Part::jicofo, "jicofo", "/config/jicofo.conf", true},
    Inside{Part::jvb, "jvb", "/config/jvb.conf", true},
    Inside{Part::jibri, "jibri", "/config/jibri.conf", true},
    Inside{Part::jigasi, "transcriber", "/config/sip-communicator.properties", true},
    Inside{Part::jigasi, "jigasi", "/config/sip-communicator.properties", true},
    Inside{Part::custom_jigasi, "transcriber", "/config/custom-sip-communicator.properties",
           false},
    Inside{Part::custom_jigasi, "jigasi", "/config/custom-sip-communicator.properties", false},
    Inside{Part::custom_jicofo, "jicofo", "/config/custom-jicofo.conf", false},
    Inside{Part::custom_jvb, "jvb", "/config/custom-jvb.conf", false},
    Inside{Part::custom_jibri, "jibri", "/config/custom-jibri.conf", false},
    Inside{Part::legacy_jicofo, "jicofo", "/config/sip-communicator.properties", true},
    Inside{Part::legacy_jvb, "jvb", "/config/custom-sip-communicator.properties", false},
    Inside{Part::legacy_jvb, "jvb", "/config/sip-communicator.properties", true},
    Inside{Part::jicofo_logging, "jicofo", "/config/logging.properties", true},
    Inside{Part::jvb_logging, "jvb", "/config/logging.properties", true},
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

const Container*
Deployment::container(std::string_view program) const
{
  const auto found = std::ranges::find(containers, program, &Container::program);
  return found == containers.end() ? nullptr : &*found;
}

std::optional<fs::path>
Deployment::place_in(std::string_view program, std::string_view inside, bool rendered) const
{
  // What was copied out of the container is what it has.
  if (const fs::path copy = project / "run" / program / fs::path{inside}.relative_path();
      !project.empty() && is_there(copy)) {
    return copy;
  }
  const Container* runs = container(program);
  if (runs == nullptr ||
      (rendered && runs->release.renders == Release::Renders::into_container)) {
    return std::nullopt;
  }
  const auto place = runs->place_of(inside);
  return place && is_there(*place) ? place : std::nullopt;
}

Result<std::optional<fs::path>>
Deployment::find(Part part) const
{
  for (const auto& place : k_inside) {
    if (place.part != part || kind != Kind::docker) {
      continue;
    }
    if (auto path = place_in(place.program, place.path, place.rendered)) {
      return path;
    }
  }
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
  return {"/etc/jitsi",
          "/etc/prosody",
          "/etc/nginx",
          "/etc/apache2",
          "/etc/turnserver.conf",
          "/etc/coturn",
          "/etc/letsencrypt/options-ssl-nginx.conf", // Which sites include; never the keys.
          "/usr/share/jitsi-meet",
          "/var/lib/dpkg/status"};
}

} // namespace klausur::jitsi
