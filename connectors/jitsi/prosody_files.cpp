#include "connectors/jitsi/docker_prosody.hpp"
#include "connectors/jitsi/docker_source.hpp"
#include "connectors/jitsi/prosody.hpp"
#include "connectors/jitsi/server_files.hpp"
#include "connectors/jitsi/unclear.hpp"
#include "connectors/jitsi/unseen.hpp"

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

/// What docker's image would make of these variables, and of the files that it copies.
Result<Json>
rendered_document(const Deployment& deployment, const JsonValue& env, const Release& release,
                  const ProsodyHints& hints)
{
  const auto config = deployment.place_in("prosody", "/config", /*rendered=*/false);
  const auto names = own_names(
      deployment.files, deployment.place_in("prosody", "/config/conf.d", /*rendered=*/false));
  const fs::path shown = (config ? *config : deployment.project) / "prosody.cfg.lua (rendered)";
  return read_prosody_text(deployment.files, docker_prosody(env, release, names), shown)
      .and_then([&](const Json& answer) { return prosody_document(answer, hints); });
}

/// Lists may be longer, and what is off may be on.
void
doubt_lists_and_noes(JsonValue& value, std::string_view because, Json::AllocatorType& memory)
{
  if (value.IsObject() && member(value, "unclear") == nullptr) {
    for (auto& each : value.GetObject()) {
      doubt_lists_and_noes(each.value, because, memory);
    }
  } else if (value.IsArray() || value.IsFalse()) {
    const JsonValue anything{"anything"};
    value = unclear(&value, &anything, because, memory);
  }
}

/// Files in conf.d add hosts, modules and options. They do not make unsaid what is written
/// anyway, nor who may log in at the hosts that the image sets up.
void
doubt_what_may_be_added(Json& document, const JsonValue& plain, std::string_view because)
{
  const Json before = copy_of(document);
  doubt_what_is_default(document, plain, names_with_defaults("prosody"), because);
  auto& memory = document.GetAllocator();
  doubt_lists_and_noes(document, because, memory);
  for (const char* host : {"main", "guest"}) {
    const JsonValue* said = member(before, host);
    const JsonValue* authentication =
        said == nullptr ? nullptr : member(*said, "authentication");
    if (authentication != nullptr) {
      set_member(document.FindMember(host)->value, "authentication", *authentication, memory);
    }
  }
  const JsonValue* groups = member(before, "stores");
  for (const auto& group : groups->GetObject()) {
    JsonValue& doubted = document.FindMember("stores")->value.FindMember(group.name)->value;
    for (const auto& store : group.value.GetObject()) {
      if (const JsonValue* kept = member(store.value, "kept"); kept->IsTrue()) {
        set_member(doubted.FindMember(store.name)->value, "kept", *kept, memory);
      }
    }
  }
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
  auto document = rendered_document(deployment, source->env, source->release, hints);
  if (!document || !hides_own_files(deployment, "prosody")) {
    return {source->said, std::move(document)};
  }
  constexpr std::string_view k_because =
      "conf.d was not seen: what is mounted at /config lies outside of the files given";
  if (const auto plain =
          rendered_document(deployment, without_wishes(source->env), source->release, hints)) {
    doubt_what_may_be_added(*document, *plain, k_because);
  }
  return {fmt::format("{} ({})", source->said, k_because), std::move(document)};
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
