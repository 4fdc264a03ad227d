#pragma once

#include "connectors/base/result.hpp"

namespace SQLite {
class Database;
}

namespace klausur {

/// Bring the database to the newest schema, one version after the other, each in its own
/// transaction. A database of a newer program is refused and not touched.
/// @error `invalid`: newer than this program. SQLite's own exceptions pass through; the
///        store turns them into errors.
[[nodiscard]] Result<void> migrate(SQLite::Database& database);

} // namespace klausur
