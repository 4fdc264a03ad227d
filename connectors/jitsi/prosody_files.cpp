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
  // Says "forbidden" where it is: the reader's own words for it are more general.
  if (auto text = read_text(file); !text) {
    return tl::unexpected(text.error());
  }
  return read_prosody(file, {}, deployment.etc()).map_error([&](Error error) {
    const bool closed = error.what.find("ermission denied") != std::string::npos;
    error.kind = closed ? Failure::forbidden : Failure::unexpected;
    error.scope = closed ? "files: readable to this program" : "";
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

/// A backup's files may name files of the machine that they came from.
Result<void>
check_places(const Deployment& deployment, const JsonValue& answer)
{
  const JsonValue* files = member(answer, "files");
  if (deployment.live || files == nullptr) {
    return {};
  }
  const std::string tree = deployment.root.lexically_normal().string();
  for (const auto& file : files->GetArray()) {
    const std::string path = fs::path{text_of(file)}.lexically_normal().string();
    if (deployment.kind != Deployment::Kind::bare && !path.starts_with(tree)) {
      return fail(Failure::unexpected,
                  fmt::format("Prosody's files include {}, which is not part of {}.", path,
                              deployment.root.string()));
    }
  }
  return {};
}

Result<Json>
both(const fs::path& main, const Deployment& deployment)
{
  auto answer = evaluated(main, deployment);
  if (!answer || deployment.host.empty() || has_host(*answer, deployment.host)) {
    return answer;
  }
  // The links in a backup's conf.d lead to /etc of the machine that it came from.
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
  if (auto done = check_places(deployment, *answer); !done) {
    return {(*path)->string(), tl::unexpected(done.error())};
  }
  return {source_of(*answer), prosody_document(*answer, hints)};
}

} // namespace klausur::jitsi
