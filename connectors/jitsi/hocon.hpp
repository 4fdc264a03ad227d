#pragma once

#include "connectors/files/file_tree.hpp"
#include "connectors/format/json.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace klausur {

/// A file that an include names.
struct HoconFile
{
  std::string name; ///< For messages, and as `from` of further includes.
  std::string text;
};

/// What a HOCON text may draw on besides itself.
struct HoconSources
{
  using Load = std::function<Result<std::optional<HoconFile>>(std::string_view target,
                                                              std::string_view from)>;

  std::string name; ///< Name of the text itself, in messages and as `from`.
  Load load{};      ///< nullopt: no such file. Empty: no file can be included.
  std::map<std::string, std::string, std::less<>> environment{}; ///< For ${VARIABLE}.
  std::function<void(std::string)> note{}; ///< Told of each include that is not followed.
};

/// Read HOCON (https://github.com/lightbend/config, HOCON.md, read 2026-11-24): comments,
/// braces left out, dotted keys, merging, `+=`, concatenation, substitutions and includes.
/// Numbers, booleans and null become JSON's; durations and sizes stay text ("20 seconds").
/// An optional substitution that finds nothing leaves its key out. Includes of URLs and of
/// the class path are noted and not followed, required ones are an error.
/// @error `unexpected` with file:line: syntax, a substitution that finds nothing or ends in
///        itself, an include that cannot be read, and each limit: 4 MiB of text, 100 levels,
///        100 included files, 250,000 values before and after substitution.
[[nodiscard]] Result<Json> parse_hocon(std::string_view text, const HoconSources& sources);

/// `own` laid over `defaults`: objects merge, everything else is replaced.
[[nodiscard]] Json merge(const JsonValue& defaults, const JsonValue& own);

/// Loads from `files`, which have to outlive the answer: a relative target is looked for
/// beside the file that includes it, an absolute one in the tree. A file that an absolute
/// target names in a folder that the tree does not hold may exist where the tree comes from:
/// that is an error and not "no such file".
[[nodiscard]] HoconSources::Load hocon_files_in(const FileTree& files);

/// One file of a tree; nullopt when it is not there.
[[nodiscard]] Result<std::optional<HoconFile>> hocon_file_at(const FileTree& files,
                                                             const std::filesystem::path& path);

} // namespace klausur
