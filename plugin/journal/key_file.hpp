#pragma once

#include "connectors/format/ed25519.hpp"

#include <filesystem>
#include <optional>

namespace klausur {

/// The journal's key in the file; nullopt when there is no file.
/// @error `invalid`: not readable, no Ed25519 key, or others may read it as well.
[[nodiscard]] Result<std::optional<SigningKey>> read_key(const std::filesystem::path& file);

/// Write a key where none is, mode 0600, whole or not at all and down on the disk.
/// @error `invalid`: there is one already, or the directory cannot be written.
[[nodiscard]] Result<void> write_key(const std::filesystem::path& file, const SigningKey& key);

} // namespace klausur
