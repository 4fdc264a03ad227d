#pragma once

#include "connectors/format/json_stream.hpp"
#include "plugin/office/session.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace klausur {

/// Collects pieces up to the end of a line: no secret that a report could hold has a line
/// break in it, so the redactor behind `sink` sees each of them whole.
class Lines
{
public:
  explicit Lines(TextSink sink) : m_sink{std::move(sink)} {}

  void add(std::string_view piece);
  /// Hand over what is there; it ends with a line.
  void finish();

private:
  TextSink m_sink;
  std::string m_text;
};

/// Write a file whole or not at all: to a temporary name beside it, then renamed. Mode 0600.
/// @error `invalid` naming the path and the system's reason (no such directory, disk full);
///        an earlier file of that name is then as it was.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& path, std::string_view text);

/// Into the file, or to stdout when `path` is empty.
[[nodiscard]] Result<void> write_or_print(Session& session, const std::string& path,
                                          std::string_view text);

/// The same with a text that is never in memory as a whole: `produce` hands it over.
using Produce = std::function<void(const TextSink& sink)>;
[[nodiscard]] Result<void> write_or_print(Session& session, const std::string& path,
                                          const Produce& produce);

} // namespace klausur
