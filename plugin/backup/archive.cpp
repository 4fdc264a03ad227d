#include "plugin/backup/archive.hpp"

#include "connectors/format/digest.hpp"
#include "connectors/format/source_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <limits>

namespace klausur {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_block = 512;
constexpr std::size_t k_piece = std::size_t{1} << 20;
constexpr std::string_view k_list = "manifest.sha256";

// Where the fields of a header are, and how long (POSIX.1-2017, pax, "ustar Interchange
// Format").
constexpr std::size_t k_longest_name = 99;
constexpr std::size_t k_size_at = 124;
constexpr std::size_t k_size_digits = 11;
constexpr std::size_t k_sum_at = 148;
constexpr std::size_t k_type_at = 156;
constexpr std::size_t k_magic_at = 257;
constexpr std::string_view k_magic{"ustar\00000", 8};

using Header = std::array<char, k_block>;

void
set(Header& header, std::size_t at, std::string_view text)
{
  std::ranges::copy(text, header.begin() + static_cast<std::ptrdiff_t>(at));
}

/// The sum of all bytes, its own field taken for spaces.
unsigned
sum_of(const Header& header)
{
  unsigned sum = 0;
  for (std::size_t i = 0; i < k_block; ++i) {
    const bool own = i >= k_sum_at && i < k_sum_at + 8;
    sum += own ? static_cast<unsigned char>(' ') : static_cast<unsigned char>(header.at(i));
  }
  return sum;
}

Header
header_of(const std::string& name, std::size_t size)
{
  Header header{};
  set(header, 0, name);
  set(header, 100, "0000600");
  set(header, 108, "0000000");
  set(header, 116, "0000000");
  set(header, k_size_at, fmt::format("{:011o}", size));
  set(header, 136, "00000000000");
  set(header, k_type_at, "0");
  set(header, k_magic_at, k_magic);
  set(header, k_sum_at, fmt::format("{:06o}", sum_of(header)));
  header.at(k_sum_at + 7) = ' ';
  return header;
}

std::size_t
padding_after(std::size_t size)
{
  return (k_block - size % k_block) % k_block;
}

std::string_view
text_at(const Header& header, std::size_t at, std::size_t length)
{
  const std::string_view field{header.data() + at, length};
  return field.substr(0, std::min(field.find('\0'), length));
}

bool
is_name(std::string_view name)
{
  const bool plain = std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '.' || c == '-' || c == '_' || c == '/';
  });
  return plain && !name.empty() && name.size() <= k_longest_name && name.front() != '/' &&
         name.back() != '/' && name.find("..") == std::string_view::npos;
}

tl::unexpected<Error>
damaged(const fs::path& archive, std::string_view why)
{
  return fail(Failure::unexpected,
              fmt::format("the archive {} is damaged or not complete: {}. Nothing was taken "
                          "from it",
                          archive.string(), why));
}

/// As `sha256sum` writes it.
std::string
line_of(const std::string& name, const std::string& digest)
{
  return fmt::format("{}  {}\n", digest.substr(7), name);
}

std::string
list_of(const std::map<std::string, std::string>& digests)
{
  std::string list;
  for (const auto& [name, digest] : digests) {
    list += line_of(name, digest);
  }
  return list;
}

/// One way through an archive.
class Reader
{
public:
  Reader(fs::path archive, fs::path folder)
      : m_archive{std::move(archive)}, m_folder{std::move(folder)}
  {
  }

  [[nodiscard]] Result<std::map<std::string, std::string>> run()
  {
    auto opened = open_file(m_archive, std::numeric_limits<std::size_t>::max());
    if (!opened) {
      return tl::unexpected(opened.error());
    }
    m_in = std::move(*opened);
    for (Header header{}; read(header.data(), k_block) && header.front() != '\0';) {
      if (auto taken = take(header); !taken) {
        return tl::unexpected(taken.error());
      }
      if (m_list_seen) {
        return holds();
      }
    }
    return m_digests.empty()
               ? fail(Failure::invalid,
                      fmt::format("{} is no archive of klausur backup", m_archive.string()))
               : damaged(m_archive, "it ends before its list of digests");
  }

private:
  [[nodiscard]] bool read(char* into, std::size_t size)
  {
    m_in.read(into, static_cast<std::streamsize>(size));
    return static_cast<std::size_t>(m_in.gcount()) == size;
  }

  [[nodiscard]] Result<void> take(const Header& header)
  {
    const std::string name{text_at(header, 0, k_longest_name + 1)};
    const auto digits = text_at(header, k_size_at, k_size_digits);
    std::size_t size = 0;
    const auto* end = digits.data() + digits.size();
    const bool sized = std::from_chars(digits.data(), end, size, 8).ptr == end;
    const bool whole = text_at(header, k_sum_at, 8) == fmt::format("{:06o}", sum_of(header)) &&
                       sized && header.at(k_type_at) == '0' && is_name(name) &&
                       text_at(header, k_magic_at, 5) == "ustar";
    if (!whole) {
      return m_digests.empty()
                 ? fail(Failure::invalid,
                        fmt::format("{} is no archive of klausur backup", m_archive.string()))
                 : damaged(m_archive, "what should begin a member does not");
    }
    if (m_digests.contains(name)) {
      return damaged(m_archive, name + " is in it twice");
    }
    m_list_seen = name == k_list;
    return copy(name, size);
  }

  [[nodiscard]] Result<void> copy(const std::string& name, std::size_t size)
  {
    std::error_code problem;
    fs::create_directories((m_folder / name).parent_path(), problem);
    NewFile out{m_folder / name};
    Sha256 digest;
    std::string piece(std::min(size, k_piece), '\0');
    for (std::size_t left = size; left > 0; left -= piece.size()) {
      piece.resize(std::min(left, k_piece));
      if (!read(piece.data(), piece.size())) {
        return damaged(m_archive, name + " is cut off");
      }
      digest.add(piece);
      out.write(piece);
    }
    std::array<char, k_block> rest{};
    if (!read(rest.data(), padding_after(size))) {
      return damaged(m_archive, name + " is cut off");
    }
    m_digests[name] = digest.text();
    return out.place();
  }

  /// What the list says is what there is.
  [[nodiscard]] Result<std::map<std::string, std::string>> holds()
  {
    m_digests.erase(std::string{k_list});
    const auto list = read_file(m_folder / k_list);
    if (!list) {
      return tl::unexpected(list.error());
    }
    std::string end(2 * k_block + 1, ' ');
    m_in.read(end.data(), static_cast<std::streamsize>(end.size()));
    if (m_in.gcount() != 2 * k_block || end != std::string(2 * k_block, '\0') + ' ') {
      return damaged(m_archive, "its end is not as it was written");
    }
    if (*list == list_of(m_digests)) {
      return std::move(m_digests);
    }
    for (const auto& [name, digest] : m_digests) {
      if (list->find(line_of(name, digest)) == std::string::npos) {
        return damaged(m_archive, name + " is not as it was written");
      }
    }
    return damaged(m_archive, "its list of digests names what is not in it");
  }

  fs::path m_archive;
  fs::path m_folder;
  std::ifstream m_in;
  std::map<std::string, std::string> m_digests;
  bool m_list_seen = false;
};

} // namespace

Result<void>
ArchiveWriter::begin(const std::string& name, std::size_t size)
{
  constexpr std::size_t k_largest = (std::size_t{1} << (3 * k_size_digits)) - 1;
  if (!is_name(name) || size > k_largest) {
    return fail(Failure::invalid,
                fmt::format("{} does not fit into the archive: {} bytes, at most {}", name,
                            size, k_largest));
  }
  const Header header = header_of(name, size);
  m_file.write({header.data(), header.size()});
  return {};
}

void
ArchiveWriter::end(const std::string& name, std::size_t size, const std::string& digest)
{
  m_file.write(std::string(padding_after(size), '\0'));
  m_digests[name] = digest;
}

Result<void>
ArchiveWriter::add(const std::string& name, std::string_view bytes)
{
  return begin(name, bytes.size()).map([&] {
    m_file.write(bytes);
    end(name, bytes.size(), sha256(bytes));
  });
}

Result<void>
ArchiveWriter::add_file(const std::string& name, const fs::path& from)
{
  auto in = open_file(from, std::numeric_limits<std::size_t>::max());
  if (!in) {
    return tl::unexpected(in.error());
  }
  std::error_code problem;
  const std::size_t size = fs::file_size(from, problem);
  if (auto begun = begin(name, problem ? 0 : size); !begun) {
    return begun;
  }
  Sha256 digest;
  std::string piece(k_piece, '\0');
  std::size_t copied = 0;
  while (in->read(piece.data(), static_cast<std::streamsize>(k_piece)), in->gcount() > 0) {
    const std::string_view got{piece.data(), static_cast<std::size_t>(in->gcount())};
    copied += got.size();
    digest.add(got);
    m_file.write(got);
  }
  if (problem || copied != size) {
    return fail(Failure::invalid, fmt::format("{} changed while it was read", from.string()));
  }
  end(name, size, digest.text());
  return {};
}

Result<void>
ArchiveWriter::finish()
{
  return add(std::string{k_list}, list_of(m_digests)).and_then([&] {
    m_file.write(std::string(2 * k_block, '\0'));
    return m_file.place();
  });
}

Result<std::map<std::string, std::string>>
unpack(const fs::path& archive, const fs::path& folder)
{
  return Reader{archive, folder}.run();
}

} // namespace klausur
