#include "connectors/rest/facts/durations.hpp"

#include "connectors/format/json.hpp"
#include "connectors/model/setting.hpp"

#include <charconv>

namespace klausur {

std::optional<int>
days_in(std::string_view duration)
{
  constexpr int k_year = 365;
  constexpr int k_months = 12;
  constexpr int k_most = 1000;
  int count = 0;
  const auto* end = duration.data() + duration.size();
  const auto got = std::from_chars(duration.data(), end, count);
  if (got.ec != std::errc{} || end - got.ptr != 1 || count < 0 || count > k_most) {
    return std::nullopt;
  }
  switch (*got.ptr) {
  case 'd':
    return count;
  case 'm':
    return count * k_year / k_months;
  case 'y':
    return count * k_year;
  default:
    return std::nullopt;
  }
}

void
add_days(Json& content, const DocumentEntry& entry)
{
  for (const auto& pointer : entry.durations) {
    const auto steps = parse_pointer(pointer);
    if (!steps || steps->empty()) {
      continue;
    }
    const std::vector<std::string> above{steps->begin(), steps->end() - 1};
    const auto* holder = value_at(content, above);
    const auto days = holder != nullptr && holder->IsObject()
                          ? days_in(member_text(*holder, steps->back()))
                          : std::nullopt;
    if (days) {
      set_member(const_cast<JsonValue&>(*holder), steps->back() + "_days", JsonValue{*days},
                 content.GetAllocator()); // A part of `content`, ours to change.
    }
  }
}

} // namespace klausur
