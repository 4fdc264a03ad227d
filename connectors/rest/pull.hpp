#pragma once

#include "connectors/model/fact.hpp"
#include "connectors/model/snapshot.hpp"
#include "connectors/rest/asker.hpp"
#include "connectors/rest/paging.hpp"

#include <memory>

namespace klausur {

/// One document on its way in: page after page, each cut down to what is kept at once.
class Pull
{
public:
  /// @param sieve  What pages are cut down to; nullptr: they stay whole. It outlives the pull.
  Pull(const Workplace& at, const DocumentEntry& entry, std::string id, int most_pages,
       const Sieve* sieve);

  /// The document as it is for one write: only what stands at these pointers, and nothing
  /// masked or computed.
  Pull(const Workplace& at, const DocumentEntry& entry, std::string id,
       const std::vector<Pointer>& along);

  /// The next request. An error ends the pull.
  [[nodiscard]] Result<Question> next() const;

  /// Take the answer to next(). An error, also on a later page, makes the whole document a
  /// gap; a list that moved while it was read is begun anew once before.
  void take(const Response& response, Result<Json> page, const std::string& url);

  /// Nothing can be asked: the document is a gap.
  void give_up(Error error);

  [[nodiscard]] bool is_finished() const { return m_finished; }
  /// How much of a list was read that is sampled; nothing: all of it.
  [[nodiscard]] std::optional<Error> left_out() const;
  [[nodiscard]] const DocumentEntry& entry() const { return m_entry; }
  /// One of many comes packed, its text shared with those that say the same.
  /// @param keeper  Cuts it down before; nullptr: it stays as it is, for the vendor's own code
  ///                or a write.
  [[nodiscard]] Reading reading(TextPool& texts, const Keeper* keeper = nullptr) &&;

private:
  [[nodiscard]] const List* list() const
  {
    return m_entry.read.list ? &*m_entry.read.list : nullptr;
  }
  [[nodiscard]] Result<bool> join(const Response& response, const Json& page,
                                  const std::string& url);
  [[nodiscard]] Result<void> take_in(const Json& page, const JsonValue* items);
  [[nodiscard]] Result<void> tally(const Json& page, const JsonValue* items);
  void keep(const Json& page);
  [[nodiscard]] Result<Json> finished();
  [[nodiscard]] Result<Json> computed(Json whole);
  [[nodiscard]] std::optional<std::size_t> most_items() const;
  [[nodiscard]] bool next_span();
  void begin();
  void fail_with(const Error& error);
  [[nodiscard]] std::string place() const;

  const Workplace& m_at;
  const DocumentEntry& m_entry;
  std::string m_id;
  Time m_begun_at; ///< The stretches of time hang on it, so it stays.
  int m_most_pages;
  Pager m_pager;
  std::shared_ptr<const Sieve> m_sieve; ///< nullptr: everything is taken.
  std::vector<std::unique_ptr<Tally>> m_tallies;
  int m_span = 0; ///< The stretch of time that is asked for, the newest is 0.
  bool m_list_is_kept = true;
  bool m_finished = false;
  bool m_begun = false;
  bool m_is_second_look = false;
  Result<Json> m_content{Json{}};
};

} // namespace klausur
