#include "connectors/rest/paging.hpp"

#include "connectors/http/url.hpp"
#include "connectors/model/setting.hpp"

#include <fmt/format.h>
#include <strings.h>

#include <functional>
#include <vector>

namespace klausur {

namespace {

const JsonValue*
at_pointer(const JsonValue& page, const Pointer& pointer)
{
  return pointer.empty() ? nullptr : value_at(page, pointer);
}

/// A token as text, whether the vendor writes it as text or as a number.
std::string
token_text(const JsonValue* value)
{
  if (value == nullptr || value->IsNull() || value->IsFalse()) {
    return {};
  }
  return value->IsString() ? std::string{text_of(*value)} : to_text(*value);
}

std::string_view
trimmed(std::string_view text)
{
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") + 1 - first);
}

/// Whether the parameters of one link, `; rel="next"; title=...`, say that it is the next.
bool
is_next(std::string_view parameters)
{
  while (!parameters.empty()) {
    parameters.remove_prefix(1);
    const auto end = std::min(parameters.find(';'), parameters.size());
    const auto equals = parameters.substr(0, end).find('=');
    auto name = trimmed(parameters.substr(0, std::min(equals, end)));
    auto value = equals < end ? trimmed(parameters.substr(equals + 1, end - equals - 1))
                              : std::string_view{};
    if (value.size() > 1 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    if (name.size() == 3 && strncasecmp(name.data(), "rel", 3) == 0 && value.size() == 4 &&
        strncasecmp(value.data(), "next", 4) == 0) {
      return true;
    }
    parameters.remove_prefix(end);
  }
  return false;
}

tl::unexpected<Error>
broken(std::string what)
{
  return fail(Failure::unexpected, std::move(what));
}

tl::unexpected<Error>
moved(std::string what)
{
  return fail(Failure::conflict, std::move(what));
}

/// What tells one item from another: its key, else its id, else all that it says.
std::size_t
identity_of(const JsonValue& item, const Pointer& key)
{
  static const Pointer k_id{"id"};
  const auto* named = value_at(item, key.empty() ? k_id : key);
  const bool usable = named != nullptr && (named->IsString() || named->IsNumber());
  return std::hash<std::string>{}(to_text(usable ? *named : item));
}

} // namespace

std::string
next_link(std::string_view header)
{
  while (true) {
    const auto open = header.find('<');
    const auto close = header.find('>', open);
    if (open == std::string_view::npos || close == std::string_view::npos) {
      return {};
    }
    const auto url = header.substr(open + 1, close - open - 1);
    header.remove_prefix(close + 1);
    const auto end = std::min(header.find('<'), header.size());
    auto parameters = trimmed(header.substr(0, end));
    if (parameters.ends_with(',')) {
      parameters.remove_suffix(1);
    }
    if (is_next(trimmed(parameters))) {
      return std::string{url};
    }
    header.remove_prefix(end);
  }
}

Parameters
Pager::parameters() const
{
  if (m_list == nullptr) {
    return {};
  }
  if (const auto* numbered = std::get_if<Numbered>(&m_list->paging)) {
    const auto so_far =
        numbered->step == Step::page ? static_cast<std::size_t>(m_pages) : m_items;
    return {
        {numbered->into, std::to_string(static_cast<std::size_t>(numbered->first) + so_far)}};
  }
  const auto* cursor = std::get_if<Cursor>(&m_list->paging);
  return cursor == nullptr || m_cursor.empty() ? Parameters{}
                                               : Parameters{{cursor->into, m_cursor}};
}

std::optional<std::size_t>
Pager::total_said(const JsonValue& page) const
{
  const auto* total = at_pointer(page, m_list->total);
  const bool usable = total != nullptr && total->IsUint64();
  return usable ? std::optional{static_cast<std::size_t>(total->GetUint64())} : std::nullopt;
}

Result<bool>
Pager::take(const Response& response, const JsonValue& page, const JsonValue* items,
            std::string_view url)
{
  if (m_list == nullptr) {
    return false;
  }
  if (auto good = note_items(response, page, items); !good) {
    return tl::unexpected(std::move(good.error()));
  }
  const std::size_t count = items == nullptr ? 0 : items->Size();
  ++m_pages;
  m_items += count;
  const auto another = more(response, page, count, url);
  if (!another) {
    return another;
  }
  if (!*another && m_total && m_items < *m_total) {
    return moved(fmt::format("ends its list after {} of {} items", m_items, *m_total));
  }
  if (*another && m_most_items && m_items >= *m_most_items) {
    m_part = {m_items, m_total};
    return false;
  }
  if (*another && m_pages >= m_most_pages) {
    return broken(fmt::format("gives more than {} pages", m_most_pages));
  }
  return another;
}

/// Nothing of an earlier page may come again, and the number of all stays what it was.
Result<void>
Pager::note_items(const Response& response, const JsonValue& page, const JsonValue* items)
{
  const bool any = items != nullptr && !items->Empty();
  if (any && !m_bodies.insert(std::hash<std::string_view>{}(response.body)).second) {
    return moved("gives the same page twice");
  }
  const auto total = total_said(page);
  if (total && m_total && *total != *m_total) {
    return moved(fmt::format("said {} items and then {}", *m_total, *total));
  }
  m_total = total ? total : m_total;
  if (std::holds_alternative<std::monostate>(m_list->paging) || !any) {
    return {};
  }
  std::vector<std::size_t> here;
  for (const auto& item : items->GetArray()) {
    here.push_back(identity_of(item, m_list->key));
    if (m_identities.contains(here.back())) {
      return moved("gives an item twice");
    }
  }
  m_identities.insert(here.begin(), here.end());
  return {};
}

Result<bool>
Pager::more(const Response& response, const JsonValue& page, std::size_t items,
            std::string_view url)
{
  if (const auto* numbered = std::get_if<Numbered>(&m_list->paging)) {
    return count_on(*numbered, page, items);
  }
  if (const auto* cursor = std::get_if<Cursor>(&m_list->paging)) {
    return follow_cursor(*cursor, page);
  }
  if (const auto* named = std::get_if<NextUrl>(&m_list->paging)) {
    return follow_url(token_text(at_pointer(page, named->next)), url);
  }
  return std::holds_alternative<NextHeader>(m_list->paging)
             ? follow_url(next_link(response.header("link")), url)
             : Result<bool>{false};
}

Result<bool>
Pager::count_on(const Numbered& numbered, const JsonValue& page, std::size_t items) const
{
  if (numbered.ends == Ends::empty_page) {
    return items > 0;
  }
  const auto total = total_said(page);
  if (!total) {
    return broken("does not say how many items there are");
  }
  return items > 0 && m_items < *total;
}

Result<bool>
Pager::follow_cursor(const Cursor& cursor, const JsonValue& page)
{
  m_cursor = token_text(at_pointer(page, cursor.next));
  if (!m_cursor.empty() && !m_seen.insert(m_cursor).second) {
    return moved("gives the same page token twice");
  }
  return !m_cursor.empty();
}

Result<bool>
Pager::follow_url(const std::string& next, std::string_view url)
{
  if (next.empty()) {
    return false;
  }
  auto target = redirect_target(url, next);
  if (!target) {
    return broken("names a next page on another host");
  }
  m_url = std::move(*target);
  if (m_url == url || !m_seen.insert(m_url).second) {
    return moved("gives the same next page twice");
  }
  return true;
}

} // namespace klausur
