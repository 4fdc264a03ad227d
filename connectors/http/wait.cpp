#include "connectors/http/wait.hpp"

#include "connectors/base/time.hpp"

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
  std::optional<Instant> date = iso_time(text);
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
