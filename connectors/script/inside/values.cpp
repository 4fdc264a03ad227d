#include "connectors/script/inside/values.hpp"

#include "connectors/script/inside/engine_text.hpp"

#include <js/Array.h>
#include <js/Conversions.h>
#include <js/Proxy.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace klausur::inside {

namespace {

constexpr std::size_t k_deepest = 128;
constexpr double k_largest_whole = 9007199254740992.0; // 2^53

/// Whether JSON has it; what it has not is left out of objects.
bool
has_json(JS::HandleValue value)
{
  if (!value.isObject()) {
    return !value.isUndefined() && !value.isSymbol();
  }
  return !JS::IsCallable(&value.toObject());
}

} // namespace

ValueWriter::ValueWriter(JSContext* context, std::size_t most)
    : m_context{context}, m_most{most}, m_writer{m_buffer}, m_open{context}
{
}

bool
ValueWriter::refuse(const char* problem)
{
  m_problem = problem;
  return false;
}

bool
ValueWriter::member(std::string_view name, JS::HandleValue value)
{
  if (!has_json(value)) {
    return true;
  }
  m_writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  return write(value);
}

bool
ValueWriter::write(JS::HandleValue value)
{
  if (m_buffer.GetSize() > m_most) {
    return refuse("gave an answer that is too large");
  }
  if (value.isBoolean()) {
    return m_writer.Bool(value.toBoolean());
  }
  if (value.isNumber()) {
    return write_number(value.toNumber());
  }
  if (value.isString() || value.isBigInt()) {
    JS::RootedString string{m_context, JS::ToString(m_context, value)};
    const std::string text = text_of(m_context, string.get());
    return string &&
           m_writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }
  if (value.isObject() && has_json(value)) {
    const JS::RootedObject object{m_context, &value.toObject()};
    return write_object(object);
  }
  return m_writer.Null();
}

bool
ValueWriter::write_number(double number)
{
  if (!std::isfinite(number)) {
    return m_writer.Null();
  }
  return number == std::trunc(number) && std::abs(number) < k_largest_whole
             ? m_writer.Int64(static_cast<std::int64_t>(number))
             : m_writer.Double(number);
}

bool
ValueWriter::write_object(JS::HandleObject object)
{
  if (js::IsProxy(object)) {
    return refuse("sets a Proxy, which may answer otherwise each time");
  }
  const bool cyclic = std::any_of(m_open.begin(), m_open.end(),
                                  [&](JSObject* around) { return around == object; });
  if (cyclic || m_open.length() >= k_deepest) {
    return refuse(cyclic ? "sets a cyclic value"
                         : "sets a value nested deeper than 128 levels");
  }
  bool is_array = false;
  std::uint32_t length = 0;
  if (!m_open.append(object) || !JS::IsArrayObject(m_context, object, &is_array) ||
      (is_array && !JS::GetArrayLength(m_context, object, &length))) {
    return false;
  }
  const bool done = is_array ? write_array(object, length) : write_members(object);
  m_open.popBack();
  return done;
}

bool
ValueWriter::write_array(JS::HandleObject array, std::uint32_t length)
{
  m_writer.StartArray();
  JS::RootedValue value{m_context};
  for (std::uint32_t each = 0; each < length; ++each) {
    if (!JS_GetElement(m_context, array, each, &value) || !write(value)) {
      return false;
    }
  }
  return m_writer.EndArray();
}

bool
ValueWriter::write_members(JS::HandleObject object)
{
  m_writer.StartObject();
  std::set<std::string> seen;
  JS::RootedObject level{m_context, object};
  while (level && !js::IsProxy(level)) {
    if (!write_level(object, level, seen) || !JS_GetPrototype(m_context, level, &level)) {
      return false;
    }
  }
  return level ? refuse("sets a Proxy, which may answer otherwise each time")
               : m_writer.EndObject();
}

bool
ValueWriter::write_level(JS::HandleObject object, JS::HandleObject level,
                         std::set<std::string>& seen)
{
  JS::Rooted<JS::IdVector> names{m_context, JS::IdVector(m_context)};
  if (!JS_Enumerate(m_context, level, &names)) {
    return false;
  }
  JS::RootedId id{m_context};
  JS::RootedValue value{m_context};
  for (std::size_t each = 0; each < names.length(); ++each) {
    id = names[each];
    const std::string name = text_of(m_context, id.get());
    if (!seen.insert(name).second) {
      continue;
    }
    if (!JS_GetPropertyById(m_context, object, id, &value) || !member(name, value)) {
      return false;
    }
  }
  return true;
}

} // namespace klausur::inside
