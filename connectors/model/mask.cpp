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

/// Whether people wrote it: several words, or letters beyond ASCII.
bool
is_written_by_people(std::string_view text)
{
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  const auto gap = text.find_first_of(blanks, first);
  return text.find_first_not_of(blanks, gap) != std::string_view::npos ||
         std::ranges::any_of(text, [](char each) { return (each & 0x80) != 0; });
}

/// As short as the text, where a check asks for some length.
std::string
stars_for(std::string_view text)
{
  constexpr std::size_t k_least = 3; // Fewer are no mask.
  return std::string(std::clamp(text.size(), k_least, k_masked.size()), '*');
}

} // namespace

void
Masking::operator()(JsonValue& value, Json::AllocatorType& memory, const Branches& worded) const
{
  mask(value, {.worded = worded}, memory);
}

void
Masking::mask(JsonValue& value, const Place& place, Json::AllocatorType& memory) const
{
  if (value.IsObject()) {
    for (auto& each : value.GetObject()) {
      const auto name = text_of(each.name);
      const bool looks = looks_secret(name);
      if (name == "because" && each.value.IsString()) { // Our own words, which may quote.
        set_text(each.value, without_secrets(text_of(each.value)), memory);
        continue;
      }
      mask(each.value, {below(place.worded, name), place.secret || looks, looks}, memory);
      if (const auto safe = masked_name(name); safe != name) {
        set_text(each.name, safe, memory);
      }
    }
  } else if (value.IsArray()) {
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
      const auto worded =
          place.worded.empty() ? Branches{} : below(place.worded, std::to_string(i));
      mask(value[i], {worded, place.secret, place.secret_name}, memory);
    }
  } else if (value.IsNumber() && place.secret_name) {
    set_text(value, k_masked, memory);
  } else if (value.IsString() && value.GetStringLength() > 0) {
    const auto text = text_of(value);
    if (const auto safe = masked(text, place); safe != text) {
      set_text(value, safe, memory);
    }
  }
}

std::string
Masking::masked(std::string_view text, const Place& place) const
{
  if (m_plain.contains(text)) {
    return std::string{text};
  }
  if (place.secret) {
    return std::string{k_masked};
  }
  if (may_be_json(text)) {
    return masked_json(text, place);
  }
  auto safe = without_secrets(text);
  const bool stays = any_ends(place.worded) || is_masked(safe) || !is_written_by_people(text);
  return stays ? safe : stars_for(text);
}

/// A text that begins as JSON and is none is a text as any other.
std::string
Masking::masked_json(std::string_view text, const Place& place) const
{
  auto json = parse_json(text);
  if (!json) {
    auto safe = without_secrets(text);
    return any_ends(place.worded) || !is_written_by_people(text) ? safe : stars_for(text);
  }
  const auto before = to_text(*json);
  mask(*json, {.worded = {}}, json->GetAllocator());
  auto after = to_text(*json);
  return after == before ? std::string{text} : after;
}

std::string
Masking::masked_name(std::string_view name) const
{
  constexpr std::size_t k_digits = 8;
  const bool of_people = is_written_by_people(name) && !m_plain.contains(name);
  auto safe = of_people ? std::string{} : without_persons(name);
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
