#pragma once

#include "connectors/rest/asker.hpp"
#include "connectors/rest/keep.hpp"
#include "connectors/rest/paging.hpp"

namespace klausur {

/// One document on its way in: page after page, each cut down to what is kept at once.
class Pull
{
public:
  Pull(const Workplace& at, const DocumentEntry& entry, std::string id, int most_pages);

  /// The next request. An error ends the pull.
  [[nodiscard]] Result<Question> next() const;

  /// Take the answer to next(). An error, also on a later page, makes the whole document a
  /// gap.
  void take(const Response& response, Result<Json> page, const std::string& url);

  [[nodiscard]] bool is_finished() const { return m_finished; }
  /// A member of a list comes packed, and shares its text with those that say the same.
  [[nodiscard]] Reading reading(TextPool& texts) &&;

private:
  [[nodiscard]] Result<bool> join(const Response& response, const Json& page,
                                  const std::string& url);
  [[nodiscard]] Result<Json> finished(Json& whole) const;
  [[nodiscard]] bool next_span();
  [[nodiscard]] std::string place() const;
  void give_up(Error error);

  const Workplace* m_at; // Pointers, so that a pull can be moved in a list.
  const DocumentEntry* m_entry;
  std::string m_id;
  Time m_begun_at; ///< The stretches of time hang on it, so it stays.
  int m_most_pages;
  Pager m_pager;
  int m_span = 0; ///< The stretch of time that is asked for, the newest is 0.
  bool m_finished = false;
  bool m_begun = false;
  Result<Json> m_content{Json{}};
};

} // namespace klausur
