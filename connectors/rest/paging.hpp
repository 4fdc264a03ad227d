#pragma once

#include "connectors/http/http.hpp"
#include "connectors/model/document_entry.hpp"
#include "connectors/rest/template.hpp"

#include <optional>
#include <set>
#include <unordered_set>

namespace klausur {

/// Follows the pages of one list and never takes a part of it for the whole. An item, a page
/// or a token that comes again, a number of all that changes, and an end before that number
/// say that the list moved while it was read (`conflict`): a second look may see it stand
/// still. An endless list, and a vendor that does not keep to its own paging, are
/// `unexpected`.
class Pager
{
public:
  /// @param list        nullptr: the answer is one object, and there is one page.
  /// @param most_items  With so many of them the list is left off, nothing: at its end.
  Pager(const List* list, int most_pages, std::optional<std::size_t> most_items = {})
      : m_list{list}, m_most_pages{most_pages}, m_most_items{most_items}
  {
  }

  /// What the next request adds to its query or form.
  [[nodiscard]] Parameters parameters() const;

  /// The whole address of the next page, where the vendor gave one.
  [[nodiscard]] const std::string& url() const { return m_url; }

  /// Take the answer from `url` with its items; nullptr: it is no list.
  /// @return True: there is another page.
  [[nodiscard]] Result<bool> take(const Response& response, const JsonValue& page,
                                  const JsonValue* items, std::string_view url);

  /// What was read of a list that was left off before its end.
  struct Part
  {
    std::size_t items = 0;
    std::optional<std::size_t> total; ///< Nothing: the vendor does not say it.
  };
  [[nodiscard]] const std::optional<Part>& part() const { return m_part; }

private:
  [[nodiscard]] Result<bool> more(const Response& response, const JsonValue& page,
                                  std::size_t items, std::string_view url);
  [[nodiscard]] Result<bool> count_on(const Numbered& numbered, const JsonValue& page,
                                      std::size_t items) const;
  [[nodiscard]] Result<void> note_items(const Response& response, const JsonValue& page,
                                        const JsonValue* items);
  [[nodiscard]] Result<bool> follow_cursor(const Cursor& cursor, const JsonValue& page);
  [[nodiscard]] Result<bool> follow_url(const std::string& next, std::string_view url);
  [[nodiscard]] std::optional<std::size_t> total_said(const JsonValue& page) const;

  const List* m_list;
  int m_most_pages;
  std::optional<std::size_t> m_most_items;
  std::optional<Part> m_part;
  int m_pages = 0;                              ///< Taken so far.
  std::size_t m_items = 0;                      ///< Taken so far.
  std::optional<std::size_t> m_total;           ///< As the first page said it.
  std::unordered_set<std::size_t> m_bodies;     ///< Hashes of pages that held something.
  std::unordered_set<std::size_t> m_identities; ///< Hashes of what names the items.
  std::string m_cursor;
  std::string m_url;
  std::set<std::string, std::less<>> m_seen; ///< Cursors and links.
};

/// The address with rel="next" in a Link header (RFC 8288), or empty.
[[nodiscard]] std::string next_link(std::string_view header);

} // namespace klausur
