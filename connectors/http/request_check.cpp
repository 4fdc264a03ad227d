#include "connectors/http/request_check.hpp"

#include "connectors/http/redactor.hpp"
#include "connectors/http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace klausur {

namespace {

bool
is_token(std::string_view text)
{
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
  });
}

} // namespace

Result<void>
check_request(const Request& request, const Redactor& redactor)
{
  if (auto origin = origin_of(request.url); !origin) {
    return tl::unexpected(std::move(origin.error()));
  }
  const auto place = place_of(redactor.redact(request.url));
  if (!is_token(request.method)) {
    return fail(Failure::invalid, fmt::format("{}: asked for without an HTTP method", place));
  }
  for (const auto& [name, value] : request.headers) {
    const bool printable = std::ranges::all_of(
        value, [](unsigned char c) { return c == '\t' || (c >= 0x20 && c != 0x7f); });
    if (!is_token(name) || !printable) {
      return fail(Failure::invalid,
                  fmt::format("{}: the header {} holds a line break or another character "
                              "that is not allowed. Check the secret it is made of.",
                              place, is_token(name) ? name : "name"));
    }
  }
  return {};
}

} // namespace klausur
