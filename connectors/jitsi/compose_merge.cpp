#include "connectors/jitsi/compose_merge.hpp"

#include "connectors/jitsi/compose_yaml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace klausur::jitsi {

namespace fs = std::filesystem;

namespace {

constexpr int k_deepest = 8;

/// Where the source ends and where the target does in `a:b:ro`; a `:` in `${A:-b}` parts
/// nothing.
std::pair<std::size_t, std::size_t>
colons_in(std::string_view text)
{
  std::pair<std::size_t, std::size_t> found{text.size(), text.size()};
  int open = 0;
  for (std::size_t at = 0; at < text.size() && found.second == text.size(); ++at) {
    open += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
    if (text[at] == ':' && open <= 0) {
      (found.first == text.size() ? found.first : found.second) = at;
    }
  }
  return found;
}

/// One file's services in the common form.
class Normalised
{
public:
  /// @param file  All that the file says: it tells what `configs:` and `secrets:` mean.
  Normalised(Json& target, const JsonValue& file)
      : m_memory{target.GetAllocator()}, m_file{file}
  {
  }

  JsonValue service(const JsonValue& said)
  {
    JsonValue plain{rapidjson::kObjectType};
    for (const std::string_view name : {"image", "read_only", "network_mode"}) {
      if (const auto text = member_text(said, name); !text.empty()) {
        set_member(plain, name, text, m_memory);
      }
    }
    set_member(plain, "environment", environment(member(said, "environment")), m_memory);
    JsonValue mounts = volumes(member(said, "volumes"));
    add_brought(said, "configs", "/", mounts);
    add_brought(said, "secrets", "/run/secrets/", mounts);
    set_member(plain, "volumes", mounts, m_memory);
    for (const std::string_view name :
         {"entrypoint", "command", "volumes_from", "post_start"}) {
      if (const JsonValue* own = member(said, name); own != nullptr && !own->IsNull()) {
        set_member(plain, "changed", "true", m_memory);
      }
    }
    set_member(plain, "ports", ports(member(said, "ports")), m_memory);
    set_member(plain, "env_file", env_files(member(said, "env_file")), m_memory);
    return plain;
  }

private:
  JsonValue environment(const JsonValue* said)
  {
    JsonValue all{rapidjson::kObjectType};
    if (said != nullptr && said->IsObject()) {
      for (const auto& each : said->GetObject()) {
        set_member(all, text_of(each.name), each.value, m_memory);
      }
    } else if (said != nullptr && said->IsArray()) {
      for (const auto& each : said->GetArray()) {
        const auto line = each.IsString() ? text_of(each) : std::string_view{};
        const auto sign = line.find('=');
        if (sign == std::string_view::npos) {
          set_member(all, line, JsonValue{}, m_memory);
        } else {
          set_member(all, line.substr(0, sign), line.substr(sign + 1), m_memory);
        }
      }
    }
    return all;
  }

  JsonValue volumes(const JsonValue* said)
  {
    JsonValue all{rapidjson::kObjectType};
    if (said == nullptr || !said->IsArray()) {
      return all;
    }
    for (const auto& each : said->GetArray()) {
      if (each.IsObject()) {
        const bool on_host = member_text(each, "type") == "bind";
        set_member(all, member_text(each, "target"),
                   on_host ? member_text(each, "source") : std::string_view{}, m_memory);
      } else if (each.IsString()) {
        const auto text = text_of(each);
        const auto [first, second] = colons_in(text);
        const bool alone = first == text.size();
        set_member(all, alone ? text : text.substr(first + 1, second - first - 1),
                   alone ? std::string_view{} : text.substr(0, first), m_memory);
      }
    }
    return all;
  }

  /// What `configs:` or `secrets:` puts into the container is mounted there as well: from a
  /// file, or from where nobody sees it.
  void add_brought(const JsonValue& said, std::string_view kind, std::string_view where,
                   JsonValue& mounts)
  {
    const JsonValue* list = member(said, kind);
    if (list == nullptr || !list->IsArray()) {
      return;
    }
    const JsonValue* known = member(m_file, kind);
    for (const auto& each : list->GetArray()) {
      const auto name = each.IsString() ? text_of(each) : member_text(each, "source");
      const auto wanted = each.IsObject() ? member_text(each, "target", name) : name;
      const JsonValue* meant =
          known != nullptr && known->IsObject() ? member(*known, name) : nullptr;
      std::string file{meant != nullptr && meant->IsObject() ? member_text(*meant, "file")
                                                             : std::string_view{}};
      if (!file.empty() && std::string_view{"/.~$"}.find(file.front()) == std::string::npos) {
        file.insert(0, "./");
      }
      set_member(mounts,
                 wanted.starts_with('/') ? std::string{wanted}
                                         : fmt::format("{}{}", where, wanted),
                 file, m_memory);
    }
  }

  /// An object whose names are the ports, so that one said twice is one.
  JsonValue ports(const JsonValue* said)
  {
    JsonValue all{rapidjson::kObjectType};
    if (said == nullptr || !said->IsArray()) {
      return all;
    }
    for (const auto& each : said->GetArray()) {
      if (each.IsString()) {
        set_member(all, text_of(each), "", m_memory);
      } else if (each.IsObject()) {
        set_member(all,
                   fmt::format("{}:{}:{}", member_text(each, "host_ip", "0.0.0.0"),
                               member_text(each, "published"), member_text(each, "target")),
                   "", m_memory);
      }
    }
    return all;
  }

  void add_env_file(const JsonValue& said, JsonValue& list)
  {
    JsonValue file{rapidjson::kObjectType};
    set_member(file, "path", said.IsString() ? text_of(said) : member_text(said, "path"),
               m_memory);
    set_member(file, "required", member_text(said, "required", "true"), m_memory);
    list.PushBack(file, m_memory);
  }

  JsonValue env_files(const JsonValue* said)
  {
    JsonValue list{rapidjson::kArrayType};
    if (said != nullptr && said->IsArray()) {
      for (const auto& each : said->GetArray()) {
        add_env_file(each, list);
      }
    } else if (said != nullptr && (said->IsString() || said->IsObject())) {
      add_env_file(*said, list);
    }
    return list;
  }

  Json::AllocatorType& m_memory;
  const JsonValue& m_file;
};

/// As compose lays one service over another: by key, and env_file at the end of the list.
void
lay_over(JsonValue& under, const JsonValue& over, Json::AllocatorType& memory)
{
  JsonValue files{rapidjson::kArrayType};
  for (const JsonValue* side : {static_cast<const JsonValue*>(&under), &over}) {
    if (const JsonValue* list = member(*side, "env_file")) {
      for (const auto& each : list->GetArray()) {
        files.PushBack(JsonValue{each, memory}, memory);
      }
    }
  }
  merge(under, over, memory);
  set_member(under, "env_file", files, memory);
}

Result<Json>
parsed(const FileTree& tree, const fs::path& file)
{
  return tree.read(file).and_then(
      [&](const std::string& text) { return parse_compose_yaml(text, file.string()); });
}

const JsonValue*
raw_service(const JsonValue& json, std::string_view name)
{
  const JsonValue* services = member(json, "services");
  return services == nullptr ? nullptr : member(*services, name);
}

/// A service with what it extends below it.
Result<Json>
whole_service(const FileTree& tree, const JsonValue& json, const fs::path& file,
              std::string_view name, int depth)
{
  const JsonValue* said = raw_service(json, name);
  if (said == nullptr || depth > k_deepest) {
    return fail(Failure::unexpected,
                fmt::format("{}: `extends` wants the service {}, which {}.", file.string(),
                            name,
                            said == nullptr ? "is not there" : "extends others without end"));
  }
  Json plain;
  plain.SetObject();
  JsonValue own = Normalised{plain, json}.service(*said);
  const JsonValue* extends = member(*said, "extends");
  if (extends == nullptr) {
    static_cast<JsonValue&>(plain) = std::move(own);
    return plain;
  }
  const auto other = extends->IsString() ? text_of(*extends) : member_text(*extends, "service");
  const auto elsewhere = member_text(*extends, "file");
  const fs::path from =
      elsewhere.empty() ? file : (file.parent_path() / elsewhere).lexically_normal();
  auto below = elsewhere.empty() ? whole_service(tree, json, file, other, depth + 1)
                                 : parsed(tree, from).and_then([&](const Json& there) {
                                     return whole_service(tree, there, from, other, depth + 1);
                                   });
  return std::move(below).map([&](Json base) {
    lay_over(base, own, base.GetAllocator());
    return base;
  });
}

} // namespace

Result<Json>
services_of(const FileTree& tree, const fs::path& file)
{
  auto json = parsed(tree, file);
  if (!json) {
    return json;
  }
  Json all;
  all.SetObject();
  const JsonValue* services = member(*json, "services");
  if (services == nullptr || !services->IsObject()) {
    return all;
  }
  for (const auto& each : services->GetObject()) {
    auto service = whole_service(tree, *json, file, text_of(each.name), 0);
    if (!service) {
      return service;
    }
    set_member(all, text_of(each.name), *service, all.GetAllocator());
  }
  return all;
}

Result<Json>
merged_services(const FileTree& tree, const std::vector<fs::path>& files)
{
  Json all;
  all.SetObject();
  auto& memory = all.GetAllocator();
  for (const auto& file : files) {
    const auto more = services_of(tree, file);
    if (!more) {
      return tl::unexpected(more.error());
    }
    for (const auto& each : more->GetObject()) {
      const auto known = all.FindMember(each.name);
      if (known == all.MemberEnd()) {
        set_member(all, text_of(each.name), each.value, memory);
      } else {
        lay_over(known->value, each.value, memory);
      }
    }
  }
  return all;
}

} // namespace klausur::jitsi
