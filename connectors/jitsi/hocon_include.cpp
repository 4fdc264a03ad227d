#include "connectors/base/encoding.hpp"
#include "connectors/jitsi/hocon_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

// Includes of a HOCON text.

namespace klausur::hocon {

namespace {

constexpr std::size_t k_most_files = 100;
constexpr std::size_t k_most_bytes = std::size_t{4} << 20;
constexpr std::size_t k_deepest_include = 20;

} // namespace

/// `include` is a key like any other unless a quote or one of its functions follows.
bool
Reader::at_include() const
{
  constexpr std::string_view word = "include";
  if (!at(word)) {
    return false;
  }
  std::string_view rest = m_text.substr(m_at + word.size());
  const std::size_t next = rest.find_first_not_of(" \t");
  rest.remove_prefix(std::min(next, rest.size()));
  return rest.starts_with('"') ||
         (next > 0 && std::ranges::any_of(
                          std::initializer_list<std::string_view>{"required(", "file(", "url(",
                                                                  "classpath("},
                          [rest](std::string_view each) { return rest.starts_with(each); }));
}

Result<Reader::Include>
Reader::include_target()
{
  Include answer;
  advance(std::string_view{"include"}.size());
  take_blanks();
  answer.required = take("required(");
  take_blanks();
  const bool remote = at("url(") || at("classpath(");
  const bool function = take("file(") || take("url(") || take("classpath(");
  take_blanks();
  if (!at("\"")) {
    return refuse("the name of an included file has to stand between quotes");
  }
  auto target = quoted();
  if (!target) {
    return tl::unexpected(target.error());
  }
  answer.target = *std::move(target);
  answer.is_file = !remote && answer.target.find("://") == std::string::npos;
  for (int parentheses = int{function} + int{answer.required}; parentheses > 0; --parentheses) {
    take_blanks();
    if (!take(")")) {
      return refuse("the parenthesis \"(\" of an include is not closed");
    }
  }
  return answer;
}

Result<void>
Reader::include(Fields& into)
{
  const std::string where = place();
  const auto wanted = include_target();
  if (!wanted) {
    return tl::unexpected(wanted.error());
  }
  const auto file = wanted->is_file ? load(wanted->target) : std::optional<HoconFile>{};
  if (!file) {
    return refuse_at(where, file.error().what);
  }
  if (*file) {
    return follow(**file, where, into);
  }
  const std::string what =
      fmt::format("the include \"{}\" {}", wanted->target,
                  wanted->is_file ? "names no file" : "is not a file and was not followed");
  if (wanted->required) {
    return refuse_at(where, what);
  }
  if (m_reading.sources.note) {
    m_reading.sources.note(fmt::format("{}: {}", where, what));
  }
  return {};
}

/// A name without an extension may mean name.conf or name.json.
Result<std::optional<HoconFile>>
Reader::load(const std::string& target) const
{
  if (!m_reading.sources.load) {
    return std::nullopt;
  }
  const bool extension = target.ends_with(".conf") || target.ends_with(".json");
  for (const char* each : {"", ".conf", ".json"}) {
    auto file = m_reading.sources.load(target + each, m_name);
    if (!file || *file || extension) {
      return file;
    }
  }
  return std::nullopt;
}

Result<void>
Reader::follow(const HoconFile& file, const std::string& where, Fields& into)
{
  m_reading.bytes += file.text.size();
  if (m_reading.names.size() > k_most_files || m_reading.bytes > k_most_bytes) {
    return refuse_at(where, fmt::format("more than {} files or {} MiB are included",
                                        k_most_files, k_most_bytes >> 20));
  }
  auto& open = m_reading.open;
  if (std::ranges::find(open, file.name) != open.end() || open.size() > k_deepest_include) {
    return refuse_at(where, fmt::format("the include \"{}\" ends in itself", file.name));
  }
  if (!is_utf8(file.text)) {
    return refuse_at(file.name, "the file is not UTF-8");
  }
  open.push_back(file.name);
  Reader reader{m_reading, without_byte_order_mark(file.text), file.name, m_keys};
  reader.m_depth = m_depth;
  auto done = reader.read(into);
  open.pop_back();
  return done;
}

} // namespace klausur::hocon

namespace klausur {

Result<std::optional<HoconFile>>
hocon_file_at(const FileTree& files, const std::filesystem::path& path)
{
  if (files.kind_of(path) == FileKind::nothing) {
    return std::nullopt;
  }
  const auto name = path.lexically_normal();
  return files.read(name).map([&name](std::string text) {
    return std::optional{HoconFile{name.string(), std::move(text)}};
  });
}

HoconSources::Load
hocon_files_in(const FileTree& files)
{
  return [&files](std::string_view target,
                  std::string_view from) -> Result<std::optional<HoconFile>> {
    const std::filesystem::path named{target};
    if (!named.is_absolute()) {
      return hocon_file_at(files, std::filesystem::path{from}.parent_path() / named);
    }
    const auto place = files.place_of(named);
    if (!place || (!files.is_folder(place->parent_path()) && !files.is_this_machine())) {
      return fail(Failure::unexpected, fmt::format("the included {} is not part of {}", target,
                                                   files.directory().string()));
    }
    return hocon_file_at(files, *place);
  };
}

} // namespace klausur
