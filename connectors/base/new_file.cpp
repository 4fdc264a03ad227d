#include "connectors/base/new_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
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

} // namespace

NewFile::NewFile(std::filesystem::path path)
    : m_path{std::move(path)}, m_temporary{m_path.string() + ".XXXXXX"},
      m_file{::mkostemp(m_temporary.data(), O_CLOEXEC)} // new, followed nowhere, mode 0600
{
  note(static_cast<bool>(m_file), "created");
  if (!m_file) {
    m_temporary.clear();
  }
}

NewFile::~NewFile()
{
  if (!m_temporary.empty()) {
    ::unlink(m_temporary.c_str());
  }
}

void
NewFile::write(std::string_view bytes)
{
  if (m_failed_at == nullptr) {
    note(write_all(m_file.number(), bytes), "written");
  }
}

Result<void>
NewFile::replace()
{
  if (m_failed_at == nullptr) {
    note(::close(m_file.release()) == 0, "written");
  }
  if (m_failed_at == nullptr) {
    note(::rename(m_temporary.c_str(), m_path.c_str()) == 0, "put in its place");
  }
  if (m_failed_at == nullptr) {
    m_temporary.clear();
  }
  return outcome();
}

Result<void>
NewFile::place()
{
  if (m_failed_at == nullptr) {
    note(::fsync(m_file.number()) == 0 && ::close(m_file.release()) == 0, "written");
  }
  if (m_failed_at == nullptr) {
    // A link never takes the place of a file that another process made in the meantime.
    note(::link(m_temporary.c_str(), m_path.c_str()) == 0, "put in its place");
  }
  if (m_failed_at == nullptr) {
    ::unlink(std::exchange(m_temporary, {}).c_str());
    sync_folder_of(m_path);
  }
  return outcome();
}

void
NewFile::note(bool good, const char* step)
{
  if (!good && m_failed_at == nullptr) {
    m_reason = errno;
    m_failed_at = step;
  }
}

Result<void>
NewFile::outcome() const
{
  return m_failed_at == nullptr
             ? Result<void>{}
             : fail(Failure::invalid, fmt::format("{}: could not be {}: {}", m_path.string(),
                                                  m_failed_at, std::strerror(m_reason)));
}

void
sync_folder_of(const std::filesystem::path& file)
{
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
  if (const Descriptor opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)}) {
    ::fsync(opened.number());
  }
}

} // namespace klausur
