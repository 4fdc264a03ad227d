#include "connectors/format/digest.hpp"
#include "plugin/store/database.hpp"
#include "plugin/store/journal_rows.hpp"
#include "plugin/store/store.hpp"

namespace klausur {

namespace {

/// What the next entry follows on.
struct End
{
  std::int64_t number = 0;
  std::string hash = sha256("");
  std::string key; ///< That signs; empty: none does yet.
};

End
end_of(SQLite::Database& database)
{
  End end;
  SQLite::Statement last{database,
                         "SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1"};
  if (last.executeStep()) {
    end.number = last.getColumn(0).getInt64();
    end.hash = last.getColumn(1).getString();
  }
  SQLite::Statement key{database, "SELECT key FROM journal_head"};
  if (key.executeStep()) {
    end.key = key.getColumn(0).getString();
  }
  return end;
}

/// Writes entries one after the other, within one transaction.
class Writer
{
public:
  Writer(SQLite::Database& database, SigningKey key, End end, Time at)
      : m_database{database}, m_key{std::move(key)}, m_end{std::move(end)}, m_at{at}
  {
  }

  [[nodiscard]] Result<JournalEntry> add(std::string_view kind, std::string_view tenant,
                                         const JsonValue& body)
  {
    if (m_end.key.empty()) {
      m_end.key = m_key.public_key().name();
      Json first{rapidjson::kObjectType};
      set_member(first, "key", m_end.key, first.GetAllocator());
      if (auto added = add(KeyChange::k_kind, "", first); !added) {
        return added;
      }
    }
    return insert(kind, tenant, canonical_text(body));
  }

  [[nodiscard]] Result<JournalEntry> add(std::string_view tenant, const Entry& entry)
  {
    const auto digest_of = [&](const std::string& name) {
      std::string digest = m_key.digest("person", name);
      SQLite::Statement known{m_database, "INSERT OR IGNORE INTO person VALUES(?,?)"};
      bind_all(known, digest, name);
      known.exec();
      return digest;
    };
    auto body = body_of(entry, digest_of);
    const auto* change = std::get_if<KeyChange>(&entry);
    if (change != nullptr) {
      set_member(body, "before", m_key.public_key().name(), body.GetAllocator());
    }
    auto added = add(kind_of(entry), tenant, body);
    if (added && change != nullptr) {
      m_end.key = change->key;
    }
    return added;
  }

  /// Note what the last entry is and who signs the next one.
  void finish()
  {
    SQLite::Statement head{m_database, "INSERT OR REPLACE INTO journal_head VALUES(1,?,?,?)"};
    bind_all(head, m_end.number, m_end.hash, m_end.key);
    head.exec();
  }

private:
  [[nodiscard]] Result<JournalEntry> insert(std::string_view kind, std::string_view tenant,
                                            const std::string& body)
  {
    JournalEntry entry{.number = m_end.number + 1,
                       .at = m_at,
                       .kind = std::string{kind},
                       .tenant = std::string{tenant},
                       .previous = m_end.hash,
                       .key = m_key.public_key().name()};
    const std::string link = link_text(entry, sha256(entry_text(entry, body)));
    auto signature = m_key.sign(link);
    auto json = parse_json(body);
    if (!signature || !json) {
      return tl::unexpected(signature ? json.error() : signature.error());
    }
    entry.signature = std::move(*signature);
    entry.body = std::move(*json);
    entry.hash = sha256(link);
    SQLite::Statement row{m_database, "INSERT INTO journal VALUES(?,?,?,?,?,?,?,?,?,?)"};
    bind_all(row, entry.number, to_seconds(m_at), entry.kind, entry.tenant,
             std::string{member_text(entry.body, "run")}, body, entry.previous, entry.hash,
             entry.key, entry.signature);
    row.exec();
    m_end.number = entry.number;
    m_end.hash = entry.hash;
    return entry;
  }

  SQLite::Database& m_database;
  SigningKey m_key;
  End m_end;
  Time m_at;
};

/// Texts of an entry are lines.
Result<void>
one_line(std::string_view kind, std::string_view tenant)
{
  return kind.find('\n') == std::string_view::npos &&
                 tenant.find('\n') == std::string_view::npos
             ? Result<void>{}
             : fail(Failure::invalid, "a journal entry's kind and tenant are one line each");
}

} // namespace

template<typename Add>
Result<void>
Store::Database::journal(Time at, Add add)
{
  return in_transaction([&](SQLite::Database& database) -> Result<void> {
    End end = end_of(database);
    auto key_now = signer(end.key);
    if (!key_now) {
      return tl::unexpected(key_now.error());
    }
    Writer writer{database, std::move(*key_now), std::move(end), at};
    auto added = add(writer);
    writer.finish();
    return added;
  });
}

Result<JournalEntry>
Store::append(std::string_view tenant, const Entry& entry, Time at)
{
  JournalEntry written;
  return one_line("", tenant)
      .and_then([&] {
        return m_database->journal(at, [&](Writer& writer) {
          return writer.add(tenant, entry).map([&](JournalEntry added) {
            written = std::move(added);
          });
        });
      })
      .map([&] { return std::move(written); });
}

Result<void>
Store::append(std::string_view tenant, std::span<const Entry> entries, Time at)
{
  if (auto good = one_line("", tenant); !good) {
    return good;
  }
  return m_database->journal(at, [&](Writer& writer) -> Result<void> {
    for (const auto& entry : entries) {
      if (auto added = writer.add(tenant, entry); !added) {
        return tl::unexpected(added.error());
      }
    }
    return {};
  });
}

Result<JournalEntry>
Store::append(std::string_view kind, std::string_view tenant, const JsonValue& body, Time at)
{
  JournalEntry written;
  return one_line(kind, tenant)
      .and_then([&] {
        return m_database->journal(at, [&](Writer& writer) {
          return writer.add(kind, tenant, body).map([&](JournalEntry added) {
            written = std::move(added);
          });
        });
      })
      .map([&] { return std::move(written); });
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
        "max(CASE WHEN kind IN ('applied', 'not applied') THEN kind WHEN kind='end' THEN "
        "json_extract(body, '$.end') ELSE '' END) FROM journal "
        "WHERE run IN (SELECT run FROM journal WHERE kind='apply') AND (?='' OR tenant=?) "
        "GROUP BY run, tenant ORDER BY min(number) DESC LIMIT ?"};
    bind_all(rows, std::string{tenant}, std::string{tenant}, static_cast<std::int64_t>(limit));
    while (rows.executeStep()) {
      all.push_back({.id = rows.getColumn(0).getString(),
                     .at = from_seconds(rows.getColumn(1).getInt64()),
                     .tenant = rows.getColumn(2).getString(),
                     .settings = static_cast<std::size_t>(rows.getColumn(3).getInt64()),
                     .failed = static_cast<std::size_t>(rows.getColumn(4).getInt64()),
                     .end = rows.getColumn(5).getString()});
    }
    return all;
  });
}

} // namespace klausur
