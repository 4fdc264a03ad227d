#include "connectors/mattermost/environment.hpp"

#include "connectors/base/letters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace klausur::mattermost {

namespace {

bool
is_upper(std::string_view text, std::size_t at)
{
  return at < text.size() && std::isupper(static_cast<unsigned char>(text[at])) != 0;
}

bool
is_lower(std::string_view text, std::size_t at)
{
  return at < text.size() && std::islower(static_cast<unsigned char>(text[at])) != 0;
}

std::string
in_upper_case(std::string text)
{
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

/// `RTCDServiceURL` as `RTCD_SERVICE_URL`
std::string
variable_part(std::string_view field)
{
  std::string part;
  for (std::size_t i = 0; i < field.size(); ++i) {
    const bool word_begins =
        i > 0 && is_upper(field, i) && (!is_upper(field, i - 1) || is_lower(field, i + 1));
    part += word_begins ? "_" : "";
    part += field[i];
  }
  return in_upper_case(part);
}

} // namespace

bool
is_locked(const JsonValue& environment, const std::vector<std::string>& steps)
{
  const JsonValue* at = &environment;
  for (const auto& step : steps) {
    at = member(*at, step);
    if (at == nullptr || at->IsTrue()) {
      return at != nullptr;
    }
  }
  return true;
}

std::string
variable_for(const std::vector<std::string>& steps)
{
  return in_upper_case(fmt::format("MM_{}", fmt::join(steps, "_")));
}

std::string
calls_variable_for(const JsonValue& environment, std::string_view key)
{
  if (!environment.IsObject()) {
    return {};
  }
  for (const auto& each : environment.GetObject()) {
    const auto path = text_of(each.name);
    const auto field = path.substr(path.rfind('.') + 1); // The whole path without a dot.
    if (in_lower_case(field) == in_lower_case(key)) {
      return "MM_CALLS_" + variable_part(field);
    }
  }
  return {};
}

} // namespace klausur::mattermost
