#include "connectors/http/counts.hpp"

#include "connectors/model/setting.hpp"

#include <algorithm>

namespace klausur {

namespace {

using Pointers = std::vector<std::vector<std::string>>;

enum class Said { no, yes, nothing };

/// Whether one of the flags is true.
Said
any_of(const JsonValue& item, const Pointers& flags)
{
  auto said = Said::nothing;
  for (const auto& steps : flags) {
    const auto* value = value_at(item, steps);
    if (value != nullptr && value->IsTrue()) {
      return Said::yes;
    }
    said = value != nullptr ? Said::no : said;
  }
  return said;
}

Result<Pointers>
pointers_of(const std::vector<std::string>& texts)
{
  Pointers pointers;
  for (const auto& text : texts) {
    auto steps = parse_pointer(text);
    if (!steps) {
      return tl::unexpected(steps.error());
    }
    pointers.push_back(std::move(*steps));
  }
  return pointers;
}

/// One of `counts` while the items go by.
class Tally
{
public:
  [[nodiscard]] static Result<Tally> of(const Count& count)
  {
    auto any = pointers_of(count.any);
    auto none = pointers_of(count.none);
    auto list = parse_pointer(count.list);
    if (!any || !none || !list) {
      return tl::unexpected(!any ? any.error() : !none ? none.error() : list.error());
    }
    Tally tally;
    tally.m_any = std::move(*any);
    tally.m_none = std::move(*none);
    tally.m_list = std::move(*list);
    tally.m_ids.SetArray();
    return tally;
  }

  void take(const JsonValue& item)
  {
    const auto any = m_any.empty() ? Said::yes : any_of(item, m_any);
    const auto none = m_none.empty() ? Said::no : any_of(item, m_none);
    if (any == Said::no || none == Said::yes) {
      return;
    }
    if (any == Said::nothing || none == Said::nothing) {
      ++m_silent;
      return;
    }
    ++m_count;
    if (const auto* id = value_at(item, m_list); id != nullptr && !m_list.empty()) {
      m_ids.PushBack(JsonValue{*id, m_ids.GetAllocator()}, m_ids.GetAllocator());
    }
  }

  void put(Json& counts, std::string_view name) const
  {
    if (!m_list.empty()) {
      set_member(counts, name, m_ids, counts.GetAllocator());
    } else if (m_silent == 0 || m_count > 0) {
      set_member(counts, name, JsonValue{m_count}, counts.GetAllocator());
    }
  }

private:
  Pointers m_any;
  Pointers m_none;
  std::vector<std::string> m_list;
  std::uint64_t m_count = 0;
  std::uint64_t m_silent = 0;
  Json m_ids;
};

} // namespace

Result<Json>
counts_in(const JsonValue& whole, const DocumentEntry& entry)
{
  const auto items = parse_pointer(entry.items);
  const auto skip = pointers_of(entry.skip);
  if (!items || !skip) {
    return tl::unexpected(items ? skip.error() : items.error());
  }
  std::map<std::string, Tally> tallies;
  for (const auto& [name, count] : entry.counts) {
    auto tally = Tally::of(count);
    if (!tally) {
      return tl::unexpected(tally.error());
    }
    tallies.emplace(name, std::move(*tally));
  }
  const auto* list = value_at(whole, *items);
  if (list != nullptr && list->IsArray()) {
    for (const auto& item : list->GetArray()) {
      if (any_of(item, *skip) != Said::yes) {
        std::ranges::for_each(tallies, [&](auto& each) { each.second.take(item); });
      }
    }
  }
  Json counts{rapidjson::kObjectType};
  for (const auto& [name, tally] : tallies) {
    tally.put(counts, name);
  }
  return packed_copy_of(counts);
}

} // namespace klausur
