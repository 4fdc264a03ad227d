#include "connectors/http/url.hpp"

#include "connectors/base/letters.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <memory>

namespace klausur {

namespace {

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

Url
parse(std::string_view text)
{
  Url url{curl_url(), &curl_url_cleanup};
  const bool good =
      url != nullptr && curl_url_set(url.get(), CURLUPART_URL, std::string{text}.c_str(),
                                     CURLU_DISALLOW_USER) == CURLUE_OK;
  return good ? std::move(url) : Url{nullptr, &curl_url_cleanup};
}

std::string
part(const Url& url, CURLUPart which, unsigned flags = CURLU_DEFAULT_PORT)
{
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, flags) != CURLUE_OK) {
    return {};
  }
  std::string copy = text;
  curl_free(text);
  return copy;
}

std::string
origin(const Url& url)
{
  return in_lower_case(fmt::format("{}://{}:{}", part(url, CURLUPART_SCHEME),
                                   part(url, CURLUPART_HOST), part(url, CURLUPART_PORT)));
}

bool
is_web(const Url& url)
{
  const auto scheme = part(url, CURLUPART_SCHEME);
  return scheme == "http" || scheme == "https";
}

/// Whether it is the same host, asked over TLS instead of without.
bool
only_encrypts(const Url& from, const Url& to)
{
  return part(from, CURLUPART_SCHEME) == "http" && part(to, CURLUPART_SCHEME) == "https" &&
         in_lower_case(part(from, CURLUPART_HOST)) == in_lower_case(part(to, CURLUPART_HOST));
}

} // namespace

Result<std::string>
origin_of(std::string_view url)
{
  // The text itself is not shown: it may hold the very credentials that are refused here.
  const auto parsed = parse(url);
  if (parsed == nullptr || !is_web(parsed)) {
    return fail(Failure::invalid, "not an address that can be asked: write "
                                  "https://HOST/PATH, without a user name or password in it");
  }
  return origin(parsed);
}

bool
is_loopback(std::string_view host)
{
  const bool number = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return host == "localhost" || host == "::1" || host == "[::1]" ||
         (number && host.starts_with("127."));
}

bool
is_open_to_all(std::string_view url)
{
  const auto parsed = parse(url);
  if (parsed == nullptr || part(parsed, CURLUPART_SCHEME) != "http") {
    return false;
  }
  return !is_loopback(part(parsed, CURLUPART_HOST));
}

std::string
place_of(std::string_view url)
{
  std::string place{url.substr(0, url.find_first_of("?#"))};
  const auto scheme = place.find("://");
  const auto host = scheme == std::string::npos ? 0 : scheme + 3;
  const auto user = place.substr(0, place.find('/', host)).rfind('@');
  if (user != std::string::npos && user >= host) {
    place.erase(host, user + 1 - host);
  }
  return place;
}

Result<std::string>
redirect_target(std::string_view base, std::string_view location, bool may_encrypt)
{
  const auto from = parse(base);
  auto to = parse(base);
  if (from == nullptr || to == nullptr ||
      curl_url_set(to.get(), CURLUPART_URL, std::string{location}.c_str(),
                   CURLU_DISALLOW_USER) != CURLUE_OK ||
      !is_web(to)) {
    return fail(Failure::unexpected, "redirects to something that is no web address");
  }
  if (origin(from) != origin(to) && !(may_encrypt && only_encrypts(from, to))) {
    return fail(Failure::unexpected,
                "redirects to another host, where credentials are never sent");
  }
  curl_url_set(to.get(), CURLUPART_FRAGMENT, nullptr, 0);
  return part(to, CURLUPART_URL, 0);
}

} // namespace klausur
