#include "plugin/journal/key_file.hpp"

#include "connectors/base/descriptor.hpp"
#include "connectors/format/source_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace klausur {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_largest_bytes = std::size_t{16} << 10;

tl::unexpected<Error>
unusable(const fs::path& file, std::string_view why)
{
  return fail(Failure::invalid, fmt::format("the journal's key {}: {}", file.string(), why));
}

/// `text` into the file, down on the disk.
bool
write_whole(int file, std::string_view text)
{
  while (!text.empty()) {
    const auto written = ::write(file, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
  return ::fsync(file) == 0;
}

} // namespace

Result<std::optional<SigningKey>>
read_key(const fs::path& file)
{
  struct stat about
  {
  };
  if (::stat(file.c_str(), &about) != 0) {
    return errno == ENOENT ? Result<std::optional<SigningKey>>{std::nullopt}
                           : unusable(file, std::strerror(errno));
  }
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return unusable(file, "others may read it as well; chmod 600 it, and change the key "
                          "(klausur journal rotate) if somebody could");
  }
  const auto text = read_file(file, k_largest_bytes);
  if (!text) {
    return tl::unexpected(text.error());
  }
  auto key = SigningKey::from_pem(*text);
  return key ? Result<std::optional<SigningKey>>{std::move(*key)}
             : unusable(file, key.error().what);
}

Result<void>
write_key(const fs::path& file, const SigningKey& key)
{
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path{"."};
  std::string draft = (folder / ("." + file.filename().string() + ".XXXXXX")).string();
  const Descriptor made{::mkstemp(draft.data())}; // mode 0600
  if (!made) {
    return unusable(file, std::strerror(errno));
  }
  // A link never takes the place of a file that another process made in the meantime.
  const bool done =
      write_whole(made.number(), key.pem()) && ::link(draft.c_str(), file.c_str()) == 0;
  const int reason = errno;
  ::unlink(draft.c_str());
  if (!done) {
    return unusable(file, std::strerror(reason));
  }
  if (const Descriptor opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)}) {
    ::fsync(opened.number());
  }
  return {};
}

} // namespace klausur
