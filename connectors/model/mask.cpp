#include "connectors/model/mask.hpp"

#include "connectors/format/digest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

void
set_text(JsonValue& value, std::string_view text, Json::AllocatorType& memory)
{
  value.SetString(text.data(), static_cast<rapidjson::SizeType>(text.size()), memory);
}

bool
may_be_json(std::string_view text)
{
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

} // namespace

void
Masking::operator()(JsonValue& value, Json::AllocatorType& memory) const
{
  mask(value, /*secret=*/false, /*secret_name=*/false, memory);
}

/// @param secret  It stands, at any depth, below a name that looks secret.
/// @param secret_name  It stands directly there.
void
Masking::mask(JsonValue& value, bool secret, bool secret_name,
              Json::AllocatorType& memory) const
{
  if (value.IsObject()) {
    for (auto& each : value.GetObject()) {
      const auto name = text_of(each.name);
      const bool looks = looks_secret(name);
      mask(each.value, secret || looks, looks, memory);
      if (const auto safe = masked_name(name); safe != name) {
        set_text(each.name, safe, memory);
      }
    }
  } else if (value.IsArray()) {
    for (auto& each : value.GetArray()) {
      mask(each, secret, secret_name, memory);
    }
  } else if (value.IsNumber() && secret_name) {
    set_text(value, k_masked, memory);
  } else if (value.IsString() && value.GetStringLength() > 0) {
    const auto text = text_of(value);
    const auto safe = m_plain.contains(text) ? std::string{text}
                      : secret               ? std::string{k_masked}
                                             : masked(text);
    if (safe != text) {
      set_text(value, safe, memory);
    }
  }
}

std::string
Masking::masked(std::string_view text) const
{
  return m_plain.contains(text) ? std::string{text}
         : may_be_json(text)    ? masked_json(text)
                                : without_secrets(text);
}

/// A text that begins as JSON and is none is a text as any other.
std::string
Masking::masked_json(std::string_view text) const
{
  auto json = parse_json(text);
  if (!json) {
    return without_secrets(text);
  }
  const auto before = to_text(*json);
  mask(*json, /*secret=*/false, /*secret_name=*/false, json->GetAllocator());
  auto after = to_text(*json);
  return after == before ? std::string{text} : after;
}

std::string
Masking::masked_name(std::string_view name) const
{
  constexpr std::size_t k_digits = 8;
  auto safe = without_persons(name);
  return safe == name
             ? safe
             : fmt::format("{}-{}", k_masked, hmac_sha256(m_key, name).substr(0, k_digits));
}

Error
without_quotations(Error error)
{
  error.what = sentence_without_secrets(error.what);
  error.scope = sentence_without_secrets(error.scope);
  return error;
}

bool
holds_mask(const JsonValue& value)
{
  if (value.IsObject()) {
    return std::ranges::any_of(value.GetObject(), [](const auto& each) {
      return is_masked(text_of(each.name)) || holds_mask(each.value);
    });
  }
  if (value.IsArray()) {
    return std::ranges::any_of(value.GetArray(), holds_mask);
  }
  return value.IsString() && is_masked(text_of(value));
}

} // namespace klausur
