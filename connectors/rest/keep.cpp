#include "connectors/rest/keep.hpp"

#include "connectors/format/json.hpp"
#include "connectors/model/setting.hpp"

#include <algorithm>
#include <cctype>
#include <span>

namespace klausur {

namespace {

/// One step of one pointer on the way down: `rest` is what is still to go.
using Rest = std::span<const std::string>;

std::vector<Rest>
after(const std::vector<Rest>& rests, std::string_view step)
{
  std::vector<Rest> next;
  for (const auto& rest : rests) {
    if (!rest.empty() && (rest.front() == step || rest.front() == "*")) {
      next.push_back(rest.subspan(1));
    }
  }
  return next;
}

JsonValue kept_of(const JsonValue& value, const std::vector<Rest>& rests,
                  Json::AllocatorType& memory);

JsonValue
kept_of_object(const JsonValue& value, const std::vector<Rest>& rests,
               Json::AllocatorType& memory)
{
  JsonValue kept{rapidjson::kObjectType};
  for (const auto& each : value.GetObject()) {
    const auto next = after(rests, text_of(each.name));
    const bool whole = std::ranges::any_of(next, &Rest::empty);
    // A plain value where a pointer leads deeper is not what the pointer means.
    const bool goes_on = each.value.IsObject() || each.value.IsArray() || each.value.IsNull();
    if (!next.empty() && (whole || goes_on)) {
      kept.AddMember(JsonValue{each.name, memory}, kept_of(each.value, next, memory), memory);
    }
  }
  return kept;
}

JsonValue
kept_of(const JsonValue& value, const std::vector<Rest>& rests, Json::AllocatorType& memory)
{
  if (std::ranges::any_of(rests, &Rest::empty)) {
    return JsonValue{value, memory};
  }
  if (value.IsObject()) {
    return kept_of_object(value, rests, memory);
  }
  if (!value.IsArray()) {
    return {};
  }
  JsonValue kept{rapidjson::kArrayType};
  for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
    if (const auto next = after(rests, std::to_string(i)); !next.empty()) {
      kept.PushBack(kept_of(value[i], next, memory), memory);
    }
  }
  return kept;
}

void
mask(JsonValue& value)
{
  const bool says_nothing =
      value.IsNull() || (value.IsString() && value.GetStringLength() == 0);
  if (!says_nothing) {
    value.SetString("***"); // A constant: it outlives every document.
  }
}

void
mask_at(JsonValue& value, Rest rest)
{
  if (rest.empty()) {
    mask(value);
  } else if (value.IsObject()) {
    for (auto& each : value.GetObject()) {
      if (rest.front() == "*" || rest.front() == text_of(each.name)) {
        mask_at(each.value, rest.subspan(1));
      }
    }
  } else if (value.IsArray()) {
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
      if (rest.front() == "*" || rest.front() == std::to_string(i)) {
        mask_at(value[i], rest.subspan(1));
      }
    }
  }
}

std::string
in_lower_case(std::string_view text)
{
  std::string lower{text};
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

void
mask_named(JsonValue& value, const std::vector<std::string>& names)
{
  if (value.IsObject()) {
    for (auto& each : value.GetObject()) {
      if (std::ranges::find(names, in_lower_case(text_of(each.name))) != names.end()) {
        mask(each.value);
      } else {
        mask_named(each.value, names);
      }
    }
  } else if (value.IsArray()) {
    for (auto& each : value.GetArray()) {
      mask_named(each, names);
    }
  }
}

} // namespace

Result<Keep>
Keep::of(const std::vector<std::string>& kept, const std::vector<std::string>& secrets)
{
  Keep keep;
  for (const auto& pointer : kept) {
    auto steps = parse_pointer(pointer);
    if (!steps) {
      return tl::unexpected(steps.error());
    }
    keep.m_kept.push_back(std::move(*steps));
  }
  for (const auto& secret : secrets) {
    if (!secret.starts_with('/')) {
      keep.m_secret_names.push_back(in_lower_case(secret));
    } else if (auto steps = parse_pointer(secret)) {
      keep.m_secret.push_back(std::move(*steps));
    }
  }
  return keep;
}

Json
Keep::operator()(const JsonValue& page) const
{
  Json whole;
  auto& memory = whole.GetAllocator();
  std::vector<Rest> rests{m_kept.begin(), m_kept.end()};
  if (rests.empty()) {
    rests.emplace_back();
  }
  static_cast<JsonValue&>(whole) = kept_of(page, rests, memory);
  for (const auto& steps : m_secret) {
    mask_at(whole, steps);
  }
  if (!m_secret_names.empty()) {
    mask_named(whole, m_secret_names);
  }
  return packed_copy_of(whole);
}

} // namespace klausur
