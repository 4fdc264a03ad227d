#include "connectors/jitsi/old_defaults.hpp"

#include "connectors/jitsi/config_places.hpp"
#include "connectors/jitsi/defaults.hpp"
#include "connectors/jitsi/unclear.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>

namespace klausur::jitsi {

namespace {

struct OldDefault
{
  std::string_view program;
  std::string_view path;
  std::string_view was; ///< As JSON.
  int release;          ///< Of jitsi-meet: the first with today's.
  std::string_view package;
  std::string_view series;
  int build; ///< The first of the package's own series with today's.
};

// jitsi/jicofo 486d8387 (2025-06-03) is in 1.0-1138 and stable-10314; jitsi/jitsi-videobridge
// 877b6a2f (2024-07-10), 153 commits after 2.3, in stable-9646. Read 2026-11-30.
constexpr std::array k_old{
    OldDefault{"jicofo", "jicofo.rest.host", R"("0.0.0.0")", 10'314, "jicofo", "1.0-", 1138},
    // There was no such setting: addresses were written down.
    OldDefault{"jvb", "videobridge.redact-remote-addresses", "false", 9646,
               "jitsi-videobridge2", "2.3-", 153},
};

/// By the program's own package; nullopt: it does not tell.
std::optional<bool>
is_new_package(const OldDefault& each, const Deployment& deployment)
{
  const auto found = deployment.packages.find(std::string{each.package});
  if (found == deployment.packages.end()) {
    return std::nullopt;
  }
  const std::string_view version = found->second;
  if (!version.starts_with(each.series)) {
    // A series of its own: 2.1 and 2.2 went before 2.3.
    return version < each.series ? std::optional{false} : std::nullopt;
  }
  int build = 0;
  const auto got = std::from_chars(version.data() + each.series.size(),
                                   version.data() + version.size(), build);
  return got.ec == std::errc{} ? std::optional{build >= each.build} : std::nullopt;
}

std::optional<bool>
is_new(const OldDefault& each, const Deployment& deployment)
{
  if (deployment.kind == Deployment::Kind::docker) {
    const Container* runs = deployment.container(each.program);
    return runs == nullptr || runs->release.has(each.release);
  }
  if (const auto told = is_new_package(each, deployment)) {
    return told;
  }
  return deployment.package.number == 0 ? std::nullopt
                                        : std::optional{deployment.package.has(each.release)};
}

} // namespace

Json
defaults_of(std::string_view program, const Deployment& deployment)
{
  Json values = default_values(program);
  auto& memory = values.GetAllocator();
  for (const auto& each : k_old) {
    const auto today = each.program == program ? is_new(each, deployment) : std::optional{true};
    if (today == true) {
      continue;
    }
    const Json was = parse_json(each.was).value_or(Json{});
    const JsonValue doubt =
        unclear(&was, find_at(values, each.path),
                "it is not set, its default was another one in older releases, and which "
                "release this is cannot be told: var/lib/dpkg/status is not here",
                memory);
    put_at(values, each.path, today ? static_cast<const JsonValue&>(was) : doubt, memory);
  }
  return values;
}

} // namespace klausur::jitsi
