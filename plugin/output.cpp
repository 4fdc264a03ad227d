#include "plugin/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace klausur {

namespace {

/// Write all bytes; false with errno set when the system takes no more.
bool
write_all(int file, std::string_view text)
{
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

} // namespace

Result<void>
write_file(const std::filesystem::path& path, std::string_view text)
{
  const std::string temporary = fmt::format("{}.{}.tmp", path.string(), ::getpid());
  const auto refuse = [&](const char* step) {
    const int reason = errno;
    ::unlink(temporary.c_str());
    return fail(Failure::invalid, fmt::format("{}: could not be {}: {}", path.string(), step,
                                              std::strerror(reason)));
  };
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
  if (file < 0) {
    return refuse("created");
  }
  // Not synced: that would cost more than the audit itself on a busy disk, and what a power
  // cut takes is written again from the store.
  const bool complete = write_all(file, text);
  const int reason = errno;
  const bool closed = ::close(file) == 0;
  if (!complete || !closed) {
    errno = complete ? errno : reason;
    return refuse("written");
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    return refuse("put in its place");
  }
  return {};
}

Result<void>
write_or_print(Session& session, const std::string& path, std::string_view text)
{
  if (path.empty()) {
    session.print(text);
    return {};
  }
  return write_file(path, session.redactor.redact(text));
}

} // namespace klausur
