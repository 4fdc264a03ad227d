#include "connectors/jitsi/docker_prosody.hpp"
#include "connectors/jitsi/docker_source.hpp"
#include "connectors/jitsi/prosody.hpp"
#include "connectors/jitsi/server_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur::jitsi {

namespace fs = std::filesystem;

namespace {

Result<Json>
evaluated(const fs::path& file, const Deployment& deployment)
{
  return read_prosody(deployment.files, file).map_error([](Error error) {
    error.kind = error.kind == Failure::forbidden ? error.kind : Failure::unexpected;
    return error;
  });
}

bool
has_host(const JsonValue& answer, std::string_view name)
{
  const JsonValue* hosts = member(answer, "hosts");
  return hosts != nullptr &&
         std::any_of(hosts->Begin(), hosts->End(),
                     [&](const JsonValue& host) { return member_text(host, "name") == name; });
}

/// What a second file says goes before what the first said.
void
add(Json& answer, const JsonValue& more)
{
  auto& memory = answer.GetAllocator();
  const JsonValue* global = member(more, "global");
  for (const auto& option : global->GetObject()) {
    set_member(answer.FindMember("global")->value, text_of(option.name), option.value, memory);
  }
  for (const char* list : {"hosts", "files", "notes"}) {
    const JsonValue* from = member(more, list);
    for (const auto& each : from->GetArray()) {
      answer.FindMember(list)->value.PushBack(JsonValue{each, memory}, memory);
    }
  }
}

Result<Json>
both(const fs::path& main, const Deployment& deployment)
{
  auto answer = evaluated(main, deployment);
  if (!answer || deployment.host.empty() || has_host(*answer, deployment.host)) {
    return answer;
  }
  // A backup may have left out conf.d, which only holds links.
  const auto own = deployment.find(Part::prosody_host);
  if (!own || !*own) {
    return answer;
  }
  return evaluated(**own, deployment).map([&](const Json& more) {
    add(*answer, more);
    return std::move(*answer);
  });
}

std::string
source_of(const JsonValue& answer)
{
  std::string source;
  const JsonValue* files = member(answer, "files");
  for (const auto& file : files->GetArray()) {
    source += fmt::format("{}{}", source.empty() ? "" : ", ", text_of(file));
  }
  return source;
}

/// Names in conf.d below CONFIG that no image writes itself.
std::vector<std::string>
own_names(const FileTree& tree, const std::optional<fs::path>& directory)
{
  constexpr std::array<std::string_view, 3> k_rendered{"jitsi-meet.cfg.lua", "visitors.cfg.lua",
                                                       "brewery.cfg.lua"};
  std::vector<std::string> names;
  const auto entries = directory ? tree.list(*directory).value_or(std::vector<FileEntry>{})
                                 : std::vector<FileEntry>{};
  for (const auto& entry : entries) {
    if (entry.name.ends_with(".cfg.lua") &&
        std::ranges::find(k_rendered, entry.name) == k_rendered.end()) {
      names.push_back(entry.name);
    }
  }
  return names;
}

/// What docker's image would make of its variables, and of the files that it copies.
Document
from_docker(const Deployment& deployment, const ProsodyHints& hints)
{
  const auto source = docker_source(deployment, "prosody");
  if (!source) {
    return {{}, tl::unexpected(source.error())};
  }
  if (const auto mode = member_text(source->env, "PROSODY_MODE", "client"); mode != "client") {
    return not_visible(fmt::format("{}: PROSODY_MODE is {}: the rooms are on another server.",
                                   source->said, mode),
                       "files: the Prosody that has the rooms");
  }
  const auto config = deployment.place_in("prosody", "/config", /*rendered=*/false);
  const auto names = own_names(
      deployment.files, deployment.place_in("prosody", "/config/conf.d", /*rendered=*/false));
  const fs::path shown = (config ? *config : deployment.project) / "prosody.cfg.lua (rendered)";
  auto answer = read_prosody_text(deployment.files,
                                  docker_prosody(source->env, source->release, names), shown);
  if (!answer) {
    return {source->said, tl::unexpected(answer.error())};
  }
  return {source->said, prosody_document(*answer, hints)};
}

Document
missing(const Deployment& deployment, const ProsodyHints& hints)
{
  return deployment.kind == Deployment::Kind::docker
             ? from_docker(deployment, hints)
             : not_visible("The files of Prosody are not here.", "files: Prosody");
}

} // namespace

Document
read_prosody_files(const Deployment& deployment, const ProsodyHints& hints)
{
  auto path = deployment.find(Part::prosody);
  if (path && !*path) {
    path = deployment.find(Part::prosody_host);
  }
  if (!path) {
    return {{}, tl::unexpected(path.error())};
  }
  if (!*path) {
    return missing(deployment, hints);
  }
  const auto answer = both(**path, deployment);
  if (!answer) {
    return {(*path)->string(), tl::unexpected(answer.error())};
  }
  return {source_of(*answer), prosody_document(*answer, hints)};
}

} // namespace klausur::jitsi
