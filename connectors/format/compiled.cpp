#include "connectors/format/compiled.hpp"

#include "connectors/base/descriptor.hpp"
#include "connectors/base/module.hpp"
#include "connectors/format/digest.hpp"
#include "connectors/format/packed_tree.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>

namespace klausur {

namespace {

constexpr std::string_view k_first_line = "klausur compiled 2\n";

/// What stands before each part: the sizes of what follows, and a sum over the last two.
struct Head
{
  std::uint64_t yaml;   ///< The YAML itself: it is compared byte by byte.
  std::uint64_t schema; ///< And its schema.
  std::uint64_t digest; ///< That of the YAML, for those who ask for it.
  std::uint64_t tree;   ///< What the YAML says.
  std::uint64_t sum;    ///< It finds accidents; who can write this file can write the program.
};

struct Part
{
  std::string_view digest;
  std::string_view tree;
};

std::uint64_t
sum_of(std::string_view bytes)
{
  return std::hash<std::string_view>{}(bytes);
}

/// The bytes of a file, as long as it lives. Empty: it cannot be read.
class Mapping
{
public:
  explicit Mapping(const std::filesystem::path& file)
  {
    const Descriptor descriptor{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    struct stat status
    {
    };
    if (!descriptor || ::fstat(descriptor.number(), &status) != 0 || status.st_size <= 0) {
      return;
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    void* const found = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.number(), 0);
    if (found != MAP_FAILED) {
      m_bytes = {static_cast<const char*>(found), size};
    }
  }
  ~Mapping()
  {
    if (!m_bytes.empty()) {
      ::munmap(const_cast<char*>(m_bytes.data()), m_bytes.size());
    }
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  [[nodiscard]] std::string_view bytes() const { return m_bytes; }

private:
  std::string_view m_bytes;
};

/// The first `size` bytes, which are taken off; nothing where there are fewer.
std::optional<std::string_view>
taken(std::string_view& rest, std::uint64_t size)
{
  if (size > rest.size()) {
    return std::nullopt;
  }
  const auto first = rest.substr(0, static_cast<std::size_t>(size));
  rest.remove_prefix(first.size());
  return first;
}

/// What belongs to these very bytes of YAML and schema, when it is there and whole.
std::optional<Part>
part_of(std::string_view bytes, std::string_view yaml, std::string_view schema)
{
  if (!bytes.starts_with(k_first_line)) {
    return std::nullopt;
  }
  bytes.remove_prefix(k_first_line.size());
  while (const auto raw = taken(bytes, sizeof(Head))) {
    Head head{};
    std::memcpy(&head, raw->data(), sizeof head);
    const auto of_yaml = taken(bytes, head.yaml);
    const auto of_schema = taken(bytes, head.schema);
    const auto* const summed = bytes.data();
    const auto digest = taken(bytes, head.digest);
    const auto tree = taken(bytes, head.tree);
    if (!of_yaml || !of_schema || !digest || !tree) {
      return std::nullopt;
    }
    if (*of_yaml == yaml && *of_schema == schema) {
      const bool whole = sum_of({summed, digest->size() + tree->size()}) == head.sum;
      return whole ? std::optional{Part{*digest, *tree}} : std::nullopt;
    }
  }
  return std::nullopt;
}

/// From the compiled file, or nothing: the YAML is there in any case.
std::optional<SourceFile>
compiled_source(const std::filesystem::path& asked, const std::filesystem::path& yaml,
                const std::string& text, std::string_view schema)
{
  const auto path =
      asked.empty() ? part_of_program(k_compiled_file) : Result<std::filesystem::path>{asked};
  if (!path) {
    return std::nullopt;
  }
  const Mapping file{*path};
  const auto part = part_of(file.bytes(), text, schema);
  auto json = part ? unpacked_tree(part->tree) : std::nullopt;
  if (!json) {
    return std::nullopt;
  }
  return SourceFile{.name = yaml.string(),
                    .text = text,
                    .json = std::move(*json),
                    .digest = std::string{part->digest}};
}

Result<SourceFile>
load_yaml(const ShippedFile& file)
{
  auto source = load_schema(file.schema).and_then([&](const Schema& schema) {
    return load_source(file.yaml, schema);
  });
  if (source) {
    source->digest = sha256(source->text);
  }
  return source;
}

} // namespace

Result<std::string>
compile(std::span<const ShippedFile> files)
{
  std::string bytes{k_first_line};
  for (const auto& each : files) {
    const auto schema = read_file(each.schema);
    const auto source = load_yaml(each);
    if (!schema || !source) {
      return tl::unexpected(source ? schema.error() : source.error());
    }
    const std::string summed = source->digest + packed_tree(source->json);
    const Head head{.yaml = source->text.size(),
                    .schema = schema->size(),
                    .digest = source->digest.size(),
                    .tree = summed.size() - source->digest.size(),
                    .sum = sum_of(summed)};
    std::array<char, sizeof head> raw{};
    std::memcpy(raw.data(), &head, sizeof head);
    bytes.append(raw.data(), raw.size()).append(source->text).append(*schema).append(summed);
  }
  return bytes;
}

Result<SourceFile>
load_shipped(const ShippedFile& file, const std::filesystem::path& compiled)
{
  const auto text = read_file(file.yaml);
  const auto schema = read_file(file.schema);
  if (text && schema) {
    if (auto source = compiled_source(compiled, file.yaml, *text, *schema)) {
      return std::move(*source);
    }
  }
  return load_yaml(file);
}

} // namespace klausur
