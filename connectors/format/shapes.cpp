#include "connectors/format/shapes.hpp"

#include "connectors/format/tokens.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <vector>

namespace klausur {

namespace {

using std::string_view_literals::operator""sv;

constexpr auto npos = std::string_view::npos;

// Compared with the key in lower case and without separators.
constexpr std::array k_anywhere{
    "secret"sv,     "password"sv, "passwd"sv, "passphrase"sv, "passwort"sv, "credential"sv,
    "privatekey"sv, "apikey"sv,   "appkey"sv, "accesskey"sv,  "authkey"sv,  "authorization"sv};
constexpr std::array k_at_the_end{"token"sv, "dsn"sv, "jwt"sv, "pwd"sv,
                                  "pass"sv,  "pw"sv,  "salt"sv};
// These say something about a secret and hold none.
constexpr std::array k_harmless{"digits"sv, "whitelist"sv, "length"sv, "enabled"sv,
                                "path"sv,   "file"sv,      "url"sv,    "lifetime"sv};
// Beside those that look secret: parameters of addresses that let somebody in.
constexpr std::array k_parameters{"key"sv, "sig"sv, "signature"sv, "code"sv, "auth"sv, "t"sv};
// After these words of a header a credential follows.
constexpr std::array k_schemes{"bearer"sv, "basic"sv, "digest"sv, "token"sv};

std::string
bare(std::string_view key)
{
  std::string text;
  for (const char each : key) {
    if (std::isalnum(static_cast<unsigned char>(each)) != 0) {
      text += static_cast<char>(std::tolower(static_cast<unsigned char>(each)));
    }
  }
  return text;
}

/// "app_key", "app-key", "app.key" and "appKey", but neither "key" nor "monkey".
bool
ends_in_key(std::string_view key)
{
  if (key.size() < 4) {
    return false;
  }
  const std::string_view end = key.substr(key.size() - 3);
  const char before = key[key.size() - 4];
  return end == "Key" || ((end == "key" || end == "KEY") && (before == '_' || before == '-'));
}

/// A stretch of a text that is masked.
struct Stretch
{
  std::size_t begin;
  std::size_t end;
  bool of_person = false;
};

/// Of whom a text is: of a tenant a value or a name in a map, of us a sentence with pieces of
/// both.
enum class Of : std::uint8_t { value, name, sentence };

/// Collects what is to be masked in one text.
class Finder
{
public:
  Finder(std::string_view text, Of of) : m_text{text}, m_of{of}
  {
    find_blocks();
    find_words();
    find_telephones();
  }

  [[nodiscard]] std::string masked()
  {
    const bool several_words = m_text.find_first_of(" \t\n\r") != npos;
    const bool of_person = std::ranges::any_of(m_found, &Stretch::of_person);
    if (several_words && of_person && m_of != Of::sentence) {
      return std::string{k_masked};
    }
    std::ranges::sort(m_found, {}, &Stretch::begin);
    std::string out;
    std::size_t done = 0;
    for (const auto& each : m_found) {
      if (each.begin >= done && each.end > each.begin) {
        out += m_text.substr(done, each.begin - done);
        out += k_masked;
        done = each.end;
      }
    }
    return out += m_text.substr(done);
  }

private:
  void mask(std::size_t begin, std::size_t end, bool of_person = false)
  {
    m_found.push_back({begin, end, of_person});
  }

  [[nodiscard]] bool is_masked_at(std::size_t at) const
  {
    return std::ranges::any_of(
        m_found, [&](const Stretch& each) { return each.begin <= at && at < each.end; });
  }

  /// Keys as PEM writes them.
  void find_blocks()
  {
    constexpr std::string_view begin = "-----BEGIN ";
    constexpr std::string_view end = "-----END ";
    for (auto at = m_text.find(begin); at != npos; at = m_text.find(begin, at + 1)) {
      const auto last = m_text.find(end, at);
      const auto close = last == npos ? npos : m_text.find("-----", last + end.size());
      mask(at, close == npos ? m_text.size() : close + 5);
    }
  }

  void find_words()
  {
    constexpr std::string_view between = " \t\n\r\"'`,;<>|(){}[]\\";
    bool secret_follows = false;
    for (auto at = m_text.find_first_not_of(between); at != npos;) {
      const auto end = std::min(m_text.find_first_of(between, at), m_text.size());
      const auto word = m_text.substr(at, end - at);
      if (word.find_first_not_of("=:") == npos) { // `password = x`
        at = m_text.find_first_not_of(between, end);
        continue;
      }
      const auto part = without_stops(word);
      if (secret_follows && !is_reference(word)) {
        mask(at, at + part.size());
      } else {
        find_in_word(at, part);
      }
      const auto name = word.substr(0, word.find_last_not_of("=:") + 1);
      const auto gap = m_text.substr(end, m_text.find_first_not_of(between, end) - end);
      const bool asks = name.size() < word.size() || m_text.substr(end).starts_with("\":") ||
                        is_asking(gap, end);
      const bool scheme = std::ranges::count(k_schemes, bare(name)) > 0;
      secret_follows =
          secret_follows ? scheme : (asks && looks_secret(name)) || bare(name) == "bearer";
      at = m_text.find_first_not_of(between, end);
    }
  }

  /// Whether `=` or `:` stands for itself behind the word.
  [[nodiscard]] bool is_asking(std::string_view gap, std::size_t end) const
  {
    const auto next = m_text.substr(std::min(end + gap.size(), m_text.size()));
    return next.starts_with("= ") || next.starts_with(": ") || next.starts_with("=\"");
  }

  void find_in_word(std::size_t at, std::string_view word)
  {
    if (const auto scheme = word.find("://"); scheme != npos) {
      return find_in_url(at, word, scheme + 3);
    }
    if (const auto equals = word.find_first_of("=:");
        equals != npos && equals + 1 < word.size() && looks_secret(word.substr(0, equals))) {
      return mask(at + equals + 1, at + word.size());
    }
    if (word.find('@') != npos) {
      return find_in_account(at, word);
    }
    if (is_known_token(word) || (m_of == Of::value && has_random_part(word))) {
      mask(at, at + word.size());
    }
  }

  /// `alice@example.org`, `mailto:alice@example.org`, `user:password@tcp(db:3306)`
  void find_in_account(std::size_t at, std::string_view word)
  {
    constexpr std::array kinds{"mailto:"sv, "sip:"sv, "sips:"sv, "xmpp:"sv};
    for (const auto kind : kinds) {
      if (word.starts_with(kind)) {
        at += kind.size();
        word.remove_prefix(kind.size());
      }
    }
    const auto sign = word.rfind('@');
    const auto dot = word.find('.', sign);
    const auto name = word.substr(0, sign);
    if (name.empty()) {
      return;
    }
    if (name.find(':') != npos) {
      mask(at, at + sign);
    } else if (dot != npos && dot > sign + 1 && dot + 2 < word.size()) {
      mask(at, at + word.size(), /*of_person=*/true);
    }
  }

  void find_in_url(std::size_t at, std::string_view word, std::size_t host)
  {
    const auto path = std::min(word.find_first_of("/?#", host), word.size());
    const auto sign = word.rfind('@', path);
    if (sign != npos && sign > host) {
      mask(at + host, at + sign);
      host = sign + 1;
    }
    const auto query = std::min(word.find_first_of("?#", path), word.size());
    find_in_path(at + path, word.substr(path, query - path),
                 bare(word.substr(host, path - host)).find("hook") != npos);
    find_in_query(at + query, word.substr(query));
  }

  /// Behind a hook everything is secret, elsewhere what looks random.
  void find_in_path(std::size_t at, std::string_view path, bool hook)
  {
    for (std::size_t begin = 0; begin < path.size();) {
      const auto end = std::min(path.find('/', begin), path.size());
      const auto step = path.substr(begin, end - begin);
      if (hook && !step.empty()) {
        mask(at + begin, at + path.size());
        return;
      }
      const auto sign = step.find('@');
      if (is_known_token(step) || looks_random(step) || (sign != npos && sign > 0)) {
        mask(at + begin, at + end);
      }
      hook = bare(step).find("hook") != npos || (hook && step.empty());
      begin = end + 1;
    }
  }

  void find_in_query(std::size_t at, std::string_view query)
  {
    for (std::size_t begin = 0; begin < query.size();) {
      const auto end = std::min(query.find_first_of("?#&;", begin), query.size());
      const auto part = query.substr(begin, end - begin);
      const auto equals = part.find('=');
      const auto name = part.substr(0, equals);
      const auto value = part.substr(equals == npos ? 0 : equals + 1);
      const bool secret = equals != npos && (looks_secret(name) ||
                                             std::ranges::count(k_parameters, bare(name)) > 0);
      if (secret || is_known_token(value) || has_random_part(value) ||
          value.find('@') != npos || value.find("%40") != npos) {
        mask(at + end - value.size(), at + end);
      }
      begin = end + 1;
    }
  }

  void find_telephones()
  {
    for (std::size_t at = 0; at < m_text.size(); ++at) {
      const auto length = is_masked_at(at) || is_in_url(at) ? 0 : telephone_at(m_text, at);
      if (length > 0) {
        mask(at, at + length, /*of_person=*/true);
        at += length;
      }
    }
  }

  [[nodiscard]] bool is_in_url(std::size_t at) const
  {
    const auto begin = m_text.find_last_of(" \t\n\r\"'<", at);
    const auto word =
        m_text.substr(begin == npos ? 0 : begin, at - (begin == npos ? 0 : begin));
    return word.find("://") != npos;
  }

  /// A word without what ends a sentence behind it.
  [[nodiscard]] std::string_view without_stops(std::string_view word) const
  {
    return m_of == Of::sentence ? word.substr(0, word.find_last_not_of(".:,") + 1) : word;
  }

  [[nodiscard]] bool looks_random(std::string_view step) const
  {
    return m_of != Of::sentence && has_random_part(step);
  }

  /// What the configuration writes in a secret's place.
  [[nodiscard]] bool is_reference(std::string_view word) const
  {
    return m_of == Of::sentence && (word.starts_with("env:") || word.starts_with("file:") ||
                                    word.starts_with("credential:"));
  }

  std::string_view m_text;
  Of m_of;
  std::vector<Stretch> m_found;
};

} // namespace

bool
looks_secret(std::string_view key)
{
  const std::string name = bare(key);
  const auto ends = [&name](std::string_view end) { return name.ends_with(end); };
  if (std::ranges::any_of(k_harmless, ends)) {
    return false;
  }
  return ends_in_key(key) || std::ranges::any_of(k_at_the_end, ends) ||
         std::ranges::any_of(k_anywhere, [&name](std::string_view part) {
           return name.find(part) != std::string::npos;
         });
}

std::string
without_secrets(std::string_view text)
{
  return Finder{text, Of::value}.masked();
}

std::string
sentence_without_secrets(std::string_view sentence)
{
  return Finder{sentence, Of::sentence}.masked();
}

std::string
without_persons(std::string_view name)
{
  return Finder{name, Of::name}.masked();
}

} // namespace klausur
