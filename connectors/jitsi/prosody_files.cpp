#include "connectors/jitsi/prosody.hpp"
#include "connectors/jitsi/server_files.hpp"

#include <fmt/format.h>

#include <algorithm>

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

Document
missing(const Deployment& deployment)
{
  if (deployment.kind == Deployment::Kind::docker) {
    return not_visible("The image renders Prosody's files inside of its container.",
                       "files: a copy of /run/prosody/config as prosody/config in CONFIG");
  }
  return not_visible("The files of Prosody are not here.", "files: Prosody");
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
    return missing(deployment);
  }
  const auto answer = both(**path, deployment);
  if (!answer) {
    return {(*path)->string(), tl::unexpected(answer.error())};
  }
  return {source_of(*answer), prosody_document(*answer, hints)};
}

} // namespace klausur::jitsi
