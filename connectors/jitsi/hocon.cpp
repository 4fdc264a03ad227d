#include "connectors/jitsi/hocon.hpp"

#include "connectors/base/encoding.hpp"
#include "connectors/jitsi/hocon_reader.hpp"
#include "connectors/jitsi/hocon_resolver.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdint>

namespace klausur {

namespace {

using hocon::Value;

constexpr std::size_t k_largest = std::size_t{4} << 20;
constexpr std::size_t k_bytes_per_value = 64;

template<typename Number>
std::optional<Number>
number_in(const std::string& text)
{
  Number number{};
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  return result.ec == std::errc{} && result.ptr == end ? std::optional{number} : std::nullopt;
}

/// Makes JSON; counts, because shared values are copied here.
class Conversion
{
public:
  explicit Conversion(Json::AllocatorType& memory) : m_memory{memory} {}

  [[nodiscard]] bool too_much() const { return m_values > hocon::k_most_values || m_too_deep; }

  JsonValue json(const Value& value, std::size_t depth = 0)
  {
    m_values += 1 + value.text.size() / k_bytes_per_value;
    m_too_deep = m_too_deep || depth > hocon::k_deepest;
    if (too_much()) {
      return JsonValue{};
    }
    switch (value.kind) {
    case Value::Kind::null:
      return JsonValue{};
    case Value::Kind::boolean:
      return JsonValue{value.text == "true"};
    case Value::Kind::number:
      return number(value.text);
    case Value::Kind::text:
      return text(value.text);
    case Value::Kind::array:
      return array(value, depth);
    case Value::Kind::object:
      return object(value, depth);
    }
    return JsonValue{};
  }

private:
  JsonValue text(const std::string& from)
  {
    return JsonValue{from.data(), static_cast<rapidjson::SizeType>(from.size()), m_memory};
  }

  JsonValue number(const std::string& from)
  {
    if (const auto whole = number_in<std::int64_t>(from)) {
      return JsonValue{*whole};
    }
    if (const auto large = number_in<std::uint64_t>(from)) {
      return JsonValue{*large};
    }
    const auto real = number_in<double>(from);
    return real && std::isfinite(*real) ? JsonValue{*real} : text(from);
  }

  JsonValue array(const Value& value, std::size_t depth)
  {
    JsonValue answer{rapidjson::kArrayType};
    for (const auto& each : value.items) {
      answer.PushBack(json(*each, depth + 1), m_memory);
    }
    return answer;
  }

  JsonValue object(const Value& value, std::size_t depth)
  {
    JsonValue answer{rapidjson::kObjectType};
    for (const auto& [key, each] : value.members) {
      m_values += key.size() / k_bytes_per_value;
      answer.AddMember(text(key), json(*each, depth + 1), m_memory);
    }
    return answer;
  }

  Json::AllocatorType& m_memory;
  std::size_t m_values = 0;
  bool m_too_deep = false;
};

Result<Json>
json_of(const Value& value, const std::string& name)
{
  Json answer;
  Conversion conversion{answer.GetAllocator()};
  static_cast<JsonValue&>(answer) = conversion.json(value);
  if (conversion.too_much()) {
    return fail(Failure::unexpected,
                fmt::format("{}: the substitutions make it larger than {} values or deeper "
                            "than {} levels",
                            name, hocon::k_most_values, hocon::k_deepest));
  }
  return answer;
}

void
lay_over(JsonValue& target, const JsonValue& own, Json::AllocatorType& memory)
{
  if (!target.IsObject() || !own.IsObject()) {
    target.CopyFrom(own, memory);
    return;
  }
  for (const auto& each : own.GetObject()) {
    const auto found = target.FindMember(each.name);
    if (found == target.MemberEnd()) {
      set_member(target, text_of(each.name), each.value, memory);
    } else {
      lay_over(found->value, each.value, memory);
    }
  }
}

} // namespace

Result<Json>
parse_hocon(std::string_view text, const HoconSources& sources)
{
  if (text.size() > k_largest || !is_utf8(text)) {
    return fail(Failure::unexpected,
                text.size() > k_largest
                    ? fmt::format("{}:1: larger than {} MiB", sources.name, k_largest >> 20)
                    : fmt::format("{}:1: the file is not UTF-8", sources.name));
  }
  hocon::Reading reading{.sources = sources, .open = {sources.name}, .bytes = text.size()};
  hocon::Fields root;
  auto read =
      hocon::Reader{reading, without_byte_order_mark(text), sources.name, {}}.read(root);
  if (!read) {
    return tl::unexpected(read.error());
  }
  return hocon::Resolver{root, sources, reading.names}.resolve().and_then(
      [&](const hocon::ValuePtr& value) { return json_of(*value, sources.name); });
}

Json
merge(const JsonValue& defaults, const JsonValue& own)
{
  Json answer = copy_of(defaults);
  lay_over(answer, own, answer.GetAllocator());
  return answer;
}

} // namespace klausur
