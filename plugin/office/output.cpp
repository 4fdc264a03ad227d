#include "plugin/office/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>

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

/// A file that takes its name when it is complete.
class NewFile
{
public:
  explicit NewFile(const std::filesystem::path& path)
      : m_path{path}, m_temporary{path.string() + ".XXXXXX"},
        m_file{::mkostemp(m_temporary.data(), O_CLOEXEC)} // new, followed nowhere, mode 0600
  {
    note(m_file >= 0, "created");
  }
  ~NewFile()
  {
    if (m_file >= 0) {
      ::close(m_file);
      ::unlink(m_temporary.c_str());
    }
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void write(std::string_view text)
  {
    if (m_failed_at == nullptr) {
      note(write_all(m_file, text), "written");
    }
  }

  Result<void> finish()
  {
    // Not synced: that would cost more than the audit itself on a busy disk, and what a power
    // cut takes is written again from the store.
    if (m_failed_at == nullptr) {
      note(::close(std::exchange(m_file, -1)) == 0, "written");
      if (m_failed_at == nullptr) {
        note(::rename(m_temporary.c_str(), m_path.c_str()) == 0, "put in its place");
      }
      if (m_failed_at != nullptr) {
        ::unlink(m_temporary.c_str());
      }
    }
    return m_failed_at == nullptr
               ? Result<void>{}
               : fail(Failure::invalid, fmt::format("{}: could not be {}: {}", m_path.string(),
                                                    m_failed_at, std::strerror(m_reason)));
  }

private:
  /// Keeps the first failure.
  void note(bool good, const char* step)
  {
    if (!good && m_failed_at == nullptr) {
      m_reason = errno;
      m_failed_at = step;
    }
  }

  std::filesystem::path m_path;
  std::string m_temporary;
  const char* m_failed_at = nullptr;
  int m_reason = 0;
  int m_file;
};

} // namespace

void
Lines::add(std::string_view piece)
{
  constexpr std::size_t enough = std::size_t{64} << 10;
  m_text += piece;
  const auto end = m_text.size() < enough ? std::string::npos : m_text.rfind('\n');
  if (end != std::string::npos) {
    m_sink(std::string_view{m_text}.substr(0, end + 1));
    m_text.erase(0, end + 1);
  }
}

void
Lines::finish()
{
  m_sink(m_text);
  m_text.clear();
}

Result<void>
write_file(const std::filesystem::path& path, std::string_view text)
{
  NewFile file{path};
  file.write(text);
  return file.finish();
}

Result<void>
write_or_print(Session& session, const std::string& path, std::string_view text)
{
  return write_or_print(session, path, [&](const TextSink& sink) { sink(text); });
}

Result<void>
write_or_print(Session& session, const std::string& path, const Produce& produce)
{
  std::optional<NewFile> file;
  if (!path.empty()) {
    file.emplace(path);
  }
  Lines lines{[&](std::string_view text) {
    if (file) {
      file->write(session.redactor.redact(text));
    } else {
      session.print(text);
    }
  }};
  produce([&](std::string_view piece) { lines.add(piece); });
  lines.finish();
  return file ? file->finish() : Result<void>{};
}

} // namespace klausur
