#include "plugin/journal/key_file.hpp"
#include "plugin/store/database.hpp"
#include "plugin/store/journal_writer.hpp"
#include "plugin/store/store.hpp"

#include <filesystem>
#include <system_error>

namespace klausur {

namespace fs = std::filesystem;

namespace {

fs::path
next_file(const std::string& file)
{
  return file + ".next";
}

tl::unexpected<Error>
not_the_one(const JournalKey& where, const std::string& known, bool is_gone)
{
  const std::string place = where.file.empty() ? "that the configuration names" : where.file;
  return fail(Failure::invalid,
              fmt::format("the journal is signed by {}, but the key {} {}: put the right one "
                          "back, from a copy of yours or with klausur restore. Nothing was "
                          "written. If no copy is left: klausur journal rotate --lost",
                          known, place, is_gone ? "is gone" : "is another one"));
}

/// A rotation that was interrupted after the journal knew the new key, brought to its end.
Result<std::optional<SigningKey>>
finished_rotation(const std::string& file, const std::string& known, const SigningKey* old)
{
  auto next = read_key(next_file(file));
  if (!next || !*next || (*next)->public_key().name() != known) {
    return next ? Result<std::optional<SigningKey>>{std::nullopt} : next;
  }
  std::error_code problem;
  if (old != nullptr) {
    const std::string mark = old->public_key().name().substr(8, 12);
    fs::rename(file, fmt::format("{}.{}", file, mark), problem);
  }
  if (!problem) {
    fs::rename(next_file(file), file, problem);
  }
  if (problem) {
    return fail(Failure::invalid,
                fmt::format("the journal's new key stands in {} and cannot "
                            "be renamed to {}: {}",
                            next_file(file).string(), file, problem.message()));
  }
  return next;
}

/// A key of our own in the file, or the one that another process was quicker to make.
Result<SigningKey>
made_in(const std::string& file)
{
  return SigningKey::make().and_then([&](const SigningKey& made) -> Result<SigningKey> {
    const auto written = write_key(file, made);
    if (written) {
      return made;
    }
    const auto other = read_key(file);
    return other && *other ? Result<SigningKey>{**other} : tl::unexpected(written.error());
  });
}

Result<SigningKey>
key_in(const JournalKey& where, const std::string& known)
{
  auto kept = read_key(where.file);
  if (!kept) {
    return tl::unexpected(kept.error());
  }
  if (*kept && (known.empty() || (*kept)->public_key().name() == known)) {
    return std::move(**kept);
  }
  if (known.empty()) {
    return made_in(where.file);
  }
  auto next = finished_rotation(where.file, known, *kept ? &**kept : nullptr);
  if (!next) {
    return tl::unexpected(next.error());
  }
  return *next ? Result<SigningKey>{std::move(**next)}
               : not_the_one(where, known, /*is_gone=*/!*kept);
}

} // namespace

Result<SigningKey>
Store::Database::signer(const std::string& known)
{
  if (signing_key && (known.empty() || signing_key->public_key().name() == known)) {
    return *signing_key;
  }
  auto found = !key.pem.empty()   ? SigningKey::from_pem(key.pem)
               : key.file.empty() ? SigningKey::make()
                                  : key_in(key, known);
  if (found && !known.empty() && found->public_key().name() != known) {
    found = not_the_one(key, known, /*is_gone=*/false);
  }
  if (found) {
    signing_key = *found;
  }
  return found;
}

Result<SigningKey>
Store::evidence_key() const
{
  return m_database->with([&](SQLite::Database& database) {
    return m_database->signer(end_of_journal(database).key);
  });
}

Result<std::string>
Store::digest_key() const
{
  return evidence_key().map(
      [](const SigningKey& key) { return key.digest("watch", "settings"); });
}

Result<std::string>
Store::rotate_journal_key(Time at)
{
  const std::string& file = m_database->key.file;
  if (file.empty()) {
    return fail(Failure::invalid, "the journal's key is not kept in a file: exchange it where "
                                  "it is kept, at a time at which the journal is empty");
  }
  const auto begun = journal_head().and_then([&](const JournalHead& head) -> Result<void> {
    return head.number > 0 ? Result<void>{}
                           : fail(Failure::invalid, "the journal is empty: no key has signed "
                                                    "yet, and none needs to be exchanged");
  });
  // What an interrupted one left behind and the journal does not know is of no use.
  std::error_code problem;
  const auto next = begun.and_then([] { return SigningKey::make(); });
  if (!next) {
    return tl::unexpected(next.error());
  }
  fs::remove(next_file(file), problem);
  if (auto written = write_key(next_file(file), *next); !written) {
    return tl::unexpected(written.error());
  }
  const std::string name = next->public_key().name();
  KeyChange change;
  change.key = name;
  return append("", Entry{std::move(change)}, at)
      .and_then([&](const JournalEntry&) {
        return m_database->with([&](SQLite::Database&) { return m_database->signer(name); });
      })
      .map([&](const SigningKey&) { return name; });
}

Result<SigningKey>
Store::Database::key_after_lost(const std::string& known) const
{
  auto found = !key.pem.empty() ? SigningKey::from_pem(key.pem).map([](SigningKey given) {
    return std::optional{std::move(given)};
  })
                                : read_key(key.file);
  if (!found) {
    return tl::unexpected(found.error());
  }
  const auto next = key.file.empty() ? Result<std::optional<SigningKey>>{std::nullopt}
                                     : read_key(next_file(key.file));
  const auto is_known = [&](const std::optional<SigningKey>& each) {
    return each && each->public_key().name() == known;
  };
  if (known.empty() || is_known(*found) || (next && is_known(*next))) {
    return fail(Failure::invalid, known.empty()
                                      ? "nothing was signed yet: there is no key to be lost"
                                      : "the key that signs is there: klausur journal rotate "
                                        "exchanges it, and the old one signs for the new");
  }
  return *found ? Result<SigningKey>{std::move(**found)} : made_in(key.file);
}

Result<std::string>
Store::replace_lost_key(std::string_view by, std::string_view why, Time at)
{
  std::string name;
  const auto key_for = [&](const std::string& known) {
    return m_database->key_after_lost(known).map([&](SigningKey found) {
      name = found.public_key().name();
      m_database->signing_key = found;
      return found;
    });
  };
  return m_database
      ->journal_signed_by(key_for, at,
                          [&](JournalWriter& writer) {
                            const Entry entry{KeyChange{.key = name,
                                                        .before = {},
                                                        .lost = true,
                                                        .by = {std::string{by}, {}},
                                                        .why = std::string{why}}};
                            return writer.add("", entry).map([](const JournalEntry&) {});
                          })
      .map([&] { return name; });
}

} // namespace klausur
