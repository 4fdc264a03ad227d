#include "connectors/rest/template.hpp"

#include "connectors/base/percent.hpp"
#include "connectors/http/secret.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <iterator>
#include <optional>
#include <set>

namespace klausur {

namespace {

constexpr std::string_view k_breaks_addresses = "/#*%";

/// `-30d` as days; nothing when it is written in another way.
std::optional<std::chrono::days>
days_ago(std::string_view text)
{
  int days = 0;
  if (text.size() < 3 || text.front() != '-' || text.back() != 'd') {
    return std::nullopt;
  }
  const auto* end = text.data() + text.size() - 1;
  const auto got = std::from_chars(text.data() + 1, end, days);
  if (got.ec != std::errc{} || got.ptr != end || days < 0) {
    return std::nullopt;
  }
  return std::chrono::days{days};
}

/// The days of `-31d:NAME`: those of the tenant's parameter and one more, else 31.
std::optional<std::chrono::days>
days_ago(std::string_view text, const JsonValue& parameters)
{
  const auto colon = text.find(':');
  const auto otherwise = days_ago(text.substr(0, colon));
  const auto* said = otherwise && colon != std::string_view::npos
                         ? member(parameters, text.substr(colon + 1))
                         : nullptr;
  return said != nullptr && said->IsInt() && said->GetInt() >= 0
             ? std::chrono::days{said->GetInt() + 1}
             : otherwise;
}

/// The value of `date-30d` and its kind; nothing when `blank` is no time.
std::optional<std::string>
time_for(std::string_view blank, const Workplace& at)
{
  const auto minus = blank.find('-');
  const auto ago = minus == std::string_view::npos
                       ? std::nullopt
                       : days_ago(blank.substr(minus), at.tenant.parameters);
  if (!ago) {
    return std::nullopt;
  }
  const auto name = blank.substr(0, minus);
  const Time then = at.clock() - *ago;
  if (name == "date") {
    return day_text(then);
  }
  if (name == "time") {
    return to_text(then);
  }
  if (name == "unix") {
    return std::to_string(then.time_since_epoch().count());
  }
  return std::nullopt;
}

Result<std::string>
value_for(std::string_view blank, const Blanks& blanks)
{
  constexpr std::string_view k_auth = "auth.";
  if (blank == "id") {
    return std::string{blanks.id};
  }
  if (blank.starts_with(k_auth)) {
    const bool may_miss = blank.ends_with('?');
    const std::string name{
        blank.substr(k_auth.size(), blank.size() - k_auth.size() - (may_miss ? 1 : 0))};
    return may_miss && !blanks.at.tenant.auth.contains(name) ? Result<std::string>{""}
                                                             : auth_value(blanks.at, name);
  }
  if (auto time = time_for(blank, blanks.at)) {
    return std::move(*time);
  }
  return fail(Failure::invalid,
              fmt::format("manifest/{}.yaml: {{{}}} stands for nothing. Write {{id}}, "
                          "{{auth.NAME}} or {{date-30d}}.",
                          blanks.at.manifest.vendor, blank));
}

template<typename Fill>
Result<std::string>
replaced(std::string_view pattern, Fill fill)
{
  std::string text;
  while (!pattern.empty()) {
    const auto open = pattern.find('{');
    const auto close = pattern.find('}', open);
    if (open == std::string_view::npos || close == std::string_view::npos) {
      break;
    }
    text += pattern.substr(0, open);
    Result<std::string> value = fill(pattern.substr(open + 1, close - open - 1));
    if (!value) {
      return value;
    }
    text += *value;
    pattern.remove_prefix(close + 1);
  }
  return text + std::string{pattern};
}

std::string
hex_encoded(std::string_view text, bool (*keeps)(char))
{
  std::string encoded;
  for (const char c : text) {
    if (keeps(c)) {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return encoded;
}

std::string
hex_decoded(std::string_view text)
{
  std::string decoded;
  while (!text.empty()) {
    unsigned byte = 0;
    if (text.front() == '%' && text.size() > 2 &&
        std::from_chars(text.data() + 1, text.data() + 3, byte, 16).ptr == text.data() + 3) {
      decoded += static_cast<char>(byte);
      text.remove_prefix(3);
    } else {
      decoded += text.front();
      text.remove_prefix(1);
    }
  }
  return decoded;
}

} // namespace

Result<std::string>
expand(std::string_view pattern, const Blanks& blanks, Encoding encoding)
{
  return replaced(pattern, [&](std::string_view blank) {
    auto value = value_for(blank, blanks);
    return value && encoding == Encoding::url ? percent_encoded(*value) : value;
  });
}

bool
is_optional(std::string_view pattern)
{
  return pattern.starts_with('{') && pattern.find('}') == pattern.size() - 1 &&
         pattern.ends_with("?}");
}

std::string
shown(std::string_view pattern, std::string_view id)
{
  const auto path = pattern.substr(0, pattern.find('?'));
  return *replaced(path, [&](std::string_view blank) -> Result<std::string> {
    return blank == "id" ? percent_encoded(id) : fmt::format("{{{}}}", blank);
  });
}

Result<std::string>
auth_value(const Workplace& at, const std::string& name)
{
  const auto found = at.tenant.auth.find(name);
  if (found == at.tenant.auth.end() || found->second.empty()) {
    return fail(Failure::invalid, fmt::format("tenant {}: auth: \"{}\" is missing. Give it as "
                                              "env:NAME, file:PATH or credential:NAME.",
                                              at.tenant.name, name));
  }
  if (!is_secret_reference(found->second)) {
    return found->second;
  }
  return resolve_secret(found->second, at.redactor).map_error([&](Error error) {
    error.what = fmt::format("tenant {}: auth: \"{}\": {}", at.tenant.name, name, error.what);
    return error;
  });
}

Result<std::string>
host_url(const Workplace& at, const std::string& host)
{
  const auto pick = [&](const std::string& base, const auto& hosts) {
    const auto found = hosts.find(host);
    return host.empty() ? base : found == hosts.end() ? std::string{} : found->second;
  };
  auto url = pick(at.tenant.base_url, at.tenant.hosts);
  if (url.empty()) {
    url = pick(at.manifest.base_url, at.manifest.hosts);
  }
  if (url.empty()) {
    return fail(Failure::invalid,
                fmt::format("tenant {}: {} is missing: the address of the {}.", at.tenant.name,
                            host.empty() ? "base_url" : fmt::format("hosts: \"{}\"", host),
                            host.empty() ? "server" : "host"));
  }
  url.resize(url.find_last_not_of('/') + 1);
  return url;
}

std::string
form_text(const Parameters& parameters)
{
  std::string text;
  for (const auto& [name, value] : parameters) {
    text += fmt::format("{}{}={}", text.empty() ? "" : "&", percent_encoded(name),
                        percent_encoded(value));
  }
  return text;
}

std::string
with_query(std::string url, const Parameters& parameters)
{
  if (!parameters.empty()) {
    url += url.find('?') == std::string::npos ? '?' : '&';
    url += form_text(parameters);
  }
  return url;
}

std::string
with_own_query(const std::string& url, const Parameters& own)
{
  const auto mark = std::min(url.find('?'), url.size());
  std::string_view rest = std::string_view{url}.substr(std::min(mark + 1, url.size()));
  std::string query;
  std::set<std::string, std::less<>> said;
  while (!rest.empty()) {
    const auto part = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    const auto name = hex_decoded(part.substr(0, part.find('=')));
    const auto ours = std::ranges::find(own, name, &Parameters::value_type::first);
    if (part.empty() || (ours != own.end() && !said.insert(name).second)) {
      continue;
    }
    query += query.empty() ? "?" : "&";
    query += ours == own.end() ? std::string{part} : form_text({*ours});
  }
  Parameters lacking;
  std::ranges::copy_if(own, std::back_inserter(lacking),
                       [&](const auto& each) { return !said.contains(each.first); });
  return with_query(url.substr(0, mark) + query, lacking);
}

std::string
document_name(std::string_view pattern, std::string_view id)
{
  std::string name{pattern};
  if (const auto star = name.find('*'); star != std::string::npos) {
    name.replace(star, 1, hex_encoded(id, [](char c) {
                   return static_cast<unsigned char>(c) >= ' ' &&
                          k_breaks_addresses.find(c) == std::string_view::npos;
                 }));
  }
  return name;
}

std::string
identifier_in(std::string_view pattern, std::string_view name)
{
  const auto star = pattern.find('*');
  if (star == std::string_view::npos || name.size() + 1 < pattern.size()) {
    return {};
  }
  return hex_decoded(name.substr(star, name.size() + 1 - pattern.size()));
}

} // namespace klausur
