#include "plugin/store/database.hpp"
#include "plugin/store/store.hpp"

namespace klausur {

Result<void>
Store::keep_plan(std::string_view hash, std::string_view tenant, Time at,
                 const Produce& produce)
{
  const std::string name{hash};
  return m_database->in_transaction([&](SQLite::Database& database) -> Result<void> {
    SQLite::Statement row{database, "INSERT OR IGNORE INTO plan VALUES(?,?,?)"};
    bind_all(row, name, std::string{tenant}, to_seconds(at));
    if (row.exec() == 0) {
      return {}; // It was kept when its run began, and this one resumes it.
    }
    constexpr std::size_t k_part = std::size_t{256} << 10;
    SQLite::Statement insert{database, "INSERT INTO plan_part VALUES(?,?,?)"};
    std::string text;
    std::int64_t part = 0;
    const auto flush = [&] {
      bind_all(insert, name, part++, text);
      insert.exec();
      insert.reset();
      text.clear();
    };
    produce([&](std::string_view piece) {
      text += piece;
      if (text.size() >= k_part) {
        flush();
      }
    });
    flush();
    return {};
  });
}

Result<std::optional<std::string>>
Store::plan(std::string_view hash) const
{
  using Answer = Result<std::optional<std::string>>;
  return m_database->with([&](SQLite::Database& database) -> Answer {
    SQLite::Statement rows{database, "SELECT body FROM plan_part WHERE hash=? ORDER BY part"};
    bind_all(rows, std::string{hash});
    std::optional<std::string> text;
    while (rows.executeStep()) {
      if (!text) {
        text.emplace();
      }
      *text += rows.getColumn(0).getString();
    }
    return text;
  });
}

} // namespace klausur
