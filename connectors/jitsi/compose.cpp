#include "connectors/jitsi/compose.hpp"

#include "connectors/jitsi/compose_merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace klausur::jitsi {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_most_files = 50;

/// Makes plain values of one merged service.
class Maker
{
public:
  Maker(const FileTree& tree, fs::path directory, const Environment& env)
      : m_tree{tree}, m_directory{std::move(directory)}, m_env{env}
  {
  }

  [[nodiscard]] Service make(std::string_view name, const JsonValue& said) const
  {
    Service service;
    service.name = name;
    service.image = member_text(said, "image");
    service.changed = member_text(said, "changed") == "true";
    service.fixed_root = member_text(said, "read_only") == "true";
    service.host_network = member_text(said, "network_mode") == "host";
    const auto done = expanded(service.image, name)
                          .map([&](std::string image) { service.image = std::move(image); })
                          .and_then([&] { return add_env_files(said, service); })
                          .and_then([&] { return add_variables(said, service); })
                          .and_then([&] { return add_mounts(said, service); })
                          .and_then([&] { return add_ports(said, service); });
    if (!done) {
      service.problem = done.error();
    }
    return service;
  }

private:
  Result<std::string> expanded(std::string_view text, std::string_view place) const
  {
    return expand_variables(text, m_env).map_error([&](Error error) {
      error.what =
          fmt::format("{}: the service {}: {}", m_directory.string(), place, error.what);
      return error;
    });
  }

  Result<void> add_env_files(const JsonValue& said, Service& service) const
  {
    const JsonValue* list = member(said, "env_file");
    if (list == nullptr) {
      return {};
    }
    for (const auto& each : list->GetArray()) {
      const auto name = expanded(member_text(each, "path"), service.name);
      if (!name) {
        return tl::unexpected(name.error());
      }
      const fs::path file = (m_directory / *name).lexically_normal();
      if (member_text(each, "required") == "false" && !m_tree.is_there(file)) {
        continue;
      }
      const auto values = m_tree.read(file).and_then(
          [&](const std::string& text) { return read_env_file(text, file.string(), m_env); });
      if (!values) {
        return tl::unexpected(values.error());
      }
      for (const auto& [key, value] : *values) {
        service.env.insert_or_assign(key, value);
      }
    }
    return {};
  }

  /// A name without a value takes what the environment has; without that, it is not set.
  Result<void> add_variables(const JsonValue& said, Service& service) const
  {
    const JsonValue* variables = member(said, "environment");
    if (variables == nullptr) {
      return {};
    }
    for (const auto& each : variables->GetObject()) {
      const std::string key{text_of(each.name)};
      if (each.value.IsString()) {
        auto value = expanded(text_of(each.value), service.name);
        if (!value) {
          return tl::unexpected(value.error());
        }
        service.env.insert_or_assign(key, *std::move(value));
      } else if (const auto known = m_env.find(key); known != m_env.end()) {
        service.env.insert_or_assign(key, known->second);
      }
    }
    return {};
  }

  Result<void> add_mounts(const JsonValue& said, Service& service) const
  {
    const JsonValue* mounts = member(said, "volumes");
    if (mounts == nullptr) {
      return {};
    }
    for (const auto& each : mounts->GetObject()) {
      auto target = expanded(text_of(each.name), service.name);
      auto source = expanded(text_of(each.value), service.name);
      if (!target || !source) {
        return tl::unexpected(target ? source.error() : target.error());
      }
      const bool is_path =
          source->starts_with('/') || source->starts_with('.') || source->starts_with('~');
      service.mounts.push_back({*std::move(target), is_path ? fs::path{*source} : fs::path{}});
    }
    return {};
  }

  Result<void> add_ports(const JsonValue& said, Service& service) const
  {
    const JsonValue* ports = member(said, "ports");
    if (ports == nullptr) {
      return {};
    }
    for (const auto& each : ports->GetObject()) {
      auto port = expanded(text_of(each.name), service.name);
      if (!port) {
        return tl::unexpected(port.error());
      }
      service.ports.push_back(*std::move(port));
    }
    return {};
  }

  const FileTree& m_tree;
  fs::path m_directory;
  const Environment& m_env;
};

constexpr std::array<std::string_view, 4> k_default_names{
    "compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"};

bool
is_yaml(const fs::path& file)
{
  return file.extension() == ".yml" || file.extension() == ".yaml";
}

/// What COMPOSE_FILE names, in its order.
std::vector<fs::path>
named_files(const fs::path& directory, const Environment& env)
{
  std::vector<fs::path> files;
  const auto said = env.find("COMPOSE_FILE");
  if (said == env.end()) {
    return files;
  }
  const auto parting = env.find("COMPOSE_PATH_SEPARATOR");
  const char colon = parting == env.end() || parting->second.empty() ? ':' : parting->second[0];
  std::string_view rest = said->second;
  while (!rest.empty()) {
    const auto end = std::min(rest.find(colon), rest.size());
    if (end > 0) {
      files.push_back((directory / rest.substr(0, end)).lexically_normal());
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return files;
}

/// The first of the default names and the override beside it.
std::vector<fs::path>
default_files(const FileTree& tree, const fs::path& directory)
{
  std::vector<fs::path> files;
  for (const auto name : k_default_names) {
    if (tree.is_there(directory / name)) {
      files.push_back(directory / name);
      break;
    }
  }
  if (files.empty()) {
    return files;
  }
  const std::string stem = files.front().stem().string();
  for (const auto* ending : {".override.yml", ".override.yaml"}) {
    if (tree.is_there(directory / (stem + ending))) {
      files.push_back(directory / (stem + ending));
      break;
    }
  }
  return files;
}

/// The YAML files of a directory that hold services and are not taken, by name.
void
add_others(const FileTree& tree, const fs::path& directory, const std::vector<fs::path>& taken,
           std::vector<fs::path>& files)
{
  const auto entries = tree.list(directory).value_or(std::vector<FileEntry>{});
  std::vector<fs::path> others;
  for (const auto& entry : entries) {
    const fs::path file = directory / entry.name;
    const bool known = std::ranges::find(taken, file) != taken.end();
    if (is_yaml(file) && !known && others.size() < k_most_files) {
      others.push_back(file);
    }
  }
  std::erase_if(others, [&](const fs::path& file) {
    const auto services = services_of(tree, file);
    return !services || services->ObjectEmpty();
  });
  files.insert(files.end(), others.begin(), others.end());
}

} // namespace

std::vector<fs::path>
compose_files(const FileTree& tree, const fs::path& directory, const Environment& env)
{
  auto files = named_files(directory, env);
  if (!files.empty()) {
    return files;
  }
  return default_files(tree, directory);
}

std::vector<fs::path>
files_beside(const FileTree& tree, const fs::path& directory, const Environment& env,
             const std::vector<fs::path>& taken)
{
  std::vector<fs::path> files;
  if (!taken.empty() && named_files(directory, env).empty()) {
    add_others(tree, directory, taken, files);
    for (const auto* name : {"override", "overrides", "compose"}) {
      add_others(tree, directory / name, taken, files);
    }
  }
  return files;
}

namespace {

/// Whether a port is `8080`, or within `8000-8100`. What is no number may be any.
bool
is_in_range(std::string_view port, std::string_view range)
{
  const auto number = [](std::string_view text) {
    int value = -1;
    const auto got = std::from_chars(text.data(), text.data() + text.size(), value);
    return got.ec == std::errc{} && got.ptr == text.data() + text.size() ? value : -1;
  };
  const auto dash = range.find('-');
  const int first = number(range.substr(0, dash));
  const int last = dash == range.npos ? first : number(range.substr(dash + 1));
  return first < 0 || last < 0 || (first <= number(port) && number(port) <= last);
}

} // namespace

bool
Service::is_published(std::string_view port) const
{
  return host_network || std::ranges::any_of(ports, [&](std::string_view published) {
           published = published.substr(0, published.find('/'));
           const auto colon = published.rfind(':');
           const auto inside =
               colon == published.npos ? published : published.substr(colon + 1);
           return is_in_range(port, inside) && !published.starts_with("127.") &&
                  !published.starts_with("localhost:") && !published.starts_with("[::1]:");
         });
}

std::optional<fs::path>
Service::host_path(std::string_view inside) const
{
  const Mount* nearest = nullptr;
  for (const auto& mount : mounts) {
    std::string_view target = mount.target;
    while (target.size() > 1 && target.ends_with('/')) {
      target.remove_suffix(1);
    }
    const bool around = inside == target || (inside.starts_with(target) &&
                                             inside.substr(target.size()).starts_with('/'));
    if (around && (nearest == nullptr || nearest->target.size() < mount.target.size())) {
      nearest = &mount;
    }
  }
  if (nearest == nullptr || nearest->source.empty()) {
    return std::nullopt;
  }
  const auto below = fs::path{inside}.lexically_relative(nearest->target);
  return below == "." ? nearest->source : nearest->source / below;
}

Result<Compose>
read_compose(const FileTree& tree, const std::vector<fs::path>& files, const Environment& env)
{
  Compose compose;
  compose.files = files;
  const auto services = merged_services(tree, files);
  if (!services) {
    return tl::unexpected(services.error());
  }
  const Maker maker{tree, files.empty() ? fs::path{} : files.front().parent_path(), env};
  for (const auto& each : services->GetObject()) {
    compose.services.push_back(maker.make(text_of(each.name), each.value));
  }
  return compose;
}

} // namespace klausur::jitsi
