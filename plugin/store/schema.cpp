#include "plugin/store/schema.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <array>

namespace klausur {

namespace {

/// Entry i brings version i to version i + 1. Never edit one that was released: append.
constexpr std::array k_steps{
    R"(
CREATE TABLE run(id TEXT PRIMARY KEY, at INTEGER NOT NULL, version TEXT NOT NULL,
  policies TEXT NOT NULL) STRICT;
CREATE TABLE run_tenant(run TEXT NOT NULL REFERENCES run(id), tenant TEXT NOT NULL,
  vendor TEXT NOT NULL, light TEXT NOT NULL, score REAL NOT NULL, coverage REAL NOT NULL,
  failed INTEGER NOT NULL, gaps INTEGER NOT NULL, taken_at INTEGER NOT NULL,
  product_version TEXT NOT NULL, variant TEXT NOT NULL, readings TEXT NOT NULL,
  findings TEXT NOT NULL, PRIMARY KEY(run, tenant)) STRICT;
CREATE INDEX run_tenant_by_tenant ON run_tenant(tenant, run);
CREATE TABLE content(hash TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE reading_set(hash TEXT NOT NULL, document TEXT NOT NULL, source TEXT NOT NULL,
  content TEXT, gap_kind TEXT NOT NULL, gap_what TEXT NOT NULL, gap_scope TEXT NOT NULL,
  PRIMARY KEY(hash, document)) STRICT, WITHOUT ROWID;
CREATE TABLE finding_set(hash TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE attestation(tenant TEXT NOT NULL, check_id TEXT NOT NULL, holds INTEGER NOT NULL,
  statement TEXT NOT NULL, by TEXT NOT NULL, document TEXT NOT NULL, starts INTEGER NOT NULL,
  ends INTEGER NOT NULL) STRICT;
CREATE TABLE waiver(id TEXT PRIMARY KEY, tenant TEXT NOT NULL, check_id TEXT NOT NULL,
  scope TEXT NOT NULL, accepted TEXT NOT NULL, reason TEXT NOT NULL, approver TEXT NOT NULL,
  ends INTEGER NOT NULL) STRICT;
CREATE TABLE journal(number INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL,
  tenant TEXT NOT NULL, run TEXT NOT NULL, body TEXT NOT NULL, previous TEXT NOT NULL,
  hash TEXT NOT NULL) STRICT;
CREATE INDEX journal_by_run ON journal(run, number);
CREATE TABLE told(channel TEXT NOT NULL, tenant TEXT NOT NULL, check_id TEXT NOT NULL,
  scope TEXT NOT NULL, status TEXT NOT NULL, severity TEXT NOT NULL, observed TEXT NOT NULL,
  PRIMARY KEY(channel, tenant, check_id, scope)) STRICT, WITHOUT ROWID;
CREATE TABLE outbox(id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL,
  body TEXT NOT NULL, created INTEGER NOT NULL, next_try INTEGER NOT NULL,
  attempts INTEGER NOT NULL, last_error TEXT NOT NULL) STRICT;
)",
    // Tens of thousands of findings as one text would be in memory as a whole.
    R"(
CREATE TABLE finding_part(hash TEXT NOT NULL, part INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY(hash, part)) STRICT;
INSERT INTO finding_part SELECT hash, 0, body FROM finding_set;
DROP TABLE finding_set;
)",
    // A score that is not there, whether the light was settled, and whether the run was a
    // review. Lights of before were not computed twice: none of them counts as settled.
    R"(
CREATE TABLE rated(run TEXT NOT NULL REFERENCES run(id), tenant TEXT NOT NULL,
  vendor TEXT NOT NULL, light TEXT NOT NULL, score REAL, coverage REAL NOT NULL,
  failed INTEGER NOT NULL, gaps INTEGER NOT NULL, taken_at INTEGER NOT NULL,
  product_version TEXT NOT NULL, variant TEXT NOT NULL, readings TEXT NOT NULL,
  findings TEXT NOT NULL, settled INTEGER NOT NULL, review INTEGER NOT NULL,
  PRIMARY KEY(run, tenant)) STRICT;
INSERT INTO rated SELECT run, tenant, vendor, light, score, coverage, failed, gaps, taken_at,
  product_version, variant, readings, findings, 0, gaps=0 FROM run_tenant;
DROP TABLE run_tenant;
ALTER TABLE rated RENAME TO run_tenant;
CREATE INDEX run_tenant_by_tenant ON run_tenant(tenant, run);
)",
    // Entries of before have no key and no signature. The journal only grows; people have
    // their names in a table from which they can be erased.
    R"(
ALTER TABLE journal ADD COLUMN key TEXT NOT NULL DEFAULT '';
ALTER TABLE journal ADD COLUMN signature TEXT NOT NULL DEFAULT '';
CREATE TRIGGER journal_keeps_entries BEFORE DELETE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER journal_keeps_words BEFORE UPDATE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TABLE journal_head(id INTEGER PRIMARY KEY CHECK(id=1), number INTEGER NOT NULL,
  hash TEXT NOT NULL, key TEXT NOT NULL) STRICT;
CREATE TABLE person(digest TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
ALTER TABLE run ADD COLUMN journal_head TEXT NOT NULL DEFAULT '';
)",
    // What was kept of the documents, as a content; nothing where that is not known.
    "ALTER TABLE run_tenant ADD COLUMN kept TEXT",
    // Who writes into a tenant.
    R"(
CREATE TABLE lease(tenant TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL) STRICT;
)",
    // Who asked for a waiver and when; the fields of an attestation; what was accepted as it
    // is.
    R"(
ALTER TABLE waiver ADD COLUMN requested_by TEXT NOT NULL DEFAULT '';
ALTER TABLE waiver ADD COLUMN starts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE waiver ADD COLUMN follows TEXT NOT NULL DEFAULT '';
ALTER TABLE attestation ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE attestation ADD COLUMN type TEXT NOT NULL DEFAULT '';
ALTER TABLE attestation ADD COLUMN approved_by TEXT NOT NULL DEFAULT '';
ALTER TABLE attestation ADD COLUMN details TEXT NOT NULL DEFAULT '';
CREATE TABLE account(tenant TEXT PRIMARY KEY, account TEXT NOT NULL) STRICT;
CREATE TABLE baseline(account TEXT NOT NULL, at INTEGER NOT NULL, run TEXT NOT NULL,
  tenant TEXT NOT NULL, accepted_by TEXT NOT NULL, PRIMARY KEY(account, at)) STRICT;
)",
    // Digests of what nobody looks at, as a content; nothing where none were made.
    "ALTER TABLE run_tenant ADD COLUMN watched TEXT",
    // Plans that were written, for evidence.
    R"(
CREATE TABLE plan(hash TEXT PRIMARY KEY, tenant TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE TABLE plan_part(hash TEXT NOT NULL, part INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY(hash, part)) STRICT;
)",
};

} // namespace

Result<void>
migrate(SQLite::Database& database)
{
  const int have = database.execAndGet("PRAGMA user_version").getInt();
  const auto newest = static_cast<int>(k_steps.size());
  if (have > newest) {
    return fail(Failure::invalid,
                fmt::format("the store has schema version {}, this program knows {}: use the "
                            "newer program, or another store",
                            have, newest));
  }
  for (int version = have; version < newest; ++version) {
    SQLite::Transaction transaction{database, SQLite::TransactionBehavior::IMMEDIATE};
    // Another process may have been first while we waited for the lock.
    if (database.execAndGet("PRAGMA user_version").getInt() > version) {
      continue;
    }
    database.exec(k_steps.at(static_cast<std::size_t>(version)));
    database.exec(fmt::format("PRAGMA user_version={}", version + 1));
    transaction.commit();
  }
  return {};
}

} // namespace klausur
