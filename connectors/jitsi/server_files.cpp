#include "connectors/jitsi/server_files.hpp"

#include "connectors/jitsi/docker_config.hpp"
#include "connectors/jitsi/docker_source.hpp"
#include "connectors/jitsi/hocon.hpp"
#include "connectors/jitsi/legacy_properties.hpp"
#include "connectors/jitsi/old_defaults.hpp"
#include "connectors/jitsi/properties.hpp"
#include "connectors/jitsi/unseen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace klausur::jitsi {

namespace fs = std::filesystem;

namespace {

struct Program
{
  std::string_view name;
  Part file;
  Part custom;
  std::optional<Part> legacy; ///< What goes before it: sip-communicator.properties.
  bool optional;              ///< Not every deployment has one.
  std::string_view directory; ///< Below debian's jitsi.
};

constexpr std::array k_programs{
    Program{"jicofo", Part::jicofo, Part::custom_jicofo, Part::legacy_jicofo, false, "jicofo"},
    Program{"jvb", Part::jvb, Part::custom_jvb, Part::legacy_jvb, false, "videobridge"},
    Program{"jibri", Part::jibri, Part::custom_jibri, std::nullopt, true, "jibri"},
};

Document
missing(std::string_view name, bool optional, Use use, const Deployment& deployment)
{
  // A lone config.js says nothing about what else there is.
  if (optional && use == Use::unused && deployment.kind != Deployment::Kind::bare) {
    return not_installed(fmt::format("There is no {} on this host.", name));
  }
  return not_visible(fmt::format("The files of {} are not here.", name),
                     fmt::format("files: {}", name));
}

/// The image's files name their custom parts by where the container sees them.
HoconSources::Load
loads_in_container(const Deployment& deployment)
{
  return [&deployment](std::string_view target,
                       std::string_view from) -> Result<std::optional<HoconFile>> {
    const fs::path path{target};
    if (!path.is_absolute()) {
      return hocon_file_at(deployment.files, fs::path{from}.parent_path() / path);
    }
    // /run/jibri/config/custom-jibri.conf, which the image copied from /config.
    auto part = path.begin();
    const bool run = std::distance(path.begin(), path.end()) == 5 && *++part == "run";
    const std::string program = run ? (++part)->string() : std::string{};
    const auto file =
        run ? deployment.place_in(program, "/config/" + path.filename().string(), false)
            : std::nullopt;
    return file ? hocon_file_at(deployment.files, *file) : std::optional<HoconFile>{};
  };
}

Result<Json>
parse_conf(const fs::path& path, const Deployment& deployment)
{
  return deployment.read(path).and_then([&](const std::string& text) {
    HoconSources sources;
    sources.name = path.string();
    sources.load = deployment.kind == Deployment::Kind::docker
                       ? loads_in_container(deployment)
                       : hocon_files_in(deployment.files);
    return parse_hocon(text, sources);
  });
}

/// What the image would write, over the program's defaults.
Json
rendered_hocon(const Program& program, const Deployment& deployment, const JsonValue& env,
               const Release& release)
{
  return merge(defaults_of(program.name, deployment), docker_hocon(program.name, env, release));
}

/// docker without a rendered file: what the image would write, and its custom part.
Document
derived_hocon(const Program& program, const Deployment& deployment, const DockerSource& from)
{
  Json values = rendered_hocon(program, deployment, from.env, from.release);
  std::string source = from.said;
  const auto custom = deployment.find(program.custom);
  if (custom && hides_own_files(deployment, program.name) &&
      (!*custom || is_changed(deployment, program.name))) {
    const auto because = fmt::format("custom-{}.conf was not seen: what is mounted at /config "
                                     "lies outside of the files given",
                                     program.name);
    doubt_what_is_default(
        values, rendered_hocon(program, deployment, without_wishes(from.env), from.release),
        names_with_defaults(program.name), because);
    source += fmt::format(" ({})", because);
  }
  if (custom && *custom) {
    source += fmt::format(", then {}", (*custom)->string());
    auto own = parse_conf(**custom, deployment);
    if (!own) {
      return {std::move(source), tl::unexpected(own.error())};
    }
    values = merge(values, *own);
  }
  return {std::move(source), std::move(values)};
}

/// The program's own file over its defaults, and over both what the older file says.
Document
read_conf(const Program& program, const fs::path& path, const Deployment& deployment)
{
  Document document{path.string(), parse_conf(path, deployment)};
  if (!document.content) {
    return document;
  }
  *document.content = merge(defaults_of(program.name, deployment), *document.content);
  if (!program.legacy) {
    return document;
  }
  const auto legacy = deployment.find(*program.legacy);
  if (!legacy || !*legacy) {
    return document;
  }
  document.source += fmt::format(", then {}", (*legacy)->string());
  document.content =
      deployment.read(**legacy)
          .and_then([&](const std::string& text) {
            return parse_properties(text, (*legacy)->string());
          })
          .map([&](const Json& properties) {
            return with_legacy_properties(program.name, *document.content, properties);
          });
  return document;
}

/// What an old bridge's properties say; all else depends on a release that nobody knows the
/// defaults of.
Document
legacy_alone(const Program& program, const fs::path& file, const Deployment& deployment)
{
  return {file.string(),
          deployment.read(file)
              .and_then([&](const std::string& text) {
                return parse_properties(text, file.string());
              })
              .map([&](const Json& properties) {
                const Json none{rapidjson::kObjectType};
                Json said = with_legacy_properties(program.name, none, properties);
                doubt_what_is_default(
                    said, none, names_with_defaults(program.name),
                    fmt::format("{} does not say it, and a {} without {}.conf "
                                "is too old for its defaults to be known",
                                file.filename().string(), program.name, program.name));
                return said;
              })};
}

/// Until 2020 these programs knew sip-communicator.properties only; what their HOCON settings
/// are, then, nobody can say.
Document
without_conf(const Program& facts, const Deployment& deployment, const fs::path& directory)
{
  const std::string_view program = facts.name;
  // Of an old jicofo's only the log-in is asked for, which FilesMode looks up itself.
  if (const auto legacy =
          facts.legacy ? deployment.find(*facts.legacy) : Result<std::optional<fs::path>>{};
      program == "jvb" && legacy && *legacy) {
    return legacy_alone(facts, **legacy, deployment);
  }
  const bool old = deployment.is_there(directory / "config") ||
                   deployment.is_there(directory / "sip-communicator.properties");
  auto what =
      fmt::format("{} holds no {}.conf.{}", directory.string(), program,
                  old ? " An old version may have none: update, then audit again." : "");
  return old ? Document{directory.string(),
                        not_visible(std::move(what), fmt::format("{}.conf", program)).content}
             : Document{directory.string(), fail(Failure::unexpected, std::move(what))};
}

/// Whether docker's variables, or files of somebody's own, put the program to use.
bool
is_in_docker(std::string_view program, const Deployment& deployment, const JsonValue& env)
{
  if (program == "jibri") {
    const auto custom = deployment.find(Part::custom_jibri);
    return docker_flag(env, "ENABLE_RECORDING", false) || (custom && *custom);
  }
  return true;
}

/// What docker's image would make of the variables of this program.
Document
from_docker(const Program& program, const Deployment& deployment)
{
  const auto source = docker_source(deployment, program.name);
  if (source && is_in_docker(program.name, deployment, source->env)) {
    return derived_hocon(program, deployment, *source);
  }
  if (source) {
    return not_installed(fmt::format("{} does not switch {} on.", source->said, program.name));
  }
  // A service that no compose file starts is not there, unless another one asks for it.
  const auto focus = docker_source(deployment, "jicofo");
  const bool unused = program.optional && focus &&
                      deployment.container(program.name) == nullptr &&
                      !is_in_docker(program.name, deployment, focus->env);
  return unused ? not_installed(
                      fmt::format("{} does not switch {} on.", focus->said, program.name))
                : Document{{}, tl::unexpected(source.error())};
}

} // namespace

Document
read_hocon_files(const Deployment& deployment, std::string_view program, Use use)
{
  const auto& facts = *std::ranges::find(k_programs, program, &Program::name);
  const auto path = deployment.find(facts.file);
  if (!path) {
    return {{}, tl::unexpected(path.error())};
  }
  if (*path) {
    return read_conf(facts, **path, deployment);
  }
  if (deployment.kind == Deployment::Kind::docker) {
    return from_docker(facts, deployment);
  }
  if (const auto directory = deployment.root / "jitsi" / facts.directory;
      deployment.kind == Deployment::Kind::debian && deployment.is_there(directory)) {
    return without_conf(facts, deployment, directory);
  }
  return missing(program, facts.optional, use, deployment);
}

namespace {

/// The properties of a file, and what the image appends to them.
Document
jigasi_properties(const fs::path& file, const Deployment& deployment)
{
  std::string source = file.string();
  auto text = deployment.read(file);
  const auto custom = deployment.find(Part::custom_jigasi);
  if (text && custom && *custom) {
    source += fmt::format(", then {}", (*custom)->string());
    auto more = deployment.read(**custom);
    text = more ? Result<std::string>{*text + "\n" + *more} : tl::unexpected(more.error());
  }
  return {source, std::move(text).and_then(
                      [&](const std::string& all) { return parse_properties(all, source); })};
}

/// Whether a file that compose takes by itself starts it.
bool
is_started(const Deployment& deployment, std::string_view program)
{
  const Container* container = deployment.container(program);
  return container != nullptr && !container->assumed && !container->beside;
}

/// The properties that docker's image of the transcriber would write, and its custom ones.
Document
derived_jigasi(const Deployment& deployment, const DockerSource& from)
{
  Json values = docker_jigasi(from.env, from.release);
  std::string source = from.said;
  const auto custom = deployment.find(Part::custom_jigasi);
  if (custom && *custom) {
    source += fmt::format(", then {}", (*custom)->string());
    const auto own = deployment.read(**custom).and_then(
        [&](const std::string& text) { return parse_properties(text, (*custom)->string()); });
    if (!own) {
      return {std::move(source), tl::unexpected(own.error())};
    }
    values = merge(values, *own);
  } else if (hides_own_files(deployment, "transcriber")) {
    constexpr std::string_view k_because =
        "custom-sip-communicator.properties was not seen: what is mounted at /config lies "
        "outside of the files given";
    doubt_what_is_default(values, docker_jigasi(without_wishes(from.env), from.release), {},
                          k_because);
    source += fmt::format(" ({})", k_because);
  }
  return {std::move(source), std::move(values)};
}

/// What docker's image of the transcriber would make of its variables.
Document
jigasi_from_docker(const Deployment& deployment)
{
  auto source = docker_source(deployment, "transcriber");
  if (!source) {
    source = docker_source(deployment, "jicofo");
  }
  if (!source) {
    return {{}, tl::unexpected(source.error())};
  }
  if (docker_flag(source->env, "ENABLE_TRANSCRIPTIONS", false) ||
      is_started(deployment, "transcriber")) {
    return deployment.container("transcriber") == nullptr
               ? missing("jigasi", true, Use::elsewhere, deployment)
               : derived_jigasi(deployment, *source);
  }
  const bool dials =
      !member_text(source->env, "JIGASI_SIP_URI").empty() || is_started(deployment, "jigasi");
  return dials ? missing("jigasi", true, Use::elsewhere, deployment)
               : not_installed(fmt::format("{} does not switch jigasi on.", source->said));
}

} // namespace

Document
read_jigasi_files(const Deployment& deployment, Use use)
{
  const auto path = deployment.find(Part::jigasi);
  if (!path) {
    return {{}, tl::unexpected(path.error())};
  }
  if (*path) {
    return jigasi_properties(**path, deployment);
  }
  return deployment.kind == Deployment::Kind::docker
             ? jigasi_from_docker(deployment)
             : missing("jigasi", /*optional=*/true, use, deployment);
}

} // namespace klausur::jitsi
