#pragma once

#include "plugin/journal/entry.hpp"
#include "plugin/store/database.hpp"

#include <string>

namespace klausur {

/// Goes through the journal's rows in their order. SQLite's exceptions pass through.
class JournalRows
{
public:
  /// @param run  Only its entries; empty: all.
  JournalRows(SQLite::Database& database, const std::string& run)
      : m_rows{database, "SELECT number, at, kind, tenant, body, previous, hash, key, "
                         "signature, run FROM journal WHERE ?='' OR run=? ORDER BY number"}
  {
    bind_all(m_rows, run, run);
  }

  [[nodiscard]] bool next()
  {
    if (!m_rows.executeStep()) {
      return false;
    }
    const auto text = [&](int column) { return m_rows.getColumn(column).getString(); };
    m_entry = JournalEntry{.number = m_rows.getColumn(0).getInt64(),
                           .at = from_seconds(m_rows.getColumn(1).getInt64()),
                           .kind = text(2),
                           .tenant = text(3),
                           .previous = text(5),
                           .hash = text(6),
                           .key = text(7),
                           .signature = text(8)};
    m_body = text(4);
    m_run = text(9);
    return true;
  }

  [[nodiscard]] JournalEntry& entry() { return m_entry; } ///< Without its body.
  [[nodiscard]] const std::string& body() const { return m_body; }
  [[nodiscard]] const std::string& run() const { return m_run; }

private:
  SQLite::Statement m_rows;
  JournalEntry m_entry;
  std::string m_body;
  std::string m_run;
};

} // namespace klausur
