#pragma once

#include "connectors/format/schema.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// What is wrong at one place of a file.
struct Remark
{
  std::string pointer;
  bool at_name = false; ///< It is the name of the value there that is wrong.
  std::string what;
  std::string below; ///< A line below the snippet, or empty.
};

/// A YAML file that people write, read and held against its schema. Keeps the text, so that
/// an error found later can still name the line.
struct SourceFile
{
  std::string name; ///< As shown in messages.
  std::string text;
  Json json;
  std::string digest = {}; ///< `sha256:...` of the text; only of what is shipped.

  /// `invalid`, with file:line:column of the value at `pointer` before the sentence.
  [[nodiscard]] tl::unexpected<Error> refuse(std::string_view pointer,
                                             std::string_view what) const;

  /// All remarks in the order of their lines, each with file:line:column, the line itself and
  /// a caret below its place.
  [[nodiscard]] tl::unexpected<Error> refuse(std::vector<Remark> remarks) const;
};

/// @error As read_file().
[[nodiscard]] Result<std::ifstream> open_file(const std::filesystem::path& path,
                                              std::size_t largest);

/// The whole file as bytes.
/// @error `invalid` naming the path and the system's reason; a directory, a device and a
///        file larger than `largest` are refused.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path,
                                            std::size_t largest = std::size_t{32} << 20);

/// @error `invalid`: unreadable, not YAML, or not as the schema wants it.
[[nodiscard]] Result<SourceFile> load_source(const std::filesystem::path& path,
                                             const Schema& schema);

/// Read and compile a JSON Schema file.
[[nodiscard]] Result<Schema> load_schema(const std::filesystem::path& path);

} // namespace klausur
