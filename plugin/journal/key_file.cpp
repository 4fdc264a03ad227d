#include "plugin/journal/key_file.hpp"

#include "connectors/base/new_file.hpp"
#include "connectors/format/source_file.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

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
  NewFile made{file};
  made.write(key.pem());
  return made.place().map_error([](Error error) {
    error.what = "the journal's key " + error.what;
    return error;
  });
}

} // namespace klausur
