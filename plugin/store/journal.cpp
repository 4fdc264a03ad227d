#include "plugin/store/database.hpp"
#include "plugin/store/journal_rows.hpp"
#include "plugin/store/journal_writer.hpp"
#include "plugin/store/store.hpp"

namespace klausur {

namespace {

/// How a run ended. What was written and could not be read back was written all the same.
std::string
end_in_words(std::string end, std::int64_t unverified, std::int64_t others)
{
  if (end != "not applied" || unverified == 0) {
    return end;
  }
  return others == 0 ? "written, not verified"
                     : fmt::format("not applied, {} of them written, not verified", unverified);
}

} // namespace

Result<JournalEntry>
Store::append(std::string_view tenant, const Entry& entry, Time at)
{
  JournalEntry written;
  return m_database
      ->journal(at,
                [&](JournalWriter& writer) {
                  return writer.add(tenant, entry).map([&](JournalEntry added) {
                    written = std::move(added);
                  });
                })
      .map([&] { return std::move(written); });
}

Result<void>
Store::append(std::string_view tenant, std::span<const Entry> entries, Time at)
{
  return m_database->journal(at, [&](JournalWriter& writer) -> Result<void> {
    for (const auto& entry : entries) {
      if (auto added = writer.add(tenant, entry); !added) {
        return tl::unexpected(added.error());
      }
    }
    return {};
  });
}

Result<std::vector<JournalEntry>>
Store::journal(std::string_view run) const
{
  using Answer = Result<std::vector<JournalEntry>>;
  return m_database->with([&](SQLite::Database& database) -> Answer {
    std::vector<JournalEntry> all;
    JournalRows rows{database, std::string{run}};
    while (rows.next()) {
      auto body = parse_json(rows.body());
      if (!body) {
        return fail(Failure::invalid, fmt::format("journal entry {}: {}", rows.entry().number,
                                                  body.error().what));
      }
      all.push_back(std::move(rows.entry()));
      all.back().body = std::move(*body);
    }
    return all;
  });
}

Result<std::vector<WriteRecord>>
Store::writes(std::string_view tenant, std::size_t limit) const
{
  using Answer = Result<std::vector<WriteRecord>>;
  return m_database->with([&](SQLite::Database& database) -> Answer {
    std::vector<WriteRecord> all;
    SQLite::Statement rows{
        database,
        "SELECT run, min(at), tenant, sum(kind='write'), sum(kind='failed' OR (kind='outcome' "
        "AND json_extract(body, '$.outcome') IN ('failed', 'refused'))), "
        "sum(kind='not-verified' OR (kind='outcome' AND "
        "json_extract(body, '$.outcome')='not verified')), "
        "sum(kind IN ('failed', 'conflict') OR (kind='outcome' AND json_extract(body, "
        "'$.outcome') NOT IN ('applied', 'already', 'not verified'))), "
        "max(CASE WHEN kind IN ('applied', 'not applied') THEN kind WHEN kind='end' THEN "
        "json_extract(body, '$.end') ELSE '' END) FROM journal "
        "WHERE run IN (SELECT run FROM journal WHERE kind='apply') AND (?='' OR tenant=?) "
        "GROUP BY run, tenant ORDER BY min(number) DESC LIMIT ?"};
    bind_all(rows, std::string{tenant}, std::string{tenant}, static_cast<std::int64_t>(limit));
    while (rows.executeStep()) {
      all.push_back(
          {.id = rows.getColumn(0).getString(),
           .at = from_seconds(rows.getColumn(1).getInt64()),
           .tenant = rows.getColumn(2).getString(),
           .settings = static_cast<std::size_t>(rows.getColumn(3).getInt64()),
           .failed = static_cast<std::size_t>(rows.getColumn(4).getInt64()),
           .end = end_in_words(rows.getColumn(7).getString(), rows.getColumn(5).getInt64(),
                               rows.getColumn(6).getInt64())});
    }
    return all;
  });
}

} // namespace klausur
