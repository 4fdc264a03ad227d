#include "plugin/store/journal_writer.hpp"

#include "connectors/format/digest.hpp"

namespace klausur {

JournalEnd
end_of_journal(SQLite::Database& database)
{
  JournalEnd end{.hash = sha256("")};
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

Result<JournalEntry>
JournalWriter::add(std::string_view kind, std::string_view tenant, const JsonValue& body)
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

Result<JournalEntry>
JournalWriter::add(std::string_view tenant, const Entry& entry)
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

void
JournalWriter::finish()
{
  SQLite::Statement head{m_database, "INSERT OR REPLACE INTO journal_head VALUES(1,?,?,?)"};
  bind_all(head, m_end.number, m_end.hash, m_end.key);
  head.exec();
}

Result<JournalEntry>
JournalWriter::insert(std::string_view kind, std::string_view tenant, const std::string& body)
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

} // namespace klausur
