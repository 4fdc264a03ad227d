#include "connectors/jitsi/mask.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace klausur {

namespace {

using std::string_view_literals::operator""sv;

// Compared with the key in lower case and without separators.
constexpr std::array k_anywhere{
    "secret"sv,     "password"sv, "passwd"sv, "passphrase"sv, "passwort"sv, "credential"sv,
    "privatekey"sv, "apikey"sv,   "appkey"sv, "accesskey"sv,  "authkey"sv,  "authorization"sv};
constexpr std::array k_at_the_end{"token"sv, "dsn"sv, "jwt"sv, "pwd"sv, "pass"sv, "pw"sv};
// These say something about a secret and hold none.
constexpr std::array k_harmless{"digits"sv, "whitelist"sv, "length"sv, "enabled"sv,
                                "path"sv,   "file"sv,      "url"sv,    "lifetime"sv};

std::string
bare(std::string_view key)
{
  std::string text;
  for (const char each : key) {
    if (std::isalnum(static_cast<unsigned char>(each)) != 0) {
      text += static_cast<char>(std::tolower(static_cast<unsigned char>(each)));
    }
  }
  return text;
}

/// "app_key", "app-key", "app.key" and "appKey", but neither "key" nor "monkey".
bool
ends_in_key(std::string_view key)
{
  if (key.size() < 4) {
    return false;
  }
  const std::string_view end = key.substr(key.size() - 3);
  const char before = key[key.size() - 4];
  return end == "Key" || ((end == "key" || end == "KEY") && (before == '_' || before == '-'));
}

/// "https://user:password@host" with the password masked.
std::string
without_url_password(std::string_view text)
{
  std::string answer{text};
  for (std::size_t at = answer.find("://"); at != std::string::npos;
       at = answer.find("://", at)) {
    at += 3;
    const std::size_t end = std::min(answer.find_first_of("/?# \t,;\"'", at), answer.size());
    const std::size_t sign = answer.rfind('@', end);
    const std::size_t colon = answer.find(':', at);
    if (sign != std::string::npos && sign > at && colon < sign) {
      answer.replace(colon + 1, sign - colon - 1, k_masked);
    }
  }
  return answer;
}

void
set_text(JsonValue& value, std::string_view text, Json::AllocatorType& memory)
{
  value.SetString(text.data(), static_cast<rapidjson::SizeType>(text.size()), memory);
}

void
mask(JsonValue& value, bool secret, Json::AllocatorType& memory)
{
  if (value.IsObject()) {
    for (auto& each : value.GetObject()) {
      mask(each.value, secret || looks_secret(text_of(each.name)), memory);
    }
  } else if (value.IsArray()) {
    for (auto& each : value.GetArray()) {
      mask(each, secret, memory);
    }
  } else if (secret &&
             (value.IsNumber() || (value.IsString() && value.GetStringLength() > 0))) {
    set_text(value, k_masked, memory);
  } else if (value.IsString() && text_of(value).find("://") != std::string_view::npos) {
    set_text(value, without_url_password(text_of(value)), memory);
  }
}

} // namespace

bool
looks_secret(std::string_view key)
{
  const std::string name = bare(key);
  const auto ends = [&name](std::string_view end) { return name.ends_with(end); };
  if (std::ranges::any_of(k_harmless, ends)) {
    return false;
  }
  return ends_in_key(key) || std::ranges::any_of(k_at_the_end, ends) ||
         std::ranges::any_of(k_anywhere, [&name](std::string_view part) {
           return name.find(part) != std::string::npos;
         });
}

void
mask_secrets(JsonValue& value, Json::AllocatorType& memory)
{
  mask(value, /*secret=*/false, memory);
}

Json
masked_object(const std::map<std::string, std::string, std::less<>>& texts)
{
  Json object;
  object.SetObject();
  auto& memory = object.GetAllocator();
  for (const auto& [name, text] : texts) {
    JsonValue key;
    JsonValue value;
    set_text(key, name, memory);
    set_text(value, text, memory);
    object.AddMember(key, value, memory);
  }
  mask_secrets(object, memory);
  return object;
}

} // namespace klausur
