#include "connectors/format/json_list.hpp"

#include <fmt/format.h>
#include <rapidjson/encodedstream.h>
#include <rapidjson/error/en.h>
#include <rapidjson/istreamwrapper.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace klausur {

namespace {

/// Writes every item of the list to a text of its own, which is parsed when it is complete,
/// and all that is no item to another one.
class Splitter
{
public:
  Splitter(std::string_view list, const std::function<void(Json item)>& take)
      : m_list{list}, m_take{take}
  {
  }

  bool Null()
  {
    return value([](auto& out) { return out.Null(); });
  }
  bool Bool(bool given)
  {
    return value([=](auto& out) { return out.Bool(given); });
  }
  bool Int(int) { return false; } // Numbers come as texts, and go on as they are.
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool)
  {
    return value([=](auto& out) { return out.RawValue(text, size, rapidjson::kNumberType); });
  }
  bool String(const char* text, rapidjson::SizeType size, bool)
  {
    return value([=](auto& out) { return out.String(text, size); });
  }
  bool Key(const char* text, rapidjson::SizeType size, bool)
  {
    if (m_depth == 1) {
      m_at_list = std::string_view{text, size} == m_list;
    }
    return out().Key(text, size);
  }
  bool StartObject()
  {
    const bool written = out().StartObject();
    ++m_depth;
    return written;
  }
  bool EndObject(rapidjson::SizeType count)
  {
    --m_depth;
    return end([=](auto& out) { return out.EndObject(count); });
  }
  bool StartArray()
  {
    m_within = m_within || (m_depth == 1 && m_at_list);
    // The list itself belongs to the rest; its items do not.
    const bool written = m_depth == 1 ? m_rest.writer.StartArray() : out().StartArray();
    ++m_depth;
    return written;
  }
  bool EndArray(rapidjson::SizeType count)
  {
    --m_depth;
    if (m_depth == 1) {
      m_within = false;
      return m_rest.writer.EndArray();
    }
    return end([=](auto& out) { return out.EndArray(count); });
  }

  [[nodiscard]] Result<Json> rest() const { return parse_json(m_rest.text()); }

  std::string problem; ///< Why an event was refused.

private:
  using Writer = rapidjson::Writer<rapidjson::StringBuffer>;
  struct Text
  {
    rapidjson::StringBuffer buffer;
    Writer writer{buffer};

    [[nodiscard]] std::string_view text() const
    {
      return {buffer.GetString(), buffer.GetSize()};
    }
  };

  [[nodiscard]] Writer& out() { return m_within ? m_item.writer : m_rest.writer; }

  template<typename Write> bool value(Write write) { return end(write); }
  /// Write what may be the end of an item.
  template<typename Write> bool end(Write write)
  {
    if (!write(out())) {
      return false;
    }
    return !m_within || m_depth != 2 || complete();
  }

  bool complete()
  {
    auto item = parse_json(m_item.text());
    m_item.buffer.Clear();
    m_item.writer.Reset(m_item.buffer);
    if (!item) {
      problem = item.error().what;
      return false;
    }
    m_take(packed_copy_of(*item));
    return true;
  }

  std::string_view m_list;
  const std::function<void(Json item)>& m_take;
  Text m_rest;
  Text m_item;
  std::size_t m_depth = 0;
  bool m_at_list = false; ///< The member that is being read is the list.
  bool m_within = false;  ///< What comes is an item, or a part of one.
};

} // namespace

Result<Json>
parse_list(std::istream& in, std::string_view list, const std::function<void(Json item)>& take)
{
  rapidjson::IStreamWrapper raw{in};
  rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::IStreamWrapper> stream{raw};
  rapidjson::Reader reader;
  Splitter splitter{list, take};
  constexpr auto flags = rapidjson::kParseIterativeFlag |
                         rapidjson::kParseValidateEncodingFlag |
                         rapidjson::kParseNumbersAsStringsFlag;
  const auto result = reader.Parse<flags>(stream, splitter);
  if (!result.IsError()) {
    return splitter.rest();
  }
  return fail(Failure::unexpected,
              splitter.problem.empty()
                  ? fmt::format("not valid JSON at byte {}: {}", result.Offset(),
                                rapidjson::GetParseError_En(result.Code()))
                  : fmt::format("before byte {}: {}", result.Offset(), splitter.problem));
}

} // namespace klausur
