#include "connectors/jitsi/docker_source.hpp"
#include "connectors/jitsi/java_level.hpp"
#include "connectors/jitsi/properties.hpp"
#include "connectors/jitsi/prosody_document.hpp"
#include "connectors/jitsi/server_files.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace klausur::jitsi {

Document
read_logging(const Deployment& deployment, const Result<Json>& prosody)
{
  Document document{{}, Json{rapidjson::kObjectType}};
  auto& memory = document.content->GetAllocator();
  constexpr std::array<std::pair<std::string_view, Part>, 2> k_files{
      {{"jicofo", Part::jicofo_logging}, {"jvb", Part::jvb_logging}}};
  for (const auto& [program, part] : k_files) {
    const auto path = deployment.find(part);
    if (!path || !*path) {
      // The image writes a file of its own; elsewhere, without one the level is unknown.
      if (const auto source = docker_source(deployment, program);
          deployment.kind == Deployment::Kind::docker && source) {
        set_member(*document.content, program, "info", memory);
      }
      continue;
    }
    const auto properties = deployment.read(**path).and_then(
        [&](const std::string& text) { return parse_properties(text, (*path)->string()); });
    if (!properties) {
      return {(*path)->string(), tl::unexpected(properties.error())};
    }
    set_member(*document.content, program, java_level(*properties, memory), memory);
    document.source +=
        fmt::format("{}{}", document.source.empty() ? "" : ", ", (*path)->string());
  }
  if (prosody) {
    const JsonValue* global = member(*prosody, "global");
    if (const auto level = prosody_log_level(*global); !level.empty()) {
      set_member(*document.content, "prosody", level, memory);
      document.source += document.source.empty() ? "prosody" : ", prosody";
    }
  }
  if (document.content->ObjectEmpty()) {
    return not_visible("No file with log levels is here.", "files: jicofo, jvb, Prosody");
  }
  return document;
}

} // namespace klausur::jitsi
