#pragma once

#include "connectors/files/file_tree.hpp"
#include "connectors/format/json.hpp"
#include "connectors/model/snapshot.hpp"

#include <filesystem>

namespace klausur::jitsi {

/// How much lies in a directory and how old it is: `{"directory", "count", "oldest_days",
/// "bytes"}` of all regular files, at any depth. No names.
/// @param directory  As the configuration names it: what is shown.
/// @param place      Where it lies in `files`.
/// @error `forbidden` when the directory or one in it may not be opened; `unexpected` when it
///        is none, or holds more than 200,000 entries.
[[nodiscard]] Result<Json> stored_files(std::string_view directory, const FileTree& files,
                                        const std::filesystem::path& place, Time now);

} // namespace klausur::jitsi
