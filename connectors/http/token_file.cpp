#include "connectors/http/token_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace klausur {

namespace {

namespace fs = std::filesystem;

tl::unexpected<Error>
failed(const fs::path& path, int reason)
{
  return fail(
      Failure::unreachable,
      fmt::format("{}: the renewed token cannot be kept: {}. Until it is, the old one is "
                  "no longer valid and nothing is read with the new one.",
                  path.string(), std::strerror(reason)));
}

bool
write_all(int file, std::string_view text)
{
  while (!text.empty()) {
    const auto written = write(file, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return false;
    }
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
  return fsync(file) == 0;
}

Result<void>
replace(const fs::path& path, const std::string& text)
{
  const fs::path beside = path.string() + ".new";
  const int file = open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) {
    return failed(path, errno);
  }
  const bool written = fchmod(file, 0600) == 0 && write_all(file, text + "\n");
  const int reason = errno;
  close(file);
  if (!written || rename(beside.c_str(), path.c_str()) != 0) {
    return failed(path, written ? errno : reason);
  }
  const int folder = open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    fsync(folder);
    close(folder);
  }
  return {};
}

} // namespace

Result<TokenSource::Save>
token_file(const Workplace& at, const std::string& name)
{
  constexpr std::string_view k_file = "file:";
  const auto found = at.tenant.auth.find(name);
  const auto reference = found == at.tenant.auth.end() ? std::string{} : found->second;
  const auto advice = "Give it as file:PATH in a directory that klausur may write: every "
                      "renewal ends the old token and gives a new one";
  if (!reference.starts_with(k_file)) {
    return fail(Failure::invalid, fmt::format("tenant {}: auth: \"{}\" cannot be kept where it "
                                              "stands. {}.",
                                              at.tenant.name, name, advice));
  }
  const auto path = fs::path{reference.substr(k_file.size())};
  const auto folder = path.has_parent_path() ? path.parent_path() : fs::path{"."};
  if (access(folder.c_str(), W_OK) != 0) {
    return fail(Failure::invalid, fmt::format("tenant {}: auth: \"{}\": {} cannot be written. "
                                              "{}.",
                                              at.tenant.name, name, folder.string(), advice));
  }
  return [path = folder / path.filename()](const std::string& token) {
    return replace(path, token);
  };
}

} // namespace klausur
