#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <string>

namespace klausur::test {

/// As somebody does who has the database's file and no respect.
inline void
tamper(const std::filesystem::path& store, const std::string& words)
{
  SQLite::Database database{store.string(), SQLite::OPEN_READWRITE};
  database.exec("DROP TRIGGER IF EXISTS journal_keeps_entries; "
                "DROP TRIGGER IF EXISTS journal_keeps_words");
  database.exec(words);
}

} // namespace klausur::test
