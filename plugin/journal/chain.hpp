#pragma once

#include "plugin/journal/entry.hpp"

#include <optional>
#include <string>
#include <vector>

namespace klausur {

// How entries hang together. Two small texts for each entry, so that others can check it with
// `sha256sum` and `openssl` alone, and so that an entry can be shown without its neighbours:
//
//   klausur-entry-2          what happened      klausur-link-2          its place in the chain
//   at 2026-11-24T09:00:00Z                     number 12
//   kind write                                  entry sha256:...        of the text on the left
//   tenant chat                                 previous sha256:...     hash of link 11
//   body {...}                                  key ed25519:...         who signs it
//
// The entry's hash is that of the link, and the link is what is signed. What was written before
// there was a key has an older form, without a signature.

/// The last entry at some time, as reports show it: `12/sha256:...`.
struct JournalHead
{
  std::int64_t number = 0; ///< 0: not known, or an empty journal.
  std::string hash;

  [[nodiscard]] std::string text() const;
};

/// @error `invalid`: neither `12/sha256:...` nor `sha256:...`
[[nodiscard]] Result<JournalHead> parse_head(std::string_view text);

[[nodiscard]] std::string entry_text(const JournalEntry& entry, std::string_view body);
[[nodiscard]] std::string link_text(const JournalEntry& entry, std::string_view entry_hash);

/// The hash that the entry should have, by its form.
/// @param body  As it is kept; that of an entry with a key is canonical.
/// @error `unexpected`: the body is no JSON.
[[nodiscard]] Result<std::string> hash_of(const JournalEntry& entry, std::string_view body);

/// What a look at the whole journal found.
struct JournalVerdict
{
  std::int64_t entries = 0;
  std::int64_t without_signature = 0; ///< Of earlier versions, at its beginning.
  std::optional<Time> signed_since;
  std::string key; ///< That signs now; empty: none does yet.
  JournalHead head;
  /// Where somebody said that the key before was lost: no signature ties it, and what follows,
  /// to what was before.
  struct Break
  {
    std::int64_t entry = 0;
    Time at{};
    std::string lost_key;
  };
  std::vector<Break> breaks;
  struct Flaw
  {
    std::int64_t entry = 0; ///< The first that is not as it was written.
    std::string what;
  };
  std::optional<Flaw> flaw;
};

/// Looks at entries one after the other, in the order of their numbers.
class ChainCheck
{
public:
  /// @param body  As it is kept. `run`: as it is kept beside the body.
  void take(const JournalEntry& entry, std::string_view body, std::string_view run);
  /// A head that was recorded elsewhere has to be an entry. After all entries; `by` says where.
  void expect(const JournalHead& head, std::string_view by);
  /// The key that is in use has to be the one that signs.
  void expect_key(std::string_view name);

  [[nodiscard]] const JournalVerdict& verdict() const { return m_verdict; }

private:
  void flaw(std::int64_t entry, std::string what);
  void check_signature(const JournalEntry& entry, std::string_view body);
  void check_first_key(const JournalEntry& entry);
  /// A key that follows on a lost one signs for itself.
  void take_break(const JournalEntry& entry, const JsonValue& body);

  JournalVerdict m_verdict;
  std::vector<std::string> m_hashes;
  std::int64_t m_key_since = 0; ///< The entry that brought in the key in use.
};

/// In a few sentences, with what to do next when it does not hold.
[[nodiscard]] std::string to_sentence(const JournalVerdict& verdict);

} // namespace klausur
