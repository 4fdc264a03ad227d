#include "connectors/jitsi/ways.hpp"

#include "connectors/jitsi/unclear.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace klausur::jitsi {

namespace {

/// Whether files that an image rendered lie in CONFIG, and it is not known whether the image
/// that runs still renders there. Where nothing else speaks, they are believed.
bool
may_be_left_over(const Deployment& deployment)
{
  const bool else_silent = deployment.env.empty() && deployment.compose.empty();
  constexpr std::array k_rendered{Part::rendered_config, Part::prosody, Part::jicofo, Part::jvb,
                                  Part::jibri,           Part::jigasi};
  return !else_silent && std::ranges::any_of(deployment.containers, [](const Container& each) {
    return each.release.renders == Release::Renders::unknown;
  }) && std::ranges::any_of(k_rendered, [&](Part part) {
    const auto file = deployment.find(part);
    return file && *file;
  });
}

Deployment
rendering(Deployment deployment, Release::Renders where)
{
  for (auto& container : deployment.containers) {
    if (container.release.renders == Release::Renders::unknown) {
      container.release.renders = where;
    }
  }
  return deployment;
}

std::string
because_of_files(const Deployment& with, const Deployment& without)
{
  std::string names;
  for (const auto& file : with.compose) {
    if (std::ranges::find(without.compose, file) == without.compose.end()) {
      names += fmt::format("{}{}", names.empty() ? "" : ", ", file.filename().string());
    }
  }
  return fmt::format("It is not known whether compose is given {} as well: say so by "
                     "COMPOSE_FILE in .env",
                     names);
}

} // namespace

std::vector<Way>
ways_of(Deployment deployment)
{
  std::vector<Deployment> with = std::exchange(deployment.otherwise, {});
  std::vector<Way> ways;
  ways.push_back({std::move(deployment), {}});
  for (auto& each : with) {
    auto because = because_of_files(each, ways.front().deployment);
    ways.push_back({std::move(each), std::move(because)});
  }
  const auto told = ways.size();
  for (std::size_t i = 0; i < told; ++i) {
    if (may_be_left_over(ways[i].deployment)) {
      ways.push_back({rendering(ways[i].deployment, Release::Renders::into_container),
                      "CONFIG holds files that an image rendered, and it is not known whether "
                      "the one in use still does: name its release (JITSI_IMAGE_VERSION, or "
                      "the image's tag)"});
      ways[i].deployment = rendering(ways[i].deployment, Release::Renders::into_config);
    }
  }
  return ways;
}

Document
either(Document one, Document other, std::string_view because)
{
  std::string source = one.source == other.source
                           ? one.source
                           : fmt::format("{}, or {}", one.source, other.source);
  if (one.content && other.content) {
    return {std::move(source), what_both_say(*one.content, *other.content, because)};
  }
  if (!one.content && !other.content) {
    return {std::move(source), std::move(one.content)};
  }
  Error error = one.content ? other.content.error() : one.content.error();
  return {std::move(source),
          fail(Failure::forbidden, fmt::format("{} {}", error.what, because),
               error.scope.empty() ? "docker's release and compose files" : error.scope)};
}

} // namespace klausur::jitsi
