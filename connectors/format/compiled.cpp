#include "connectors/format/compiled.hpp"

#include "connectors/base/module.hpp"
#include "connectors/format/digest.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace klausur {

namespace {

// The first line of the file, then one line of the index for each part, of one length: the
// digest that the part is filed under, the part's own digest, where it begins and its size,
// both counted from the end of the index. An empty line ends the index.
constexpr std::string_view k_first_line = "klausur compiled 1\n";
constexpr std::size_t k_digest = 71; ///< `sha256:` and 64 digits.
constexpr std::size_t k_number = 12;
constexpr std::size_t k_line = 2 * k_digest + 2 * k_number + 4;

/// Over all bytes of both; the schema's length keeps them apart.
std::string
digest_of(std::string_view yaml, std::string_view schema)
{
  Sha256 digest;
  digest.add(fmt::format("{}\n", schema.size()));
  digest.add(schema);
  digest.add(yaml);
  return digest.text();
}

std::optional<std::size_t>
number_in(std::string_view text)
{
  std::size_t number = 0;
  const auto* const end = text.data() + text.size();
  const auto got = std::from_chars(text.data(), end, number);
  return got.ec == std::errc{} && got.ptr == end ? std::optional{number} : std::nullopt;
}

/// The JSON that is filed under a digest, when it is there and whole.
std::optional<Json>
part_of(std::string_view bytes, std::string_view digest)
{
  if (!bytes.starts_with(k_first_line)) {
    return std::nullopt;
  }
  const auto end = bytes.find("\n\n");
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view data = bytes.substr(end + 2);
  std::string_view index = bytes.substr(k_first_line.size(), end + 1 - k_first_line.size());
  for (; index.size() >= k_line; index.remove_prefix(k_line)) {
    if (!index.starts_with(digest)) {
      continue;
    }
    const auto begin = number_in(index.substr(2 * k_digest + 2, k_number));
    const auto size = number_in(index.substr(2 * k_digest + k_number + 3, k_number));
    if (!begin || !size || *begin > data.size() || *size > data.size() - *begin) {
      return std::nullopt;
    }
    const std::string_view part = data.substr(*begin, *size);
    auto json = sha256(part) == index.substr(k_digest + 1, k_digest) ? parse_json(part)
                                                                     : Result<Json>{};
    return json && !json->IsNull() ? std::optional{std::move(*json)} : std::nullopt;
  }
  return std::nullopt;
}

std::optional<Json>
compiled_json(const std::filesystem::path& asked, std::string_view digest)
{
  const auto path =
      asked.empty() ? part_of_program(k_compiled_file) : Result<std::filesystem::path>{asked};
  const auto bytes = path.and_then([](const auto& file) { return read_file(file); });
  return bytes ? part_of(*bytes, digest) : std::nullopt; // the YAML is there in any case
}

} // namespace

Result<std::string>
compile(std::span<const ShippedFile> files)
{
  std::string index{k_first_line};
  std::string data;
  for (const auto& each : files) {
    const auto schema_text = read_file(each.schema);
    const auto source = load_schema(each.schema).and_then([&](const Schema& schema) {
      return load_source(each.yaml, schema);
    });
    if (!schema_text || !source) {
      return tl::unexpected(source ? schema_text.error() : source.error());
    }
    const std::string part = to_text(source->json);
    const auto again = parse_json(part);
    if (!again || *again != source->json) { // read from its YAML then, at each start
      continue;
    }
    index += fmt::format("{} {} {:0{}} {:0{}}\n", digest_of(source->text, *schema_text),
                         sha256(part), data.size(), k_number, part.size(), k_number);
    data += part;
  }
  return index + "\n" + data;
}

Result<SourceFile>
load_shipped(const ShippedFile& file, const std::filesystem::path& compiled)
{
  auto text = read_file(file.yaml);
  const auto schema_text = read_file(file.schema);
  if (text && schema_text) {
    if (auto json = compiled_json(compiled, digest_of(*text, *schema_text))) {
      return SourceFile{file.yaml.string(), std::move(*text), std::move(*json)};
    }
  }
  return load_schema(file.schema).and_then([&](const Schema& schema) {
    return load_source(file.yaml, schema);
  });
}

} // namespace klausur
