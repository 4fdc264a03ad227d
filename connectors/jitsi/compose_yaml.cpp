#include "connectors/jitsi/compose_yaml.hpp"

#include "connectors/base/encoding.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <string>

namespace klausur::jitsi {

namespace {

constexpr std::size_t k_deepest = 64;
constexpr std::size_t k_most_values = 100'000;

struct Refused
{
  YAML::Mark at;
  std::string why;
};

/// Walks the nodes of one document. Throws Refused and what yaml-cpp throws; both end below.
class Resolved
{
public:
  explicit Resolved(Json::AllocatorType& memory) : m_memory{memory} {}

  JsonValue of(const YAML::Node& node, std::size_t depth = 0)
  {
    if (depth > k_deepest || ++m_values > k_most_values) {
      throw Refused{node.Mark(), depth > k_deepest
                                     ? fmt::format("deeper than {} levels", k_deepest)
                                     : fmt::format("more than {} values", k_most_values)};
    }
    if (node.IsMap()) {
      return mapping(node, depth);
    }
    if (node.IsSequence()) {
      JsonValue list{rapidjson::kArrayType};
      for (const auto& each : node) {
        list.PushBack(of(each, depth + 1), m_memory);
      }
      return list;
    }
    return node.IsScalar() && !is_empty(node) ? text(node.Scalar()) : JsonValue{};
  }

private:
  /// A report is UTF-8, whatever the file is.
  JsonValue text(const std::string& said)
  {
    const std::string from = as_utf8(said);
    return JsonValue{from.c_str(), static_cast<rapidjson::SizeType>(from.size()), m_memory};
  }

  static bool is_empty(const YAML::Node& node)
  {
    const bool plain = node.Tag() == "?" || node.Tag().empty();
    return plain && (node.Scalar().empty() || node.Scalar() == "~" || node.Scalar() == "null");
  }

  JsonValue mapping(const YAML::Node& node, std::size_t depth)
  {
    JsonValue object{rapidjson::kObjectType};
    for (const auto& each : node) {
      if (!each.first.IsScalar()) {
        throw Refused{each.first.Mark(), "a key has to be plain text"};
      }
      if (each.first.Scalar() != "<<") {
        set_member(object, as_utf8(each.first.Scalar()), of(each.second, depth + 1), m_memory);
      }
    }
    // What is written out goes before what is merged in, and earlier ones before later.
    for (const auto& each : node) {
      if (each.first.Scalar() == "<<") {
        merge_in(each.second, depth, object);
      }
    }
    return object;
  }

  void merge_in(const YAML::Node& from, std::size_t depth, JsonValue& object)
  {
    if (from.IsSequence()) {
      for (const auto& each : from) {
        merge_in(each, depth + 1, object);
      }
      return;
    }
    if (!from.IsMap()) {
      throw Refused{from.Mark(), "\"<<\" wants a mapping or a list of mappings"};
    }
    JsonValue more = of(from, depth + 1);
    for (auto& each : more.GetObject()) {
      if (member(object, text_of(each.name)) == nullptr) {
        object.AddMember(each.name, each.value, m_memory);
      }
    }
  }

  Json::AllocatorType& m_memory;
  std::size_t m_values = 0;
};

tl::unexpected<Error>
refuse(std::string_view file, const YAML::Mark& at, std::string_view why)
{
  return fail(Failure::unexpected, fmt::format("{}:{}: {}", file, at.line + 1, why));
}

} // namespace

Result<Json>
parse_compose_yaml(std::string_view text, std::string_view file)
{
  Json json;
  try {
    JsonValue value = Resolved{json.GetAllocator()}.of(YAML::Load(std::string{text}));
    static_cast<JsonValue&>(json) = std::move(value);
  } catch (const Refused& refused) {
    return refuse(file, refused.at, refused.why);
  } catch (const YAML::Exception& problem) {
    return refuse(file, problem.mark, problem.msg);
  }
  return json;
}

} // namespace klausur::jitsi
