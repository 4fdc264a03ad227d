#pragma once

#include "connectors/base/descriptor.hpp"
#include "connectors/base/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace klausur {

/// A file of mode 0600 that takes its name when it is complete; until then it stands beside it
/// under another one, and goes away with the object. The first failure is kept and told at the
/// end.
class NewFile
{
public:
  explicit NewFile(std::filesystem::path path);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void write(std::string_view bytes);

  /// Take the name, also where a file has it. Not synced: for what can be made anew.
  /// @error `invalid` naming the path and the system's reason; what was there is as it was.
  [[nodiscard]] Result<void> replace();
  /// Down on the disk, and take the name only where nothing has it.
  /// @error As replace().
  [[nodiscard]] Result<void> place();

private:
  /// Keeps the first failure.
  void note(bool good, const char* step);
  [[nodiscard]] Result<void> outcome() const;

  std::filesystem::path m_path;
  std::string m_temporary; ///< Empty: it has its name.
  Descriptor m_file;
  const char* m_failed_at = nullptr;
  int m_reason = 0;
};

/// Let a folder's names survive a power cut. Where the system cannot, nothing better is left.
void sync_folder_of(const std::filesystem::path& file);

} // namespace klausur
