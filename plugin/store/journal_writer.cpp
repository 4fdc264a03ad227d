#include "plugin/store/journal_writer.hpp"

#include "connectors/format/digest.hpp"

#include <fmt/format.h>

#include <utility>

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

Result<void>
expect_recorded_end(SQLite::Database& database, const JournalEnd& end)
{
  SQLite::Statement head{database, "SELECT number, hash FROM journal_head"};
  JournalHead recorded;
  bool is_right = false;
  if (head.executeStep()) {
    recorded = {head.getColumn(0).getInt64(), head.getColumn(1).getString()};
    is_right = recorded.number == end.number && recorded.hash == end.hash;
  } else { // Entries of the versions before there were keys have no record yet.
    is_right = !first_text(database, "SELECT number FROM journal WHERE key<>'' LIMIT 1");
  }
  if (is_right) {
    return {};
  }
  return fail(Failure::invalid,
              fmt::format("the journal ends with entry {}, and the store recorded {} as its "
                          "end: entries were removed or changed, and nothing is added to it; "
                          "klausur journal verify names the place, klausur restore brings a "
                          "backup back",
                          end.number,
                          recorded.hash.empty() ? "nothing"
                                                : fmt::format("entry {}", recorded.number)));
}

Result<JournalEntry>
JournalWriter::add(std::string_view tenant, const Entry& entry)
{
  if (m_end.key.empty()) {
    m_end.key = m_key.public_key().name();
    KeyChange first;
    first.key = m_end.key;
    if (auto named = insert("", Entry{std::move(first)}); !named) {
      return named;
    }
  }
  const auto* change = std::get_if<KeyChange>(&entry);
  if (change == nullptr) {
    return insert(tenant, entry);
  }
  KeyChange next = *change;
  next.before = std::exchange(m_end.key, change->key);
  return insert(tenant, Entry{std::move(next)});
}

void
JournalWriter::finish()
{
  SQLite::Statement head{m_database, "INSERT OR REPLACE INTO journal_head VALUES(1,?,?,?)"};
  bind_all(head, m_end.number, m_end.hash, m_end.key);
  head.exec();
}

Result<JournalEntry>
JournalWriter::insert(std::string_view tenant, const Entry& of)
{
  if (tenant.find('\n') != std::string_view::npos) { // An entry's text is lines.
    return fail(Failure::invalid, "the tenant of a journal entry is one line");
  }
  const std::string body = canonical_text(body_of(of, [&](const std::string& name) {
    std::string digest = m_key.digest("person", name);
    SQLite::Statement known{m_database, "INSERT OR IGNORE INTO person VALUES(?,?)"};
    bind_all(known, digest, name);
    known.exec();
    return digest;
  }));
  JournalEntry entry{.number = m_end.number + 1,
                     .at = m_at,
                     .kind = std::string{kind_of(of)},
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
