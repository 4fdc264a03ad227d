#pragma once

#include "connectors/files/file_tree.hpp"
#include "connectors/format/json.hpp"

#include <filesystem>
#include <vector>

namespace klausur::jitsi {

/// The services of compose files, each file laid over those before, in one form: `image`,
/// `read_only` and `network_mode` texts, `environment` an object (null: a name without a
/// value), `volumes` an object of sources by what the container sees, `ports` an object of
/// empty texts, `env_file` a list of `{path, required}`.
/// Variables are not replaced yet.
/// @error `forbidden` or `unexpected` with the file; `unexpected` when `extends` leads nowhere.
[[nodiscard]] Result<Json> merged_services(const FileTree& tree,
                                           const std::vector<std::filesystem::path>& files);

/// What a single file says, in the same form; an object without members when it is no
/// compose file.
[[nodiscard]] Result<Json> services_of(const FileTree& tree, const std::filesystem::path& file);

} // namespace klausur::jitsi
