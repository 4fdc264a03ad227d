#include "connectors/http/iso_time.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace klausur {

namespace {

using namespace std::chrono;

std::optional<int>
digits(std::string_view text, std::size_t at, std::size_t count)
{
  int value = 0;
  const auto part = text.substr(std::min(at, text.size()), count);
  const auto [end, problem] = std::from_chars(part.data(), part.data() + part.size(), value);
  const bool whole = part.size() == count && end == part.data() + count && value >= 0;
  return whole && problem == std::errc{} ? std::optional{value} : std::nullopt;
}

/// `Z`, nothing (taken for UTC), `+02:00` or `+0200`, as minutes east of Greenwich.
std::optional<minutes>
zone(std::string_view text)
{
  if (text.empty() || text == "Z" || text == "z") {
    return minutes{0};
  }
  const auto hour = digits(text, 1, 2);
  const auto minute = digits(text, text.size() == 6 ? 4 : 3, 2);
  if ((text[0] != '+' && text[0] != '-') || !hour || !minute) {
    return std::nullopt;
  }
  const minutes offset = hours{*hour} + minutes{*minute};
  return text[0] == '+' ? offset : -offset;
}

} // namespace

std::optional<Time>
iso_time(std::string_view text)
{
  const std::array parts = {digits(text, 0, 4),  digits(text, 5, 2),  digits(text, 8, 2),
                            digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2)};
  if (!std::ranges::all_of(parts, [](const auto& part) { return part.has_value(); }) ||
      text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  const year_month_day date{year{*parts[0]}, month{static_cast<unsigned>(*parts[1])},
                            day{static_cast<unsigned>(*parts[2])}};
  auto rest = text.substr(19);
  if (rest.starts_with('.')) {
    rest.remove_prefix(std::min(rest.find_first_not_of("0123456789", 1), rest.size()));
  }
  const auto offset = zone(rest);
  if (!date.ok() || !offset) {
    return std::nullopt;
  }
  return sys_days{date} + hours{*parts[3]} + minutes{*parts[4]} + seconds{*parts[5]} - *offset;
}

} // namespace klausur
