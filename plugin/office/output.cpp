#include "plugin/office/output.hpp"

#include "connectors/base/new_file.hpp"

#include <optional>
#include <utility>

namespace klausur {

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
  // Not synced: that would cost more than the audit itself on a busy disk, and what a power cut
  // takes is written again from the store.
  return file.replace();
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
  return file ? file->replace() : Result<void>{};
}

} // namespace klausur
