#include "plugin/store/journal_writer.hpp"
#include "plugin/store/store.hpp"

namespace klausur {

Result<std::optional<std::string>>
Store::person(std::string_view digest) const
{
  using Answer = Result<std::optional<std::string>>;
  return m_database->with([&](SQLite::Database& database) -> Answer {
    return first_text(database, "SELECT name FROM person WHERE digest=?", std::string{digest});
  });
}

Result<void>
Store::forget(std::string_view name, Time at)
{
  const std::string who{name};
  return m_database->journal(at, [&](JournalWriter& writer) -> Result<void> {
    SQLite::Database& database = writer.database();
    const auto digest = first_text(
        database, "SELECT digest FROM person WHERE name=? ORDER BY rowid DESC LIMIT 1", who);
    if (!digest) {
      return fail(Failure::invalid, "nobody of that name is known to the journal");
    }
    for (const char* words : {"UPDATE attestation SET by=? WHERE by=?",
                              "UPDATE attestation SET approved_by=? WHERE approved_by=?",
                              "UPDATE waiver SET approver=? WHERE approver=?",
                              "UPDATE waiver SET requested_by=? WHERE requested_by=?",
                              "UPDATE baseline SET accepted_by=? WHERE accepted_by=?"}) {
      SQLite::Statement change{database, words};
      bind_all(change, *digest, who);
      change.exec();
    }
    SQLite::Statement erase{database, "DELETE FROM person WHERE name=?"};
    bind_all(erase, who);
    erase.exec();
    const Entry entry{PersonForgotten{.who = {.name = {}, .digest = *digest}}};
    return writer.add("", entry).map([](const JournalEntry&) {});
  });
}

} // namespace klausur
