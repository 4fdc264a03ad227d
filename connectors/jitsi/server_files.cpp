#include "connectors/jitsi/server_files.hpp"

#include "connectors/jitsi/defaults.hpp"
#include "connectors/jitsi/docker_config.hpp"
#include "connectors/jitsi/env_file.hpp"
#include "connectors/jitsi/hocon.hpp"
#include "connectors/jitsi/legacy_properties.hpp"
#include "connectors/jitsi/properties.hpp"
#include "connectors/jitsi/prosody.hpp"

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
    // /run/jibri/config/custom-jibri.conf
    auto part = path.begin();
    const bool run = std::distance(path.begin(), path.end()) == 5 && *++part == "run";
    if (!run) {
      return std::optional<HoconFile>{};
    }
    const fs::path program = *++part;
    return hocon_file_at(deployment.files, deployment.root / program / path.filename());
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

/// docker without a rendered file: what the image would write, and its custom part.
Document
derived_hocon(const Program& program, const Deployment& deployment, const Json& env)
{
  Json values = merge(default_values(program.name), docker_hocon(program.name, env));
  std::string source =
      fmt::format("{} as {} renders it", deployment.env.string(), k_docker_source);
  const auto custom = deployment.find(program.custom);
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
  *document.content = merge(default_values(program.name), *document.content);
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

/// Until 2020 these programs knew sip-communicator.properties only; what their HOCON settings
/// are, then, nobody can say.
Document
without_conf(const Deployment& deployment, const fs::path& directory, std::string_view program)
{
  const bool old = deployment.is_there(directory / "config") ||
                   deployment.is_there(directory / "sip-communicator.properties");
  auto what =
      fmt::format("{} holds no {}.conf.{}", directory.string(), program,
                  old ? " An old version may have none: update, then audit again." : "");
  return old ? Document{directory.string(),
                        not_visible(std::move(what), fmt::format("{}.conf", program)).content}
             : Document{directory.string(), fail(Failure::unexpected, std::move(what))};
}

bool
is_in_docker(std::string_view program, const Deployment& deployment, const Json& env)
{
  if (program == "jibri") {
    return docker_flag(env, "ENABLE_RECORDING", false) ||
           deployment.is_there(deployment.root / "jibri" / "custom-jibri.conf");
  }
  return true;
}

} // namespace

Document
read_env(const Deployment& deployment)
{
  if (deployment.env.empty()) {
    return deployment.kind == Deployment::Kind::docker
               ? not_visible("docker's .env is not here.", "files: .env")
               : not_installed("This is no docker deployment: it has no .env.");
  }
  return {deployment.env.string(),
          deployment.read(deployment.env).and_then([&](const std::string& text) {
            return parse_env_file(text, deployment.env.string());
          })};
}

Document
read_hocon_files(const Deployment& deployment, std::string_view program,
                 const Result<Json>& env, Use use)
{
  const auto& facts = *std::ranges::find(k_programs, program, &Program::name);
  const auto path = deployment.find(facts.file);
  if (!path) {
    return {{}, tl::unexpected(path.error())};
  }
  if (*path) {
    return read_conf(facts, **path, deployment);
  }
  if (deployment.kind == Deployment::Kind::docker && env) {
    return is_in_docker(program, deployment, *env)
               ? derived_hocon(facts, deployment, *env)
               : not_installed(fmt::format("{} does not switch {} on.", deployment.env.string(),
                                           program));
  }
  if (const auto directory = deployment.root / "jitsi" / facts.directory;
      deployment.kind == Deployment::Kind::debian && deployment.is_there(directory)) {
    return without_conf(deployment, directory, program);
  }
  return missing(program, facts.optional, use, deployment);
}

Document
read_jigasi_files(const Deployment& deployment, const Result<Json>& env, Use use)
{
  const auto path = deployment.find(Part::jigasi);
  if (!path) {
    return {{}, tl::unexpected(path.error())};
  }
  if (*path) {
    return {(*path)->string(), deployment.read(**path).and_then([&](const std::string& text) {
              return parse_properties(text, (*path)->string());
            })};
  }
  if (deployment.kind == Deployment::Kind::docker && env) {
    return docker_flag(*env, "ENABLE_TRANSCRIPTIONS", false)
               ? Document{fmt::format("{} as {} renders it", deployment.env.string(),
                                      k_docker_source),
                          docker_jigasi(*env)}
           : !member_text(*env, "JIGASI_SIP_URI").empty()
               ? missing("jigasi", true, Use::elsewhere, deployment)
               : not_installed(
                     fmt::format("{} does not switch jigasi on.", deployment.env.string()));
  }
  return missing("jigasi", /*optional=*/true, use, deployment);
}

} // namespace klausur::jitsi
