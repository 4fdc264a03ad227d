#include "connectors/http/wait.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace klausur {

namespace {

using namespace std::chrono;
using Instant = system_clock::time_point;

// Beyond it a number is a point in time: 2001-09-09 in seconds, and in milliseconds.
constexpr double k_unix_seconds = 1e9;
constexpr double k_unix_milliseconds = 1e12;
// Longer than anybody waits, short enough for every unit of time to hold.
constexpr double k_longest_seconds = 1e10;

std::optional<double>
number(std::string_view text)
{
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = problem == std::errc{} && end == text.data() + text.size();
  return whole && std::isfinite(value) && value >= 0 ? std::optional{value} : std::nullopt;
}

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

/// `2026-11-24T09:00:00Z`, also with a space for the T, a fraction, and an offset.
std::optional<Instant>
iso_date_time(std::string_view text)
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

std::optional<Instant>
http_date(std::string_view text)
{
  const auto time = curl_getdate(std::string{text}.c_str(), nullptr);
  return time < 0 ? std::nullopt : std::optional{system_clock::from_time_t(time)};
}

milliseconds
from_seconds(double value)
{
  return milliseconds{
      static_cast<milliseconds::rep>(std::clamp(value, 0.0, k_longest_seconds) * 1000)};
}

std::optional<milliseconds>
retry_after(std::string_view text, Instant now)
{
  if (const auto value = number(text)) {
    return from_seconds(*value);
  }
  auto date = iso_date_time(text);
  if (!date && !text.empty()) {
    date = http_date(text);
  }
  return date ? std::optional{from_seconds(duration<double>(*date - now).count())}
              : std::nullopt;
}

std::optional<milliseconds>
reset(std::string_view text, Instant now)
{
  const auto value = number(text);
  if (!value || *value < k_unix_seconds) {
    return value ? std::optional{from_seconds(*value)} : std::nullopt;
  }
  const double then = *value < k_unix_milliseconds ? *value : *value / 1000;
  return from_seconds(then - duration<double>(now.time_since_epoch()).count());
}

} // namespace

std::optional<milliseconds>
wait_said(const Response& answer, Instant now)
{
  const auto own = answer.header("date");
  const auto then = own.empty() ? now : http_date(own).value_or(now);
  const auto asked = retry_after(answer.header("retry-after"), then);
  if (asked || answer.status != 429) {
    return asked; // Some servers count down their rate limit on every answer.
  }
  const auto wait = reset(answer.header("x-ratelimit-reset"), then);
  return wait ? wait : reset(answer.header("ratelimit-reset"), then);
}

std::optional<Instant>
clock_of(const Response& answer)
{
  return http_date(answer.header("date"));
}

milliseconds
backoff(milliseconds first, int attempt, milliseconds longest, double random)
{
  const double most = std::min(std::ldexp(static_cast<double>(first.count()), attempt - 1),
                               static_cast<double>(longest.count()));
  return milliseconds{static_cast<milliseconds::rep>(most * random)};
}

} // namespace klausur
