#include "connectors/format/source_file.hpp"

#include "connectors/format/yaml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>

namespace klausur {

namespace {

std::string_view
line_of(std::string_view text, std::size_t number)
{
  for (; number > 1 && !text.empty(); --number) {
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  text = text.substr(0, text.find('\n'));
  return text.substr(0, text.find_last_not_of("\r ") + 1);
}

/// The line, and a caret below the character at `column`, which counts characters.
std::string
snippet(std::string_view text, YamlPlaces::Place at)
{
  const std::string_view line = line_of(text, at.line);
  std::string below;
  for (const char c : line.substr(0, line.size())) {
    if (below.size() + 1 >= at.column) {
      break;
    }
    const bool continues = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    below += continues ? "" : c == '\t' ? "\t" : " ";
  }
  const std::string number = std::to_string(at.line);
  return fmt::format("  {} | {}\n  {:{}} | {}^", number, line, "", number.size(), below);
}

} // namespace

tl::unexpected<Error>
SourceFile::refuse(std::vector<Remark> remarks) const
{
  const YamlPlaces places{text};
  std::vector<std::pair<YamlPlaces::Place, const Remark*>> ordered;
  for (const auto& remark : remarks) {
    ordered.emplace_back(places.of(remark.pointer, remark.at_name), &remark);
  }
  std::ranges::stable_sort(ordered, {}, [](const auto& each) { return each.first; });
  std::string all;
  for (const auto& [at, remark] : ordered) {
    all += fmt::format("{}{}:{}:{}: {}\n{}{}{}", all.empty() ? "" : "\n", name, at.line,
                       at.column, remark->what, snippet(text, at),
                       remark->below.empty() ? "" : "\n  ", remark->below);
  }
  return fail(Failure::invalid, all);
}

tl::unexpected<Error>
SourceFile::refuse(std::string_view pointer, std::string_view what) const
{
  return fail(Failure::invalid,
              fmt::format("{}: {}", place_in_yaml(text, name, pointer), what));
}

Result<std::ifstream>
open_file(const std::filesystem::path& path, std::size_t largest)
{
  std::error_code problem;
  const auto status = std::filesystem::status(path, problem);
  if (status.type() == std::filesystem::file_type::not_found) {
    return fail(Failure::invalid, fmt::format("{}: no such file", path.string()));
  }
  if (problem || !std::filesystem::is_regular_file(status)) {
    return fail(Failure::invalid,
                fmt::format("{}: {}", path.string(),
                            problem ? problem.message() : "not a regular file"));
  }
  errno = 0;
  std::ifstream stream{path, std::ios::binary};
  if (!stream) {
    return fail(Failure::invalid,
                fmt::format("{}: cannot be opened: {}", path.string(), std::strerror(errno)));
  }
  const auto size = std::filesystem::file_size(path, problem);
  if (problem || size > largest) {
    return fail(Failure::invalid,
                fmt::format("{}: larger than {} bytes", path.string(), largest));
  }
  return stream;
}

Result<std::string>
read_file(const std::filesystem::path& path, std::size_t largest)
{
  auto opened = open_file(path, largest);
  if (!opened) {
    return tl::unexpected(opened.error());
  }
  std::ifstream& stream = *opened;
  std::error_code problem;
  const auto size = std::filesystem::file_size(path, problem);
  std::string text(problem ? 0 : size, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(size));
  if (stream.bad() || static_cast<std::size_t>(stream.gcount()) != size) {
    return fail(Failure::invalid, fmt::format("{}: could not be read whole", path.string()));
  }
  return text;
}

Result<SourceFile>
load_source(const std::filesystem::path& path, const Schema& schema)
{
  auto text = read_file(path);
  if (!text) {
    return tl::unexpected(text.error());
  }
  SourceFile file{.name = path.string(), .text = std::move(*text), .json = Json{}};
  auto json = parse_yaml(file.text, file.name);
  if (!json) {
    return tl::unexpected(json.error());
  }
  file.json = std::move(*json);
  if (file.json.IsNull()) {
    return fail(Failure::invalid, fmt::format("{}:1: nothing stands in this file", file.name));
  }
  if (const auto violation = schema.violation(file.json)) {
    const bool at_key = violation->unknown_key;
    const std::string pointer =
        at_key ? violation->pointer + "/" + violation->key : violation->pointer;
    return fail(Failure::invalid,
                fmt::format("{}: {}", place_in_yaml(file.text, file.name, pointer, at_key),
                            violation->what));
  }
  return file;
}

Result<Schema>
load_schema(const std::filesystem::path& path)
{
  return read_file(path)
      .and_then([](const std::string& text) { return parse_json(text); })
      .and_then([](const Json& json) { return Schema::compile(json); })
      .map_error([&](Error error) {
        error.what = fmt::format("{}: {}", path.string(), error.what);
        error.kind = Failure::invalid;
        return error;
      });
}

} // namespace klausur
