#include "connectors/oauth/token_file.hpp"

#include "connectors/format/source_file.hpp"
#include "connectors/oauth/seal.hpp"
#include "connectors/rest/template.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace klausur {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_largest_bytes = std::size_t{64} << 10;

/// A file that is open.
class Descriptor
{
public:
  Descriptor() = default;
  Descriptor(const fs::path& path, int flags)
      : m_file{::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600)}
  {
  }
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&& other) noexcept
  {
    reset();
    m_file = std::exchange(other.m_file, -1);
    return *this;
  }

  void reset()
  {
    if (m_file >= 0) {
      ::close(std::exchange(m_file, -1));
    }
  }
  [[nodiscard]] bool is_open() const { return m_file >= 0; }
  [[nodiscard]] int number() const { return m_file; }

private:
  int m_file = -1;
};

void
sync_folder(const fs::path& folder)
{
  if (const Descriptor file{folder, O_RDONLY | O_DIRECTORY}; file.is_open()) {
    fsync(file.number());
  }
}

/// `text` and nothing else, down on the disk.
bool
write_whole(int file, std::string_view text)
{
  const auto size = static_cast<off_t>(text.size());
  off_t at = 0;
  while (at < size) {
    const auto rest = text.substr(static_cast<std::size_t>(at));
    const auto written = pwrite(file, rest.data(), rest.size(), at);
    if (written < 0 && errno != EINTR) {
      return false;
    }
    at += std::max<ssize_t>(written, 0);
  }
  return ftruncate(file, size) == 0 && fsync(file) == 0;
}

/// The one line of a file that was written to its end; what was reserved behind it is zeros.
std::string_view
whole_line(std::string_view text)
{
  const auto line = text.substr(0, text.find('\0'));
  return line.ends_with('\n') ? line.substr(0, line.size() - 1) : std::string_view{};
}

std::string
text_of_tokens(const KeptTokens& tokens)
{
  Json json{rapidjson::kObjectType};
  auto& memory = json.GetAllocator();
  set_member(json, "refresh_token", tokens.refresh_token, memory);
  if (tokens.renew_at) {
    set_member(json, "access_token", tokens.access_token, memory);
    set_member(json, "scopes", tokens.scopes, memory);
    set_member(json, "renew_at", to_text(*tokens.renew_at), memory);
  }
  return to_text(json);
}

Result<KeptTokens>
tokens_in(const std::string& text)
{
  const auto json = parse_json(text);
  if (!json) {
    return fail(Failure::invalid, "it holds no tokens");
  }
  KeptTokens tokens{std::string{member_text(*json, "refresh_token")},
                    std::string{member_text(*json, "access_token")},
                    std::string{member_text(*json, "scopes")}};
  if (const auto time = parse_time(member_text(*json, "renew_at"))) {
    tokens.renew_at = *time;
  }
  return tokens;
}

class TokenFile final : public TokenKeeper
{
public:
  TokenFile(fs::path path, std::string purpose, std::optional<Seal> seal)
      : m_path{std::move(path)}, m_purpose{std::move(purpose)}, m_seal{std::move(seal)}
  {
  }

  Result<KeptTokens> open() override
  {
    m_lock = Descriptor{beside(".lock"), O_RDWR | O_CREAT};
    if (!m_lock.is_open()) {
      return fail(Failure::invalid,
                  fmt::format("{}: {}. Nothing was sent.", beside(".lock").string(),
                              std::strerror(errno)));
    }
    if (flock(m_lock.number(), LOCK_EX) != 0) {
      return failed("cannot be locked", errno);
    }
    auto kept = read();
    if (!kept) {
      m_lock.reset();
    }
    return kept;
  }

  Result<void> reserve() override
  {
    m_next = Descriptor{beside(".new"), O_RDWR | O_CREAT | O_TRUNC};
    const int reason = !m_next.is_open() ? errno
                       : fchmod(m_next.number(), 0600) != 0
                           ? errno
                           : posix_fallocate(m_next.number(), 0, k_room);
    return reason == 0 ? Result<void>{} : failed("has no room for the next token", reason);
  }

  Result<void> save(const KeptTokens& tokens) override
  {
    const auto text = m_seal ? m_seal->close(text_of_tokens(tokens), m_purpose)
                             : Result<std::string>{tokens.refresh_token};
    if (!text) {
      return tl::unexpected(text.error());
    }
    if (!write_whole(m_next.number(), *text + "\n") || !put_in_place()) {
      return failed("cannot be written. Until it is, the old token is no longer valid and "
                    "nothing is read with the new one",
                    errno);
    }
    return {};
  }

  void close(bool answered) override
  {
    if (m_next.is_open() && answered) {
      unlink(beside(".new").c_str());
    }
    m_next.reset();
    m_lock.reset();
  }

private:
  static constexpr off_t k_room = off_t{16} << 10;

  [[nodiscard]] fs::path beside(const char* ending) const { return m_path.string() + ending; }

  [[nodiscard]] tl::unexpected<Error> failed(std::string_view what, int reason) const
  {
    return fail(Failure::unreachable,
                fmt::format("{}: {}: {}.", m_path.string(), what, std::strerror(reason)));
  }

  bool put_in_place()
  {
    if (rename(beside(".new").c_str(), m_path.c_str()) != 0) {
      return false;
    }
    m_next.reset();
    sync_folder(m_path.parent_path());
    return true;
  }

  /// The tokens in one line.
  [[nodiscard]] Result<KeptTokens> understood(std::string_view line) const
  {
    if (!Seal::is_sealed(line)) {
      return KeptTokens{std::string{line}};
    }
    if (!m_seal) {
      return fail(Failure::invalid, "it is sealed. Give its key as `auth: token_key`");
    }
    return m_seal->open(line, m_purpose).and_then(tokens_in);
  }

  /// Take up what an earlier run wrote to its end and could not put in place.
  /// @return Whether a renewal began of which nothing is left.
  [[nodiscard]] bool take_up()
  {
    const auto text = read_file(beside(".new"), k_largest_bytes);
    if (!text) {
      return false;
    }
    const auto line = whole_line(*text);
    const bool usable =
        !line.empty() && Seal::is_sealed(line) == m_seal.has_value() && understood(line);
    return !(usable && put_in_place());
  }

  [[nodiscard]] Result<KeptTokens> read()
  {
    const bool cut_off = take_up();
    auto text = read_file(m_path, k_largest_bytes);
    if (!text) {
      return fail(Failure::invalid, fmt::format("file:{}. Put the refresh token alone into a "
                                                "file that klausur may write.",
                                                text.error().what));
    }
    text->resize(std::min(text->find('\0'), text->size())); // Zeros are reserved room.
    text->resize(text->find_last_not_of("\r\n") + 1);
    auto kept = text->empty() ? fail(Failure::invalid, "it is empty") : understood(*text);
    if (!kept) {
      kept.error().what =
          fmt::format("{}: {}. Nothing was sent.", m_path.string(), kept.error().what);
      return kept;
    }
    kept->cut_off = cut_off;
    if (m_seal && !Seal::is_sealed(*text)) {
      if (auto sealed = reserve().and_then([&] { return save(*kept); }); !sealed) {
        return tl::unexpected(sealed.error());
      }
    }
    return kept;
  }

  fs::path m_path;
  std::string m_purpose;
  std::optional<Seal> m_seal;
  Descriptor m_lock;
  Descriptor m_next; ///< Open from reserve() until its file is in place.
};

Result<std::optional<Seal>>
seal_of(const Workplace& at)
{
  if (!at.tenant.auth.contains("token_key")) {
    return std::nullopt;
  }
  return auth_value(at, "token_key").and_then(Seal::of).map_error([&](Error error) {
    error.what = fmt::format("tenant {}: auth: \"token_key\": {}", at.tenant.name, error.what);
    return error;
  });
}

} // namespace

Result<std::unique_ptr<TokenKeeper>>
token_file(const Workplace& at, const std::string& name)
{
  constexpr std::string_view k_file = "file:";
  const auto found = at.tenant.auth.find(name);
  const auto reference = found == at.tenant.auth.end() ? std::string{} : found->second;
  const auto refuse = [&](std::string_view why) {
    return fail(Failure::invalid,
                fmt::format("tenant {}: auth: \"{}\"{}. Give it as file:PATH in a directory "
                            "that klausur may write: every renewal may end the old token and "
                            "give a new one.",
                            at.tenant.name, name, why));
  };
  if (!reference.starts_with(k_file)) {
    return refuse(" cannot be kept where it stands");
  }
  const auto path = fs::path{reference.substr(k_file.size())};
  const auto folder = path.has_parent_path() ? path.parent_path() : fs::path{"."};
  if (access(folder.c_str(), W_OK) != 0) {
    return refuse(fmt::format(": {} cannot be written", folder.string()));
  }
  return seal_of(at).map([&](std::optional<Seal> seal) -> std::unique_ptr<TokenKeeper> {
    return std::make_unique<TokenFile>(folder / path.filename(), at.tenant.vendor + " " + name,
                                       std::move(seal));
  });
}

} // namespace klausur
