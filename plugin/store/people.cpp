#include "plugin/store/database.hpp"
#include "plugin/store/store.hpp"

namespace klausur {

Result<std::optional<std::string>>
Store::person(std::string_view digest) const
{
  using Answer = Result<std::optional<std::string>>;
  return m_database->with([&](SQLite::Database& database) -> Answer {
    SQLite::Statement row{database, "SELECT name FROM person WHERE digest=?"};
    bind_all(row, std::string{digest});
    return row.executeStep() ? std::optional{row.getColumn(0).getString()} : std::nullopt;
  });
}

Result<void>
Store::forget(std::string_view name, Time at)
{
  const std::string who{name};
  const auto digest = m_database->with([&](SQLite::Database& database) -> Result<std::string> {
    SQLite::Statement known{database, "SELECT digest FROM person WHERE name=? ORDER BY "
                                      "rowid DESC LIMIT 1"};
    bind_all(known, who);
    if (!known.executeStep()) {
      return fail(Failure::invalid, "nobody of that name is known to the journal");
    }
    return known.getColumn(0).getString();
  });
  if (!digest) {
    return tl::unexpected(digest.error());
  }
  // First the entry: whoever is interrupted between the two can ask again.
  return append("", Entry{PersonForgotten{.who = {.name = {}, .digest = *digest}}}, at)
      .and_then([&](const JournalEntry&) {
        return m_database->in_transaction([&](SQLite::Database& database) -> Result<void> {
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
          return {};
        });
      });
}

} // namespace klausur
