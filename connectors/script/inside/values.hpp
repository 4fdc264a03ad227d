#pragma once

#include <jsapi.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <set>
#include <string>
#include <string_view>

namespace klausur::inside {

/// Writes values of a script as JSON. Members are those that a `for ... in` sees, inherited
/// ones too, because that is what reads a configuration in the browser; `toJSON` has no say.
/// Functions, symbols and undefined members are left out.
class ValueWriter
{
public:
  /// @param most  Bytes of JSON.
  ValueWriter(JSContext* context, std::size_t most);

  void begin() { m_writer.StartObject(); }
  /// One member of the object; left out when the value has no JSON.
  /// @return false when the script failed on the way (an exception is pending, or not even
  ///         that), or when problem() says why it cannot be written.
  [[nodiscard]] bool member(std::string_view name, JS::HandleValue value);
  void end() { m_writer.EndObject(); }

  [[nodiscard]] const std::string& problem() const { return m_problem; }
  [[nodiscard]] std::string text() const { return {m_buffer.GetString(), m_buffer.GetSize()}; }

private:
  [[nodiscard]] bool refuse(const char* problem);
  [[nodiscard]] bool write(JS::HandleValue value);
  [[nodiscard]] bool write_number(double number);
  [[nodiscard]] bool write_object(JS::HandleObject object);
  [[nodiscard]] bool write_array(JS::HandleObject array, std::uint32_t length);
  [[nodiscard]] bool write_members(JS::HandleObject object);
  [[nodiscard]] bool write_level(JS::HandleObject object, JS::HandleObject level,
                                 std::set<std::string>& seen);

  JSContext* m_context;
  std::size_t m_most;
  rapidjson::StringBuffer m_buffer;
  rapidjson::Writer<rapidjson::StringBuffer> m_writer;
  JS::RootedObjectVector m_open; ///< The objects around, the outermost first.
  std::string m_problem;
};

} // namespace klausur::inside
