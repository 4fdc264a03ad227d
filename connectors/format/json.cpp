#include "connectors/format/json.hpp"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <system_error>
#include <unordered_set>
#include <vector>

namespace klausur {

namespace {

/// Hands events on to the document, and stops at the depth limit or at a repeated name.
class Guard
{
public:
  explicit Guard(Json& target) : m_target{target} {}

  bool Null() { return m_target.Null(); }
  bool Bool(bool value) { return m_target.Bool(value); }
  bool Int(int) { return false; } // Numbers come as texts, see RawNumber().
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }
  /// RapidJSON's own conversion is off by a unit in the last place for one number in ten.
  bool RawNumber(const char* text, rapidjson::SizeType size, bool /*copy*/)
  {
    const char* end = text + size;
    std::int64_t whole = 0;
    if (is_read(std::from_chars(text, end, whole), end)) {
      return m_target.Int64(whole);
    }
    std::uint64_t large = 0;
    if (is_read(std::from_chars(text, end, large), end)) {
      return m_target.Uint64(large);
    }
    double fraction = 0;
    const auto got = std::from_chars(text, end, fraction);
    const bool vanishes = got.ec == std::errc::result_out_of_range &&
                          std::string_view{text, size}.find_last_of('-') > 0 &&
                          std::string_view{text, size}.find_last_of('-') < size;
    if (is_read(got, end) || vanishes) { // 1e-400 is nearest to 0
      return m_target.Double(fraction);
    }
    problem = "a number that no computer's number holds";
    return false;
  }
  bool String(const char* text, rapidjson::SizeType size, bool /*copy*/)
  {
    return m_target.String(text, size, /*copy=*/true);
  }
  bool StartObject()
  {
    m_names.emplace_back();
    return deeper() && m_target.StartObject();
  }
  bool Key(const char* text, rapidjson::SizeType size, bool /*copy*/)
  {
    if (!m_names.back().insert(std::string{text, size}).second) {
      problem = fmt::format("the member \"{}\" is given twice", std::string_view{text, size});
      return false;
    }
    return m_target.Key(text, size, /*copy=*/true);
  }
  bool EndObject(rapidjson::SizeType count)
  {
    m_names.pop_back();
    --m_depth;
    return m_target.EndObject(count);
  }
  bool StartArray() { return deeper() && m_target.StartArray(); }
  bool EndArray(rapidjson::SizeType count)
  {
    --m_depth;
    return m_target.EndArray(count);
  }

  std::string problem;

private:
  static bool is_read(std::from_chars_result got, const char* end)
  {
    return got.ec == std::errc{} && got.ptr == end;
  }
  bool deeper()
  {
    if (++m_depth <= k_json_depth) {
      return true;
    }
    problem = fmt::format("nested deeper than {} levels", k_json_depth);
    return false;
  }

  Json& m_target;
  std::size_t m_depth = 0;
  std::vector<std::unordered_set<std::string>> m_names;
};

/// What Json::Populate wants: something that sends all events of one value.
struct Source
{
  std::string_view text;
  rapidjson::ParseResult result{};
  std::string problem{};

  bool operator()(Json& target)
  {
    rapidjson::MemoryStream raw{text.data(), text.size()};
    rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream{raw};
    rapidjson::Reader reader;
    Guard guard{target};
    constexpr auto flags = rapidjson::kParseIterativeFlag |
                           rapidjson::kParseValidateEncodingFlag |
                           rapidjson::kParseNumbersAsStringsFlag;
    result = reader.Parse<flags>(stream, guard);
    problem = std::move(guard.problem);
    return !result.IsError();
  }
};

/// A whole number as one, however it was written: 30.0 and 3e1 are 30.
template<typename Output>
void
write_shortest(double number, Output& writer)
{
  constexpr double k_exact = 9007199254740992; // Up to here a double holds every whole number.
  if (std::trunc(number) == number && std::abs(number) <= k_exact) {
    writer.Int64(static_cast<std::int64_t>(number));
  } else {
    writer.Double(number);
  }
}

template<typename Output>
void
write_sorted(const JsonValue& value, Output& writer)
{
  if (value.IsObject()) {
    std::vector<const Json::Member*> members;
    members.reserve(value.MemberCount());
    for (const auto& each : value.GetObject()) {
      members.push_back(&each);
    }
    std::ranges::sort(members, {}, [](const auto* each) { return text_of(each->name); });
    writer.StartObject();
    for (const auto* each : members) {
      writer.Key(each->name.GetString(), each->name.GetStringLength());
      write_sorted(each->value, writer);
    }
    writer.EndObject();
  } else if (value.IsArray()) {
    writer.StartArray();
    for (const auto& each : value.GetArray()) {
      write_sorted(each, writer);
    }
    writer.EndArray();
  } else if (value.IsDouble()) {
    write_shortest(value.GetDouble(), writer);
  } else {
    value.Accept(writer);
  }
}

/// Bytes that a copy of `value` takes from its allocator, rounded up.
std::size_t
memory_of(const JsonValue& value)
{
  constexpr std::size_t k_alignment = 8;
  std::size_t bytes = 0;
  if (value.IsString()) {
    bytes = value.GetStringLength() + 1 + k_alignment;
  } else if (value.IsArray()) {
    bytes = value.Size() * sizeof(JsonValue) + k_alignment;
    for (const auto& each : value.GetArray()) {
      bytes += memory_of(each);
    }
  } else if (value.IsObject()) {
    bytes = value.MemberCount() * sizeof(Json::Member) + k_alignment;
    for (const auto& each : value.GetObject()) {
      bytes += memory_of(each.name) + memory_of(each.value);
    }
  }
  return bytes;
}

} // namespace

Result<Json>
parse_json(std::string_view text)
{
  Json document;
  Source source{.text = text};
  document.Populate(source);
  if (!source.result.IsError()) {
    return document;
  }
  const std::string problem = source.problem.empty()
                                  ? rapidjson::GetParseError_En(source.result.Code())
                                  : source.problem;
  return fail(Failure::unexpected,
              fmt::format("not valid JSON at byte {}: {}", source.result.Offset(), problem));
}

std::string
to_text(const JsonValue& value)
{
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
  value.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

std::string
to_pretty_text(const JsonValue& value)
{
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> writer{buffer};
  writer.SetIndent(' ', 2);
  value.Accept(writer);
  return std::string{buffer.GetString(), buffer.GetSize()} + "\n";
}

std::string
canonical_text(const JsonValue& value)
{
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
  write_sorted(value, writer);
  return {buffer.GetString(), buffer.GetSize()};
}

Json
copy_of(const JsonValue& value)
{
  Json copy;
  copy.CopyFrom(value, copy.GetAllocator());
  return copy;
}

Json
packed_copy_of(const JsonValue& value)
{
  Json copy;
  // A document that owns its allocator gives no way to choose the size of its chunks.
  auto& memory = copy.GetAllocator();
  std::destroy_at(&memory);
  std::construct_at(&memory, std::max(memory_of(value), std::size_t{64}));
  copy.CopyFrom(value, memory);
  return copy;
}

Json
json_string(std::string_view text)
{
  Json value;
  value.SetString(text.data(), static_cast<rapidjson::SizeType>(text.size()),
                  value.GetAllocator());
  return value;
}

const JsonValue*
member(const JsonValue& object, std::string_view name)
{
  if (!object.IsObject()) {
    return nullptr;
  }
  for (const auto& each : object.GetObject()) {
    if (text_of(each.name) == name) {
      return &each.value;
    }
  }
  return nullptr;
}

std::string_view
member_text(const JsonValue& object, std::string_view name, std::string_view otherwise)
{
  const JsonValue* found = member(object, name);
  return found != nullptr && found->IsString() ? text_of(*found) : otherwise;
}

void
set_member(JsonValue& object, std::string_view name, const JsonValue& value,
           Json::AllocatorType& memory)
{
  JsonValue copy{value, memory};
  JsonValue key{name.data(), static_cast<rapidjson::SizeType>(name.size()), memory};
  const auto found = object.FindMember(key);
  if (found != object.MemberEnd()) {
    found->value = copy;
  } else {
    object.AddMember(key, copy, memory);
  }
}

void
set_member(JsonValue& object, std::string_view name, std::string_view value,
           Json::AllocatorType& memory)
{
  const JsonValue text{value.empty() ? "" : value.data(),
                       static_cast<rapidjson::SizeType>(value.size()), memory};
  set_member(object, name, text, memory);
}

void
set_member(JsonValue& object, std::string_view name, bool value, Json::AllocatorType& memory)
{
  set_member(object, name, JsonValue{value}, memory);
}

void
merge(JsonValue& into, const JsonValue& from, Json::AllocatorType& memory)
{
  if (!into.IsObject() || !from.IsObject()) {
    into.CopyFrom(from, memory);
    return;
  }
  for (const auto& each : from.GetObject()) {
    const auto found = into.FindMember(each.name);
    if (found == into.MemberEnd()) {
      set_member(into, text_of(each.name), each.value, memory);
    } else {
      merge(found->value, each.value, memory);
    }
  }
}

Json
object_of(const std::map<std::string, std::string, std::less<>>& texts)
{
  Json object{rapidjson::kObjectType};
  for (const auto& [name, text] : texts) {
    set_member(object, name, text, object.GetAllocator());
  }
  return object;
}

} // namespace klausur
