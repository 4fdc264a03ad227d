#include "connectors/format/packed_tree.hpp"

#include <cstdint>
#include <cstring>

namespace klausur {

namespace {

using Size = rapidjson::SizeType;

template<typename Number>
void
add_number(std::string& bytes, Number number)
{
  char raw[sizeof number];
  std::memcpy(raw, &number, sizeof number);
  bytes.append(raw, sizeof raw);
}

void
add_text(std::string& bytes, const JsonValue& text)
{
  add_number(bytes, text.GetStringLength());
  bytes.append(text.GetString(), text.GetStringLength());
}

void
add_whole(std::string& bytes, const JsonValue& number)
{
  if (number.IsInt64()) {
    bytes += 'i';
    add_number(bytes, number.GetInt64());
  } else {
    bytes += 'u';
    add_number(bytes, number.GetUint64());
  }
}

void
add(std::string& bytes, const JsonValue& value)
{
  switch (value.GetType()) {
  case rapidjson::kNullType:
    bytes += 'n';
    return;
  case rapidjson::kFalseType:
  case rapidjson::kTrueType:
    bytes += value.GetBool() ? 't' : 'f';
    return;
  case rapidjson::kStringType:
    bytes += 's';
    add_text(bytes, value);
    return;
  case rapidjson::kNumberType:
    if (value.IsDouble()) {
      bytes += 'd';
      add_number(bytes, value.GetDouble());
    } else {
      add_whole(bytes, value);
    }
    return;
  case rapidjson::kArrayType:
    bytes += 'a';
    add_number(bytes, value.Size());
    for (const auto& each : value.GetArray()) {
      add(bytes, each);
    }
    return;
  case rapidjson::kObjectType:
    bytes += 'o';
    add_number(bytes, value.MemberCount());
    for (const auto& each : value.GetObject()) {
      add_text(bytes, each.name);
      add(bytes, each.value);
    }
    return;
  }
}

class Unpacker
{
public:
  Unpacker(std::string_view bytes, Json::AllocatorType& memory)
      : m_rest{bytes}, m_memory{memory}
  {
  }

  [[nodiscard]] bool at_end() const { return m_rest.empty(); }

  /// Whether a value stood there.
  [[nodiscard]] bool take(JsonValue& value, std::size_t depth = 0)
  {
    char kind = 0;
    if (depth > k_json_depth || !take_number(kind)) {
      return false;
    }
    switch (kind) {
    case 'n':
      return true;
    case 't':
    case 'f':
      value.SetBool(kind == 't');
      return true;
    case 's':
      return take_text(value);
    case 'i':
      return take_as<std::int64_t>([&](std::int64_t number) { value.SetInt64(number); });
    case 'u':
      return take_as<std::uint64_t>([&](std::uint64_t number) { value.SetUint64(number); });
    case 'd':
      return take_as<double>([&](double number) { value.SetDouble(number); });
    case 'a':
      return take_list(value, depth);
    case 'o':
      return take_members(value, depth);
    default:
      return false;
    }
  }

private:
  template<typename Number> bool take_number(Number& number)
  {
    if (m_rest.size() < sizeof number) {
      return false;
    }
    std::memcpy(&number, m_rest.data(), sizeof number);
    m_rest.remove_prefix(sizeof number);
    return true;
  }

  template<typename Number, typename Give> bool take_as(Give give)
  {
    Number number{};
    if (!take_number(number)) {
      return false;
    }
    give(number);
    return true;
  }

  /// A count of things that take at least a byte each.
  bool take_count(Size& count) { return take_number(count) && count <= m_rest.size(); }

  bool take_text(JsonValue& text)
  {
    Size length = 0;
    if (!take_count(length)) {
      return false;
    }
    text.SetString(m_rest.data(), length, m_memory);
    m_rest.remove_prefix(length);
    return true;
  }

  bool take_list(JsonValue& list, std::size_t depth)
  {
    Size count = 0;
    if (!take_count(count)) {
      return false;
    }
    list.SetArray().Reserve(count, m_memory);
    for (Size i = 0; i < count; ++i) {
      JsonValue each;
      if (!take(each, depth + 1)) {
        return false;
      }
      list.PushBack(each, m_memory);
    }
    return true;
  }

  bool take_members(JsonValue& object, std::size_t depth)
  {
    Size count = 0;
    if (!take_count(count)) {
      return false;
    }
    object.SetObject();
    for (Size i = 0; i < count; ++i) {
      JsonValue name;
      JsonValue value;
      if (!take_text(name) || !take(value, depth + 1)) {
        return false;
      }
      object.AddMember(name, value, m_memory);
    }
    return true;
  }

  std::string_view m_rest;
  Json::AllocatorType& m_memory;
};

} // namespace

std::string
packed_tree(const JsonValue& value)
{
  std::string bytes;
  add(bytes, value);
  return bytes;
}

std::optional<Json>
unpacked_tree(std::string_view bytes)
{
  Json json;
  Unpacker unpacker{bytes, json.GetAllocator()};
  if (!unpacker.take(json) || !unpacker.at_end()) {
    return std::nullopt;
  }
  return json;
}

} // namespace klausur
