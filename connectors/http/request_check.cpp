#include "connectors/http/request_check.hpp"

#include "connectors/base/letters.hpp"
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

/// Whether it says something that proves who asks: a header that is there for that, or a text
/// that the redactor knows as a secret.
bool
carries_credential(const Request& request, const Redactor& redactor)
{
  const auto holds_secret = [&](const std::string& text) {
    return redactor.redact(text) != text;
  };
  return holds_secret(request.url) || holds_secret(request.body) ||
         std::ranges::any_of(request.headers, [&](const auto& header) {
           const auto name = in_lower_case(header.first);
           return name == "authorization" || name == "cookie" || holds_secret(header.second);
         });
}

/// Whether nothing that proves who asks can be read on the way.
Result<void>
check_secrecy(const Request& request, const Redactor& redactor)
{
  if (!is_open_to_all(request.url) || !carries_credential(request, redactor)) {
    return {};
  }
  return fail(Failure::invalid,
              fmt::format("{}: not sent, because a credential would go over http://, where "
                          "everybody on the way can read it. Write https://; where there is "
                          "no other way, write `insecure: true` beside the address, and "
                          "every report will say so.",
                          place_of(redactor.redact(request.url))));
}

} // namespace

Result<void>
check_request(const Request& request, const Redactor& redactor, bool insecure)
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
  return insecure ? Result<void>{} : check_secrecy(request, redactor);
}

} // namespace klausur
