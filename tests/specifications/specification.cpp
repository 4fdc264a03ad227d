#include "tests/specifications/specification.hpp"

#include "connectors/base/letters.hpp"
#include "connectors/format/digest.hpp"
#include "connectors/format/source_file.hpp"

#include <algorithm>

namespace klausur::test {

namespace {

constexpr int k_deepest = 40; ///< Schemas that hold themselves end here.

std::vector<std::string_view>
segments(std::string_view path)
{
  std::vector<std::string_view> parts;
  path = path.substr(0, path.find('?'));
  while (!path.empty()) {
    path.remove_prefix(path.starts_with('/') ? 1 : 0);
    const auto part = path.substr(0, path.find('/'));
    if (!part.empty()) {
      parts.push_back(part);
    }
    path.remove_prefix(part.size());
  }
  return parts;
}

bool
is_blank(std::string_view segment)
{
  return segment == "me" || segment.find('{') != std::string_view::npos;
}

bool
same_path(std::string_view ours, std::string_view described)
{
  return std::ranges::equal(segments(ours), segments(described), [](auto a, auto b) {
    return a == b || is_blank(a) || is_blank(b);
  });
}

/// `https://api.example.org/v2` and `/v2` give `/v2`.
std::string
prefix_in(const JsonValue& json)
{
  std::string_view base = member_text(json, "basePath");
  if (const auto* servers = member(json, "servers");
      servers != nullptr && servers->IsArray() && !servers->Empty()) {
    base = member_text((*servers)[0], "url");
  }
  if (const auto scheme = base.find("://"); scheme != std::string_view::npos) {
    const auto slash = base.find('/', scheme + 3);
    base = slash == std::string_view::npos ? std::string_view{} : base.substr(slash);
  }
  return std::string{base};
}

/// The schemas of all that is said under `where`: OpenAPI's `content`, Swagger's `schema`.
std::vector<const JsonValue*>
schemas_in(const JsonValue& where)
{
  std::vector<const JsonValue*> found;
  if (const auto* schema = member(where, "schema")) {
    found.push_back(schema);
  }
  if (const auto* content = member(where, "content");
      content != nullptr && content->IsObject()) {
    for (const auto& kind : content->GetObject()) {
      if (const auto* schema = member(kind.value, "schema")) {
        found.push_back(schema);
      }
    }
  }
  return found;
}

} // namespace

Result<Specification>
Specification::load(const std::filesystem::path& file)
{
  constexpr std::size_t k_largest = std::size_t{64} << 20;
  return read_file(file, k_largest).and_then([&](const std::string& text) {
    Specification specification;
    specification.m_digest = sha256(text);
    specification.m_json.Parse(text.data(), text.size());
    if (specification.m_json.HasParseError() || !specification.m_json.IsObject()) {
      return Result<Specification>{fail(Failure::invalid, file.string() + ": no JSON object")};
    }
    specification.m_prefix = prefix_in(specification.m_json);
    return Result<Specification>{std::move(specification)};
  });
}

std::vector<const JsonValue*>
Specification::operations(std::string_view method, std::string_view path) const
{
  std::vector<const JsonValue*> found;
  const auto* paths = member(m_json, "paths");
  if (paths == nullptr || !paths->IsObject()) {
    return found;
  }
  for (const auto& each : paths->GetObject()) {
    const std::string described{text_of(each.name)};
    if (same_path(path, described) || same_path(path, m_prefix + described)) {
      if (const auto* operation = member(each.value, in_lower_case(method))) {
        found.push_back(operation);
      }
    }
  }
  return found;
}

const JsonValue&
Specification::resolved(const JsonValue& schema) const
{
  const JsonValue* now = &schema;
  for (int hops = 0; hops < k_deepest; ++hops) {
    const std::string_view reference = now->IsObject() ? member_text(*now, "$ref") : "";
    const auto pointer = reference.starts_with("#/") ? parse_pointer(reference.substr(1))
                                                     : fail(Failure::invalid, "elsewhere");
    const auto* target = pointer ? value_at(m_json, *pointer) : nullptr;
    if (target == nullptr) {
      return *now;
    }
    now = target;
  }
  return *now;
}

void
Specification::descend(const JsonValue& schema, const Pointer& pointer, std::size_t step,
                       int depth, Described& described) const
{
  const JsonValue& here = resolved(schema);
  if (depth > k_deepest || !here.IsObject()) {
    return;
  }
  for (const char* branches : {"allOf", "oneOf", "anyOf"}) {
    if (const auto* list = member(here, branches); list != nullptr && list->IsArray()) {
      for (const auto& branch : list->GetArray()) {
        descend(branch, pointer, step, depth + 1, described);
      }
    }
  }
  if (step == pointer.size()) {
    described.found = true;
    if (const auto* values = member(here, "enum"); values != nullptr && values->IsArray()) {
      for (const auto& value : values->GetArray()) {
        described.values.insert(to_text(value));
      }
    }
    return;
  }
  const std::string& name = pointer[step];
  if (const auto* properties = member(here, "properties");
      properties != nullptr && properties->IsObject()) {
    for (const auto& property : properties->GetObject()) {
      if (name == "*" || text_of(property.name) == name) {
        descend(property.value, pointer, step + 1, depth + 1, described);
      }
    }
  }
  for (const char* members : {"items", "additionalProperties"}) {
    if (const auto* inner = member(here, members); inner != nullptr && inner->IsObject()) {
      descend(*inner, pointer, step + 1, depth + 1, described);
    }
  }
}

Described
Specification::answer(std::string_view method, std::string_view path,
                      const Pointer& pointer) const
{
  Described described;
  for (const auto* operation : operations(method, path)) {
    const auto* answers = member(*operation, "responses");
    if (answers == nullptr || !answers->IsObject()) {
      continue;
    }
    for (const auto& each : answers->GetObject()) {
      if (text_of(each.name).starts_with('2') || text_of(each.name) == "default") {
        for (const auto* schema : schemas_in(resolved(each.value))) {
          descend(*schema, pointer, 0, 0, described);
        }
      }
    }
  }
  return described;
}

Described
Specification::request(std::string_view method, std::string_view path,
                       const Pointer& pointer) const
{
  Described described;
  std::string flat; // `prefs/permissionLevel`, as queries and forms name a nested value
  for (const auto& step : pointer) {
    flat += (flat.empty() ? "" : "/") + step;
  }
  for (const auto* operation : operations(method, path)) {
    if (const auto* body = member(*operation, "requestBody")) {
      for (const auto* schema : schemas_in(resolved(*body))) {
        descend(*schema, pointer, 0, 0, described);
        descend(*schema, {flat}, 0, 0, described);
      }
    }
    const auto* parameters = member(*operation, "parameters");
    for (rapidjson::SizeType i = 0; parameters != nullptr && i < parameters->Size(); ++i) {
      const JsonValue& parameter = resolved((*parameters)[i]);
      const auto name = member_text(parameter, "name");
      if (name == flat || (!pointer.empty() && name == pointer.back())) {
        described.found = true;
        for (const auto* schema : schemas_in(parameter)) {
          descend(*schema, {}, 0, 0, described);
        }
      }
    }
  }
  return described;
}

bool
Specification::knows(std::string_view method, std::string_view path) const
{
  return !operations(method, path).empty();
}

bool
Specification::lists_above(Pointer pointer) const
{
  while (pointer.size() > 1) {
    pointer.pop_back();
    if (lists(pointer)) {
      return true;
    }
  }
  return false;
}

bool
Specification::lists(const Pointer& pointer) const
{
  const auto* settings = member(m_json, "settings");
  std::string dotted;
  for (const auto& step : pointer) {
    dotted += (dotted.empty() ? "" : ".") + step;
  }
  return settings != nullptr && settings->IsArray() &&
         std::ranges::any_of(settings->GetArray(), [&](const JsonValue& each) {
           return member_text(each, "path") == dotted;
         });
}

} // namespace klausur::test
