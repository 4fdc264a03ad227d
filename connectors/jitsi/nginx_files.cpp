#include "connectors/jitsi/docker_config.hpp"
#include "connectors/jitsi/docker_source.hpp"
#include "connectors/jitsi/nginx_scan.hpp"
#include "connectors/jitsi/properties.hpp"
#include "connectors/jitsi/server_files.hpp"
#include "connectors/jitsi/unseen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur::jitsi {

namespace fs = std::filesystem;

namespace {

/// The files of a directory by name; none when there is no such directory.
Result<std::vector<fs::path>>
files_in(const FileTree& tree, const fs::path& directory)
{
  std::vector<fs::path> files;
  if (tree.kind_of(directory) == FileKind::nothing) {
    return files;
  }
  const auto entries = tree.list(directory);
  if (!entries) {
    return tl::unexpected(entries.error());
  }
  for (const auto& each : *entries) {
    // A backup's link in sites-enabled can lead nowhere: its target lies in sites-available.
    const auto kind = tree.kind_of(directory / each.name);
    if (kind != FileKind::folder && kind != FileKind::nothing) {
      files.push_back(directory / each.name);
    }
  }
  return files;
}

struct Sites
{
  std::vector<fs::path> around; ///< nginx.conf.
  std::vector<fs::path> sites;
};

/// A site counts when it names the host; one of the sites has to be there at all.
Result<Sites>
debian_sites(const Deployment& deployment)
{
  Sites found;
  if (deployment.is_there(deployment.root / "nginx" / "nginx.conf")) {
    found.around.push_back(deployment.root / "nginx" / "nginx.conf");
  }
  for (const auto* name : {"sites-enabled", "conf.d", "sites-available"}) {
    auto files = files_in(deployment.files, deployment.root / "nginx" / name);
    if (!files) {
      return tl::unexpected(files.error());
    }
    for (const auto& file : *files) {
      const bool again = std::ranges::any_of(found.sites, [&](const fs::path& other) {
        return other.filename() == file.filename();
      });
      if (!again) {
        found.sites.push_back(file);
      }
    }
    if (!found.sites.empty() && std::string_view{name} == "conf.d") {
      break; // What is only available is not served.
    }
  }
  return found;
}

/// What the image renders counts where it was rendered; somebody's own files always do.
Result<Sites>
docker_sites(const Deployment& deployment)
{
  Sites found;
  for (const auto* name : {"nginx.conf", "meet.conf", "ssl.conf"}) {
    if (const auto file = deployment.place_in("web", fmt::format("/config/nginx/{}", name),
                                              /*rendered=*/true)) {
      found.around.push_back(*file);
    }
  }
  const bool rendered = !found.around.empty();
  for (const auto* name : {"/config/nginx/site-confs", "/config/nginx-custom"}) {
    const auto directory = deployment.place_in("web", name, /*rendered=*/false);
    auto files =
        directory ? files_in(deployment.files, *directory) : Result<std::vector<fs::path>>{};
    if (!files) {
      return tl::unexpected(files.error());
    }
    std::erase_if(*files, [&](const fs::path& file) {
      return !rendered && file.filename() == "default"; // The image's own name.
    });
    found.sites.insert(found.sites.end(), files->begin(), files->end());
  }
  if (const auto own = deployment.find(Part::custom_nginx); own && *own) {
    found.sites.push_back(**own);
  }
  return found;
}

struct Scanned
{
  std::vector<NginxDirective> directives;
  std::string source;
};

Result<void>
scan(const FileTree& tree, const std::vector<fs::path>& files, Scanned& scanned)
{
  for (const auto& file : files) {
    const auto text = tree.read(file);
    if (!text) {
      return tl::unexpected(text.error());
    }
    auto directives = scan_nginx(*text);
    std::ranges::move(directives, std::back_inserter(scanned.directives));
    scanned.source += fmt::format("{}{}", scanned.source.empty() ? "" : ", ", file.string());
  }
  return {};
}

/// The `.level` of a Java logging.properties, in lower case.
Result<std::string>
java_level(const FileTree& tree, const fs::path& file)
{
  return tree.read(file)
      .and_then([&](const std::string& text) { return parse_properties(text, file.string()); })
      .map([](const Json& properties) {
        std::string level{member_text(properties, ".level", "info")};
        std::ranges::transform(level, level.begin(), [](char c) {
          return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        level.erase(level.find_last_not_of(" \t") + 1);
        return level;
      });
}

} // namespace

Document
read_nginx_files(const Deployment& deployment)
{
  const bool docker = deployment.kind == Deployment::Kind::docker;
  const auto sites = docker                                        ? docker_sites(deployment)
                     : deployment.kind == Deployment::Kind::debian ? debian_sites(deployment)
                                                                   : Result<Sites>{};
  if (!sites) {
    return {{}, tl::unexpected(sites.error())};
  }
  Scanned scanned;
  if (docker && sites->around.empty()) {
    const auto source = docker_source(deployment, "web");
    if (!source) {
      return {{}, tl::unexpected(source.error())};
    }
    scanned.directives = scan_nginx(docker_nginx(source->env));
    scanned.source = source->said;
  }
  for (const auto* files : {&sites->around, &sites->sites}) {
    if (auto done = scan(deployment.files, *files, scanned); !done) {
      return {std::move(scanned.source), tl::unexpected(done.error())};
    }
  }
  if (scanned.directives.empty() || (!docker && sites->sites.empty())) {
    return not_visible("There are no files of an nginx that serves the deployment.",
                       "files: of the web server in front");
  }
  Json document = nginx_document(scanned.directives, deployment.host);
  const auto source = docker_source(deployment, "web");
  if (docker && sites->around.empty() && sites->sites.empty() && source &&
      hides_own_files(deployment, "web")) {
    constexpr std::string_view k_because =
        "nginx/custom-meet.conf was not seen: what is mounted at /config lies outside of the "
        "files given";
    const auto plain = scan_nginx(docker_nginx(without_wishes(source->env)));
    doubt_what_is_default(document, nginx_document(plain, deployment.host), {}, k_because);
    scanned.source += fmt::format(" ({})", k_because);
  }
  return {std::move(scanned.source), std::move(document)};
}

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
    const auto level = java_level(deployment.files, **path);
    if (!level) {
      return {(*path)->string(), tl::unexpected(level.error())};
    }
    set_member(*document.content, program, *level, memory);
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
