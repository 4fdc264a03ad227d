#pragma once

#include "tests/plugin/store/tamper.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace klausur::test {

/// A database file of the test's own with its key, gone afterwards.
struct StoreFile
{
  std::filesystem::path path =
      std::filesystem::path{KLAUSUR_BINARY_DIR} / ("store_test." + std::to_string(::getpid()));
  std::string url = "sqlite://" + path.string();
  std::string key = path.string() + ".key";

  StoreFile() { remove(); }
  ~StoreFile() { remove(); }
  StoreFile(const StoreFile&) = delete;
  StoreFile& operator=(const StoreFile&) = delete;
  void remove() const
  {
    for (const char* ending : {"", "-wal", "-shm", ".key", ".key.next"}) {
      std::filesystem::remove(path.string() + ending);
    }
  }
  [[nodiscard]] std::int64_t count(const char* table) const
  {
    SQLite::Database database{path.string()};
    return database.execAndGet(std::string{"SELECT count(*) FROM "} + table).getInt64();
  }
  /// As an earlier version of the program left it behind.
  void make_of_version(int version) const
  {
    const std::string from =
        KLAUSUR_SOURCE_DIR "/tests/fixtures/store/version-" + std::to_string(version) + ".sql";
    std::ostringstream text;
    text << std::ifstream{from}.rdbuf();
    SQLite::Database{path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE}.exec(
        text.str());
  }
  void tamper(const std::string& words) const { test::tamper(path, words); }
};

} // namespace klausur::test
