#pragma once

#include "connectors/format/json.hpp"

#include <rapidjson/prettywriter.h>

#include <functional>
#include <string>
#include <string_view>

namespace klausur {

/// Takes a text piece by piece: where the whole would not fit into memory.
using TextSink = std::function<void(std::string_view piece)>;

/// A sink as rapidjson's writers want one.
class SinkStream
{
public:
  using Ch = char;

  explicit SinkStream(const TextSink& sink) : m_sink{sink} { m_piece.reserve(k_piece); }
  void Put(char c)
  {
    m_piece += c;
    if (m_piece.size() >= k_piece) {
      Flush();
    }
  }
  void Flush()
  {
    m_sink(m_piece);
    m_piece.clear();
  }

private:
  static constexpr std::size_t k_piece = std::size_t{16} << 10;
  const TextSink& m_sink;
  std::string m_piece;
};

/// Writes what to_pretty_text() would, event by event.
class PrettyStream : public rapidjson::PrettyWriter<SinkStream>
{
public:
  explicit PrettyStream(SinkStream& out) : rapidjson::PrettyWriter<SinkStream>{out}
  {
    SetIndent(' ', 2);
  }
};

/// A name or a text, to a writer or to a Json that is being filled.
template<typename Handler>
bool
send_key(Handler& handler, std::string_view name)
{
  return handler.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()), true);
}
template<typename Handler>
bool
send_text(Handler& handler, std::string_view text)
{
  return handler.String(text.empty() ? "" : text.data(),
                        static_cast<rapidjson::SizeType>(text.size()), true);
}

} // namespace klausur
