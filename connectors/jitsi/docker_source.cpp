#include "connectors/jitsi/docker_source.hpp"

#include "connectors/format/json.hpp"
#include "connectors/jitsi/docker_config.hpp"

#include <fmt/format.h>

namespace klausur::jitsi {

namespace {

/// The image takes an old name where the new one is not set.
void
apply_old_names(Environment& env)
{
  const auto old = env.find("XMPP_RECORDER_DOMAIN");
  if (old != env.end() && env["XMPP_HIDDEN_DOMAIN"].empty()) {
    env["XMPP_HIDDEN_DOMAIN"] = old->second;
  }
}

std::string
files_of(const Deployment& deployment)
{
  std::string list = deployment.env.string();
  for (const auto& file : deployment.compose) {
    list += fmt::format("{}{}", list.empty() ? "" : ", ", file.string());
  }
  return list;
}

} // namespace

Result<DockerSource>
docker_source(const Deployment& deployment, std::string_view program)
{
  if (deployment.problem) {
    return tl::unexpected(*deployment.problem);
  }
  const Container* container = deployment.container(program);
  if (container == nullptr) {
    return fail(Failure::forbidden,
                fmt::format("{} starts no container of {}: it runs elsewhere, if it does.",
                            files_of(deployment), program),
                fmt::format("files: {}", program));
  }
  if (container->assumed && deployment.env.empty()) {
    return fail(Failure::forbidden,
                fmt::format("{} holds no rendered file of {}, and neither .env nor a compose "
                            "file is there.",
                            deployment.root.string(), program),
                "files: the .env beside the compose file");
  }
  Environment env = container->service.env;
  apply_old_names(env);
  const std::string release = container->release.said.empty()
                                  ? ""
                                  : fmt::format(", release by {}", container->release.said);
  return DockerSource{
      object_of(env), container->release,
      fmt::format("{} as {} renders it{}", files_of(deployment), k_docker_source, release)};
}

Document
read_env(const Deployment& deployment)
{
  if (deployment.kind != Deployment::Kind::docker) {
    return not_installed("This is no docker deployment: it has no .env.");
  }
  if (deployment.problem) {
    return {files_of(deployment), tl::unexpected(*deployment.problem)};
  }
  if (deployment.env.empty() && deployment.compose.empty()) {
    return not_visible("docker's .env is not here.", "files: .env");
  }
  Environment all = deployment.variables;
  for (const auto& container : deployment.containers) {
    for (const auto& [name, value] : container.service.env) {
      all.insert_or_assign(name, value);
    }
  }
  return {files_of(deployment), object_of(all)};
}

} // namespace klausur::jitsi
