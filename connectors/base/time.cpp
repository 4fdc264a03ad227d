#include "connectors/base/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

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

Calendar
calendar_of(Time time)
{
  const auto midnight = floor<days>(time);
  const year_month_day date{midnight};
  const auto since = (time - midnight).count();
  return {static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())),
          static_cast<int>(since / 3600),
          static_cast<int>(since / 60 % 60),
          static_cast<int>(since % 60)};
}

std::string
to_text(Time time)
{
  // Not by fmt's chrono formats: fmt 9.1 sends a point in time through the local zone.
  const auto at = calendar_of(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", at.year, at.month, at.day, at.hour,
                     at.minute, at.second);
}

std::string
day_text(Time time)
{
  return to_text(time).substr(0, 10);
}

Result<Time>
parse_time(std::string_view text)
{
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int used = 0;
  const std::string copy{text};
  // NOLINTNEXTLINE(cert-err34-c): the count and the length are both checked.
  const int got = std::sscanf(copy.c_str(), "%4d-%2u-%2uT%2d:%2d:%2dZ%n", &year, &month, &day,
                              &hour, &minute, &second, &used);
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                         std::chrono::day{day}};
  const bool in_range =
      hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 61;
  if (got != 6 || used != 20 || text.size() != 20 || !date.ok() || !in_range) {
    return fail(Failure::invalid,
                fmt::format("\"{}\" is not a time like 2026-11-24T09:00:00Z", text));
  }
  return Time{std::chrono::sys_days{date}} + std::chrono::hours{hour} +
         std::chrono::minutes{minute} + std::chrono::seconds{second};
}

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
