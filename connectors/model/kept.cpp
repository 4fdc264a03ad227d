#include "connectors/model/kept.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace klausur {

namespace {

/// Whether a pointer with `*` stands for all that another one stands for.
bool
covers(std::string_view wide, const Pointer& steps)
{
  const auto pattern = parse_pointer(wide);
  return pattern && std::ranges::equal(*pattern, steps,
                                       [](const std::string& each, const std::string& step) {
                                         return each == "*" || each == step;
                                       });
}

std::vector<Pointer>
those_of(const Kept::Pointers& by_pattern, std::string_view document)
{
  Kept::Texts all;
  for (const auto& [pattern, pointers] : by_pattern) {
    if (matches(pattern, document)) {
      all.insert(pointers.begin(), pointers.end());
    }
  }
  std::vector<Pointer> parsed;
  for (const auto& pointer : all) {
    parsed.push_back(parse_pointer(pointer).value()); // Made by pointer_text(), or tested.
  }
  return parsed;
}

JsonValue
list_of(const Kept::Texts& texts, Json::AllocatorType& memory)
{
  JsonValue list{rapidjson::kArrayType};
  for (const auto& text : texts) {
    list.PushBack(JsonValue{text.data(), static_cast<rapidjson::SizeType>(text.size()), memory},
                  memory);
  }
  return list;
}

std::optional<Kept::Texts>
texts_of(const JsonValue& list)
{
  if (!list.IsArray()) {
    return std::nullopt;
  }
  Kept::Texts texts;
  for (const auto& each : list.GetArray()) {
    if (!each.IsString()) {
      return std::nullopt;
    }
    texts.emplace(text_of(each));
  }
  return texts;
}

} // namespace

void
Kept::add(const Address& address)
{
  m_pointers[address.document].insert(pointer_text(address.steps));
}

bool
Kept::holds(const Address& address) const
{
  const auto holds_it = [&](const Texts& pointers) {
    return pointers.contains(pointer_text(address.steps)) ||
           std::ranges::any_of(pointers, [&](const std::string& each) {
             return each.find('*') != std::string::npos && covers(each, address.steps);
           });
  };
  const auto same = m_pointers.find(address.document);
  if (same != m_pointers.end() && holds_it(same->second)) {
    return true;
  }
  return std::ranges::any_of(m_pointers, [&](const auto& each) {
    return each.first.find('*') != std::string::npos && matches(each.first, address.document) &&
           holds_it(each.second);
  });
}

void
Kept::add_worded(const Address& address)
{
  m_worded[address.document].insert(pointer_text(address.steps));
}

std::vector<Pointer>
Kept::pointers_of(std::string_view document) const
{
  return those_of(m_pointers, document);
}

std::vector<Pointer>
Kept::worded_of(std::string_view document) const
{
  return those_of(m_worded, document);
}

Json
Kept::to_json() const
{
  Json json{rapidjson::kObjectType};
  auto& memory = json.GetAllocator();
  JsonValue addresses{rapidjson::kObjectType};
  for (const auto& [document, pointers] : m_pointers) {
    set_member(addresses, document, list_of(pointers, memory), memory);
  }
  set_member(json, "addresses", addresses, memory);
  if (!m_plain.empty()) {
    set_member(json, "plain", list_of(m_plain, memory), memory);
  }
  return json;
}

Result<Kept>
Kept::from_json(const JsonValue& json)
{
  Kept kept;
  const auto* addresses = member(json, "addresses");
  if (addresses == nullptr || !addresses->IsObject()) {
    return fail(Failure::invalid, "\"kept\" has no object \"addresses\"");
  }
  for (const auto& each : addresses->GetObject()) {
    const auto pointers = texts_of(each.value);
    const bool usable = pointers && std::ranges::all_of(*pointers, [](const std::string& text) {
                          return parse_pointer(text).has_value();
                        });
    if (!usable) {
      return fail(Failure::invalid,
                  fmt::format("\"kept\": \"addresses\": {} has no list of pointers",
                              text_of(each.name)));
    }
    kept.m_pointers.emplace(text_of(each.name), *pointers);
  }
  if (const auto* plain = member(json, "plain")) {
    auto texts = texts_of(*plain);
    if (!texts) {
      return fail(Failure::invalid, "\"kept\": \"plain\" is no list of texts");
    }
    kept.m_plain = std::move(*texts);
  }
  return kept;
}

} // namespace klausur
