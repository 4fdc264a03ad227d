#include "connectors/base/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <vector>

namespace klausur {

struct Zone::Rules
{
  struct Kind
  {
    std::int32_t offset = 0; ///< Seconds east of Greenwich.
    std::string abbreviation;
  };
  std::vector<std::int64_t> changes;     ///< Rising; from each on...
  std::vector<std::uint8_t> kinds_after; ///< ...this kind holds.
  std::vector<Kind> kinds;

  /// Before the first change the first kind holds, after the last one the last.
  [[nodiscard]] const Kind& kind_at(Time time) const
  {
    const auto later = std::ranges::upper_bound(changes, time.time_since_epoch().count());
    const auto index = later - changes.begin();
    return index == 0 ? kinds.front() : kinds[kinds_after[static_cast<std::size_t>(index) - 1]];
  }
};

namespace {

/// Takes numbers off the front of a file. Past its end everything is 0 and `good` is false.
class Bytes
{
public:
  explicit Bytes(std::string_view rest) : m_rest{rest} {}

  std::string_view take(std::size_t count)
  {
    m_good = m_good && count <= m_rest.size();
    const auto part = m_rest.substr(0, m_good ? count : 0);
    m_rest.remove_prefix(part.size());
    return part;
  }
  /// Big-endian, of so many bytes.
  std::int64_t number(std::size_t bytes)
  {
    std::uint64_t value = 0;
    const auto part = take(bytes);
    for (const char c : part) {
      value = value << 8U | static_cast<unsigned char>(c);
    }
    return static_cast<std::int64_t>(value);
  }
  [[nodiscard]] bool good() const { return m_good; }

private:
  std::string_view m_rest;
  bool m_good = true;
};

/// What the header of a block announces, in the order of RFC 8536.
struct Counts
{
  std::size_t utc, standard, leaps, changes, kinds, letters;
};

Counts
counts_in(Bytes& bytes)
{
  const auto next = [&] { return static_cast<std::size_t>(bytes.number(4)); };
  const auto utc = next(), standard = next(), leaps = next();
  const auto changes = next(), kinds = next(), letters = next();
  return {utc, standard, leaps, changes, kinds, letters};
}

constexpr std::size_t k_header = 20; ///< `TZif`, the version, and what is reserved.
constexpr std::size_t k_most = 10'000;

/// The block with 64-bit times follows one with 32-bit times, which is passed over.
bool
skip_old_block(Bytes& bytes)
{
  const auto head = bytes.take(k_header);
  const auto count = counts_in(bytes);
  if (!head.starts_with("TZif") || head.size() < 5 || head[4] < '2' ||
      std::max({count.utc, count.standard, count.leaps, count.changes, count.kinds,
                count.letters}) > k_most) {
    return false;
  }
  bytes.take(count.changes * 5 + count.kinds * 6 + count.letters + count.leaps * 8 +
             count.standard + count.utc);
  return bytes.take(k_header).starts_with("TZif");
}

/// The block with 64-bit times. False: what stands there does not fit together.
template<typename Rules>
bool
read_rules(Bytes& bytes, Rules& rules)
{
  const auto count = counts_in(bytes);
  for (std::size_t i = 0; i < count.changes && bytes.good(); ++i) {
    rules.changes.push_back(bytes.number(8));
  }
  for (const char kind : bytes.take(count.changes)) {
    rules.kinds_after.push_back(static_cast<std::uint8_t>(kind));
  }
  std::vector<std::size_t> letters_at;
  for (std::size_t i = 0; i < count.kinds && bytes.good(); ++i) {
    const auto offset = static_cast<std::uint32_t>(bytes.number(4));
    rules.kinds.push_back({static_cast<std::int32_t>(offset), ""});
    bytes.take(1); // whether it is summer time: its abbreviation says so
    letters_at.push_back(static_cast<std::size_t>(bytes.number(1)));
  }
  const auto letters = bytes.take(count.letters);
  for (std::size_t i = 0; i < rules.kinds.size(); ++i) {
    const auto rest = letters.substr(std::min(letters_at[i], letters.size()));
    rules.kinds[i].abbreviation = rest.substr(0, rest.find('\0'));
  }
  return bytes.good() && !rules.kinds.empty() && std::ranges::is_sorted(rules.changes) &&
         std::ranges::all_of(rules.kinds_after,
                             [&](auto kind) { return kind < rules.kinds.size(); });
}

} // namespace

Result<Zone>
Zone::named(std::string_view name)
{
  const auto refuse = [&](std::string_view why) {
    return fail(
        Failure::invalid,
        fmt::format("there is no time zone \"{}\": {}; write one like Europe/Berlin, as "
                    "in /usr/share/zoneinfo (package tzdata), or UTC",
                    name, why));
  };
  if (name == "UTC") {
    return Zone{};
  }
  if (name.empty() || name.starts_with('/') || name.find("..") != std::string_view::npos) {
    return refuse("that is no name of a zone");
  }
  std::ifstream file{fmt::format("/usr/share/zoneinfo/{}", name), std::ios::binary};
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) {
    return refuse("this machine has no file for it");
  }
  const std::string whole = text.str();
  Bytes bytes{whole};
  if (!skip_old_block(bytes)) {
    return refuse("its file is no time zone file of today's form");
  }
  auto rules = std::make_shared<Rules>();
  if (!read_rules(bytes, *rules)) {
    return refuse("its file is damaged");
  }
  Zone zone;
  zone.m_rules = std::move(rules);
  return zone;
}

Calendar
Zone::at(Time time) const
{
  return calendar_of(
      m_rules == nullptr ? time : time + std::chrono::seconds{m_rules->kind_at(time).offset});
}

std::string
Zone::abbreviation(Time time) const
{
  return m_rules == nullptr ? "UTC" : m_rules->kind_at(time).abbreviation;
}

} // namespace klausur
