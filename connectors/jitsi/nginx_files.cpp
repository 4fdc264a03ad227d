#include "connectors/jitsi/nginx_files.hpp"

#include "connectors/jitsi/docker_config.hpp"
#include "connectors/jitsi/docker_source.hpp"
#include "connectors/jitsi/properties.hpp"
#include "connectors/jitsi/server_files.hpp"
#include "connectors/jitsi/unseen.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

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

/// Reads nginx' files, with those that they include in their place.
class Reader
{
public:
  /// @param base  What relative names are relative to.
  Reader(const FileTree& tree, fs::path base, NginxFiles& scanned)
      : m_tree{tree}, m_base{std::move(base)}, m_scanned{scanned}
  {
  }

  Result<void> read(const std::vector<fs::path>& files, bool follow)
  {
    for (const auto& file : files) {
      auto directives = directives_of(file);
      if (!directives) {
        return tl::unexpected(directives.error());
      }
      if (follow) {
        expand(*directives, 0);
      }
      std::ranges::move(*directives, std::back_inserter(m_scanned.directives));
    }
    return {};
  }

private:
  Result<std::vector<NginxDirective>> directives_of(const fs::path& file)
  {
    return m_tree.read(file).map([&](const std::string& text) {
      m_scanned.source +=
          fmt::format("{}{}", m_scanned.source.empty() ? "" : ", ", file.string());
      return scan_nginx(text);
    });
  }

  /// The files that an include means; none where its folder is there and holds none such.
  /// nullopt: it means what is not among the files given.
  std::optional<std::vector<fs::path>> meant_by(const std::string& target) const
  {
    const fs::path named{target};
    const auto place = named.is_absolute() ? m_tree.place_of(named)
                                           : std::optional{(m_base / named).lexically_normal()};
    if (!place) {
      return std::nullopt;
    }
    if (place->filename().string().find_first_of("*?[") == std::string::npos) {
      return m_tree.kind_of(*place) == FileKind::file ? std::optional{std::vector{*place}}
                                                      : std::nullopt;
    }
    const auto entries = m_tree.list(place->parent_path());
    if (!entries) {
      return std::nullopt;
    }
    std::vector<fs::path> files;
    for (const auto& each : *entries) {
      if (::fnmatch(place->filename().c_str(), each.name.c_str(), FNM_PERIOD) == 0) {
        files.push_back(place->parent_path() / each.name);
      }
    }
    return files;
  }

  /// Put what is included where it is included; what cannot be read stays as it is named.
  void expand(std::vector<NginxDirective>& level, int depth)
  {
    constexpr int k_deepest_include = 8;
    std::vector<NginxDirective> all;
    for (auto& each : level) {
      expand(each.inside, depth);
      const bool includes =
          each.words.size() == 2 && each.words[0] == "include" && depth < k_deepest_include;
      const auto files = includes ? meant_by(each.words[1]) : std::nullopt;
      if (!files || m_left < files->size()) {
        all.push_back(std::move(each));
        continue;
      }
      for (const auto& file : *files) {
        --m_left;
        auto inside = directives_of(file);
        if (!inside) {
          all.push_back(each);
          continue;
        }
        expand(*inside, depth + 1);
        std::ranges::move(*inside, std::back_inserter(all));
      }
    }
    level = std::move(all);
  }

  const FileTree& m_tree;
  fs::path m_base;
  NginxFiles& m_scanned;
  std::size_t m_left = 200;
};

} // namespace

Result<NginxFiles>
nginx_files(const Deployment& deployment)
{
  const bool docker = deployment.kind == Deployment::Kind::docker;
  const auto sites = docker                                        ? docker_sites(deployment)
                     : deployment.kind == Deployment::Kind::debian ? debian_sites(deployment)
                                                                   : Result<Sites>{};
  if (!sites) {
    return tl::unexpected(sites.error());
  }
  NginxFiles scanned;
  scanned.has_own = !sites->sites.empty();
  if (docker && sites->around.empty()) {
    const auto source = docker_source(deployment, "web");
    if (!source) {
      return tl::unexpected(source.error());
    }
    scanned.directives = scan_nginx(docker_nginx(source->env));
    scanned.source = source->said;
    scanned.is_derived = true;
  }
  Reader reader{deployment.files, deployment.root / "nginx", scanned};
  // What nginx.conf includes are the sites, which are read by themselves.
  return reader.read(sites->around, /*follow=*/false)
      .and_then([&] { return reader.read(sites->sites, /*follow=*/!docker); })
      .map([&] { return std::move(scanned); });
}

Document
read_nginx_files(const Deployment& deployment)
{
  auto files = nginx_files(deployment);
  if (!files) {
    return {{}, tl::unexpected(files.error())};
  }
  const bool docker = deployment.kind == Deployment::Kind::docker;
  if (files->directives.empty() || (!docker && !files->has_own)) {
    return not_visible("There are no files of an nginx that serves the deployment.",
                       "files: of the web server in front");
  }
  Json document = nginx_document(files->directives, deployment.host);
  const auto source = docker_source(deployment, "web");
  if (files->is_derived && !files->has_own && source && hides_own_files(deployment, "web")) {
    constexpr std::string_view k_because =
        "nginx/custom-meet.conf was not seen: what is mounted at /config lies outside of the "
        "files given";
    const auto plain = scan_nginx(docker_nginx(without_wishes(source->env)));
    doubt_what_is_default(document, nginx_document(plain, deployment.host), {}, k_because);
    files->source += fmt::format(" ({})", k_because);
  }
  return {std::move(files->source), std::move(document)};
}

} // namespace klausur::jitsi
