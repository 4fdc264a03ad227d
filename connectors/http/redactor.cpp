#include "connectors/http/redactor.hpp"

#include "connectors/format/base64.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <vector>

namespace klausur {

namespace {

constexpr std::size_t k_shortest = 4;
// A path like /api is no secret, one like /hooks/x7f3... is.
constexpr std::size_t k_shortest_path = 12;

/// How base64 of a longer text shows `secret` when it begins `offset` bytes into a group
/// of three, without the characters that its neighbours share: `user:secret` of Basic.
std::string
base64_inside(std::string_view secret, std::size_t offset)
{
  auto encoded = base64(std::string(offset, '\0') + std::string{secret});
  const auto bits = 8 * (offset + secret.size());
  encoded.resize(bits / 6);
  return encoded.substr((8 * offset + 5) / 6);
}

std::string
percent_encoded(std::string_view text, bool upper_case, bool form)
{
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || std::string_view{"-._~"}.find(c) != std::string_view::npos) {
      encoded += c;
    } else if (form && c == ' ') {
      encoded += '+';
    } else {
      encoded += upper_case ? fmt::format("%{:02X}", byte) : fmt::format("%{:02x}", byte);
    }
  }
  return encoded;
}

std::string
json_escaped(std::string_view text)
{
  const auto quoted = to_text(json_string(text));
  return quoted.size() < 2 ? std::string{} : quoted.substr(1, quoted.size() - 2);
}

std::string
url_safe(std::string text)
{
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

/// A secret address is also shown without its scheme, or as a path alone.
std::vector<std::string>
parts_of_url(std::string_view text)
{
  const auto scheme = text.find("://");
  if (scheme == std::string_view::npos || scheme > 8) {
    return {};
  }
  const auto rest = text.substr(scheme + 3);
  std::vector<std::string> parts{std::string{rest}};
  const auto path = rest.substr(std::min(rest.find('/'), rest.size()));
  for (const auto part : {path, path.substr(0, path.find('?'))}) {
    if (part.size() >= k_shortest_path) {
      parts.emplace_back(part);
    }
  }
  return parts;
}

} // namespace

void
Redactor::add(std::string_view secret)
{
  if (secret.size() < k_shortest) {
    return;
  }
  if (m_wider != nullptr) {
    m_wider->add(secret);
  }
  auto forms = parts_of_url(secret);
  forms.insert(forms.end(), {std::string{secret}, json_escaped(secret),
                             percent_encoded(secret, /*upper_case=*/true, /*form=*/false),
                             percent_encoded(secret, /*upper_case=*/false, /*form=*/false),
                             percent_encoded(secret, /*upper_case=*/true, /*form=*/true)});
  for (const std::size_t offset : {0U, 1U, 2U}) {
    forms.push_back(base64_inside(secret, offset));
    forms.push_back(url_safe(forms.back()));
  }
  auto unpadded = base64(secret);
  unpadded.resize(unpadded.find_last_not_of('=') + 1);
  forms.push_back(url_safe(unpadded));
  forms.push_back(std::move(unpadded));
  forms.push_back(base64(secret));
  forms.push_back(url_safe(forms.back()));
  const std::lock_guard lock{m_mutex};
  for (auto& form : forms) {
    if (form.size() >= k_shortest) {
      m_secrets.insert(std::move(form));
    }
  }
}

std::string
Redactor::redact(std::string_view text) const
{
  std::string clean{text};
  const std::lock_guard lock{m_mutex};
  for (const auto& secret : m_secrets) {
    for (auto at = clean.find(secret); at != std::string::npos; at = clean.find(secret, at)) {
      clean.replace(at, secret.size(), "***");
      at += 3;
    }
  }
  return clean;
}

bool
Redactor::has_secret(std::string_view text) const
{
  const std::lock_guard lock{m_mutex};
  return std::ranges::any_of(m_secrets, [&](const std::string& secret) {
    return text.find(secret) != std::string_view::npos;
  });
}

void
Redactor::redact(Json& document) const
{
  if (has_secret(to_text(document))) { // hardly ever: so it is asked of the whole first
    redact_in(document, document.GetAllocator());
  }
}

void
Redactor::redact_in(JsonValue& value, Json::AllocatorType& memory) const
{
  const auto clean = [&](JsonValue& text) {
    if (const std::string given{text_of(text)}; has_secret(given)) {
      const std::string safe = redact(given);
      text.SetString(safe.data(), static_cast<rapidjson::SizeType>(safe.size()), memory);
    }
  };
  if (value.IsString()) {
    clean(value);
  } else if (value.IsArray()) {
    for (auto& each : value.GetArray()) {
      redact_in(each, memory);
    }
  } else if (value.IsObject()) {
    for (auto& each : value.GetObject()) {
      clean(each.name);
      redact_in(each.value, memory);
    }
  }
}

} // namespace klausur
