#include "connectors/rest/complaint.hpp"

#include "connectors/model/setting.hpp"
#include "connectors/model/snapshot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace klausur {

namespace {

/// Whether an unknown code may be shown: one with digits may be a token that comes back.
bool
is_word(std::string_view text)
{
  constexpr std::size_t k_longest = 60;
  return text.size() <= k_longest &&
         std::ranges::none_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// A text or a number at the pointer; empty where there is none, and for the number 0.
std::string
word_at(const JsonValue& body, const std::string& pointer)
{
  const auto steps = parse_pointer(pointer);
  const auto* value = steps && !pointer.empty() ? value_at(body, *steps) : nullptr;
  if (value != nullptr && value->IsInt()) {
    return value->GetInt() == 0 ? std::string{} : to_text(*value);
  }
  return value != nullptr && value->IsString() ? plain_word(text_of(*value)) : std::string{};
}

bool
is_number(std::string_view text)
{
  return std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

std::string
detail_of(const std::string& code, const std::string& reference, const ErrorCodes& errors)
{
  std::string detail = code.empty() || !is_number(code) ? code : "code " + code;
  if (!reference.empty()) {
    const auto name = errors.reference.substr(errors.reference.rfind('/') + 1);
    detail += fmt::format("{}{} {}", detail.empty() ? "" : "; ", name, reference);
  }
  return detail;
}

} // namespace

Complaint
complaint_in(const JsonValue& body, const ErrorCodes& errors)
{
  Complaint complaint;
  auto code = word_at(body, errors.code);
  if (const auto known = errors.kinds.find(code); known != errors.kinds.end()) {
    complaint.kind = failure_named(known->second).value_or(Failure::unexpected);
  } else if (!is_number(code) && !is_word(code)) {
    code.clear();
  }
  if (const auto advice = errors.advice.find(code); advice != errors.advice.end()) {
    complaint.next = advice->second;
  }
  complaint.detail = detail_of(code, word_at(body, errors.reference), errors);
  complaint.code = std::move(code);
  if (auto scopes = word_at(body, errors.scopes); !scopes.empty()) {
    complaint.scopes.push_back(std::move(scopes));
  }
  return complaint;
}

std::string
plain_word(std::string_view text, std::string_view also)
{
  constexpr std::size_t k_longest = 400;
  const bool plain = text.size() <= k_longest && std::ranges::all_of(text, [&](char c) {
                       return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                              also.find(c) != std::string_view::npos;
                     });
  return plain ? std::string{text} : std::string{};
}

} // namespace klausur
