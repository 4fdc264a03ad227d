#include "connectors/rest/facts/counts.hpp"

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

Said
is_text(const JsonValue& item, const std::vector<std::string>& steps, std::string_view text)
{
  const auto* value = value_at(item, steps);
  if (value == nullptr || !value->IsString()) {
    return Said::nothing;
  }
  return text_of(*value) == text ? Said::yes : Said::no;
}

Said
is_null(const JsonValue& item, const std::vector<std::string>& steps)
{
  const auto* value = value_at(item, steps);
  return value == nullptr ? Said::nothing : value->IsNull() ? Said::yes : Said::no;
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
    auto others = pointers_of({count.list, count.is_null});
    if (!any || !none || !others) {
      return tl::unexpected(!any ? any.error() : !none ? none.error() : others.error());
    }
    Tally tally;
    tally.m_any = std::move(*any);
    tally.m_none = std::move(*none);
    tally.m_list = std::move(others->front());
    tally.m_null = std::move(others->back());
    for (const auto& [pointer, text] : count.texts) {
      auto steps = parse_pointer(pointer);
      if (!steps) {
        return tl::unexpected(steps.error());
      }
      tally.m_texts.emplace_back(std::move(*steps), text);
    }
    tally.m_ids.SetArray();
    return tally;
  }

  void take(const JsonValue& item)
  {
    const auto is_so = belongs(item);
    m_silent += is_so == Said::nothing ? 1U : 0U;
    if (is_so != Said::yes) {
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
  [[nodiscard]] Said belongs(const JsonValue& item) const
  {
    std::vector<Said> said;
    if (!m_any.empty()) {
      said.push_back(any_of(item, m_any));
    }
    if (!m_none.empty()) {
      const auto one = any_of(item, m_none);
      said.push_back(one == Said::yes ? Said::no : one == Said::no ? Said::yes : one);
    }
    if (!m_null.empty()) {
      said.push_back(is_null(item, m_null));
    }
    for (const auto& [steps, text] : m_texts) {
      said.push_back(is_text(item, steps, text));
    }
    return std::ranges::count(said, Said::no) > 0        ? Said::no
           : std::ranges::count(said, Said::nothing) > 0 ? Said::nothing
                                                         : Said::yes;
  }

  Pointers m_any;
  Pointers m_none;
  std::vector<std::string> m_null;
  std::vector<std::pair<std::vector<std::string>, std::string>> m_texts;
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
