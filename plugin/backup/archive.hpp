#pragma once

#include "connectors/base/new_file.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace klausur {

// An archive is a tar file (POSIX ustar, as `tar` opens it) whose last member is
// `manifest.sha256`: the digest of every other one, as `sha256sum --check` reads it. One that
// was cut off has no such member.

/// Writes an archive, member by member, into a file that is not there yet.
class ArchiveWriter
{
public:
  explicit ArchiveWriter(const std::filesystem::path& file) : m_file{file} {}

  /// @error `invalid`: a name or a size that such an archive has no room for.
  [[nodiscard]] Result<void> add(const std::string& name, std::string_view bytes);
  /// The bytes of a file, which is never in memory as a whole.
  /// @error as add(), and when the file cannot be read or changes while it is.
  [[nodiscard]] Result<void> add_file(const std::string& name,
                                      const std::filesystem::path& from);
  /// The list of digests, and the name. @error as NewFile::place().
  [[nodiscard]] Result<void> finish();

private:
  [[nodiscard]] Result<void> begin(const std::string& name, std::size_t size);
  void end(const std::string& name, std::size_t size, const std::string& digest);

  NewFile m_file;
  std::map<std::string, std::string> m_digests; ///< By name.
};

/// Unpack an archive into a folder that is there and empty, files of mode 0600.
/// @return The digest of every member, which the list has held.
/// @error `unexpected`: it is damaged or not complete, and where; `invalid`: it cannot be read,
///        is no archive at all, or the folder takes no files.
[[nodiscard]] Result<std::map<std::string, std::string>>
unpack(const std::filesystem::path& archive, const std::filesystem::path& folder);

} // namespace klausur
