#pragma once

#include "plugin/store/store.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace klausur {

// A backup is an archive (archive.hpp) of
//   store.db                  the whole store at one moment
//   keys/journal.key, .*      the journal's key and those before it, where they are kept in
//   files backup.json               when it was made, by which version, and the journal's head
//   README.txt                how to look into it without this program
// It holds secrets: mode 0600, and to be kept like the key itself.

struct BackupContents
{
  JournalHead head; ///< Of the copy, which was verified.
  bool has_key = false;
};

/// Write a backup into a file that is not there yet, and read it again.
/// @param key  As journal_key_for() says it.
/// @error `invalid`: the file is there or cannot be written, the journal's key is gone;
///        `unexpected`: the journal does not hold, or what was written is not what is read.
[[nodiscard]] Result<BackupContents> back_up(const Store& store, const JournalKey& key,
                                             Time now, const std::filesystem::path& file);

struct RestoreRequest
{
  std::filesystem::path archive;
  std::filesystem::path store;     ///< Where nothing is yet.
  JournalKey key;                  ///< As journal_key_for() says it.
  std::optional<JournalHead> head; ///< One that somebody has kept elsewhere.
};

struct Restored
{
  Time made_at{};
  JournalHead head;     ///< The last entry of the archive; one that says so follows on it.
  bool has_key = false; ///< The journal's key was in it.
};

/// Put the store and its keys where they belong, all of it or nothing. What the archive holds
/// is verified first: its digests, the database, every entry of the journal and the given head.
/// @error `unexpected`: something of that does not hold; `invalid`: no archive, a store or
/// another
///        key is there already, or the folder cannot be written.
[[nodiscard]] Result<Restored> restore(const RestoreRequest& request, Time now);

} // namespace klausur
