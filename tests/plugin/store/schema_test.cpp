#include "plugin/store/schema.hpp"
#include "plugin/store/store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <boost/test/unit_test.hpp>
#include <unistd.h>

#include <filesystem>
#include <string>

using namespace klausur;
namespace fs = std::filesystem;

namespace {

/// A store as the first program made it: its schema, word by word, and one run of two tenants,
/// of which the second had gaps, with an attestation and a journal.
constexpr const char* k_first_program = R"(
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
INSERT INTO run VALUES('r1', 1795510800, '0.1.0', 'sha256:0');
INSERT INTO run_tenant VALUES('r1', 'whole', 'v', 'green', 87.5, 90.0, 1, 0, 1795510800, '1.2',
  'x', 'readings', 'findings');
INSERT INTO run_tenant VALUES('r1', 'gaps', 'v', 'red', 0.0, 10.0, 0, 2, 1795510800, '', '', '',
  'none');
INSERT INTO content VALUES('c', '{"a":false}');
INSERT INTO reading_set VALUES('readings', 'd', 'GET /d', 'c', '', '', '');
INSERT INTO finding_set VALUES('findings', '[{"check":"v.x","control":"DP-CON-02",'
  || '"scope":"account","severity":"high","status":"fail","setting":"d#/a","observed":"false",'
  || '"waived":false}]');
INSERT INTO finding_set VALUES('none', '[]');
INSERT INTO attestation VALUES('whole', 'DP-AVV-01', 1, 'signed', 'DPO', '', 1795510800,
  1827046800);
PRAGMA user_version=1;
)";

/// That store in a file of the test's own, gone afterwards.
struct OldStore
{
  fs::path path = fs::path{KLAUSUR_BINARY_DIR} / ("schema_test." + std::to_string(::getpid()));
  std::string url = "sqlite://" + path.string();

  OldStore()
  {
    remove();
    SQLite::Database database{path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
    database.exec(k_first_program);
  }
  ~OldStore() { remove(); }
  OldStore(const OldStore&) = delete;
  OldStore& operator=(const OldStore&) = delete;
  void remove() const
  {
    for (const char* ending : {"", "-wal", "-shm"}) {
      fs::remove(path.string() + ending);
    }
  }
  [[nodiscard]] int version() const
  {
    SQLite::Database database{path.string()};
    return database.execAndGet("PRAGMA user_version").getInt();
  }
};

} // namespace

BOOST_AUTO_TEST_SUITE(schema_test)

BOOST_AUTO_TEST_CASE(what_the_first_program_kept_is_there_after_the_migration)
{
  const OldStore old;
  const auto store = Store::open(old.url);
  BOOST_TEST_REQUIRE(store.has_value(), (store ? "" : store.error().what));

  const auto run = store->run("r1").value();
  BOOST_TEST_REQUIRE(run.size() == 2U);
  const auto findings = store->findings("r1", "whole").value();
  BOOST_TEST_REQUIRE(findings.size() == 1U);
  BOOST_TEST(findings.front().check == "v.x");
  BOOST_TEST(store->findings("r1", "gaps").value().empty());
  const auto snapshot = store->snapshot("r1", "whole").value();
  BOOST_TEST_REQUIRE(snapshot.has_value());
  BOOST_TEST(to_text(*snapshot->find("d")->content) == R"({"a":false})");
  const auto attestations = store->attestations().value();
  BOOST_TEST_REQUIRE(attestations.size() == 1U);
  BOOST_TEST(attestations.front().by == "DPO");
}

BOOST_AUTO_TEST_CASE(an_old_run_with_gaps_was_no_review_and_no_old_light_was_settled)
{
  const OldStore old;
  const auto store = Store::open(old.url).value();

  BOOST_TEST(store.last_review_at("whole").value().has_value());
  BOOST_TEST(!store.last_review_at("gaps").value().has_value());
  BOOST_TEST(!store.last_settled("whole").value().has_value());
}

BOOST_AUTO_TEST_CASE(a_migrated_store_takes_the_next_run_as_a_new_one_does)
{
  const OldStore old;
  auto store = Store::open(old.url).value();
  RunReport next{.id = "r2", .at = *parse_time("2026-11-25T09:00:00Z"), .version = "0"};
  next.tenants.push_back({.name = "whole", .vendor = "v", .taken_at = next.at});

  BOOST_TEST_REQUIRE(store.save_run(next, {}).has_value());
  BOOST_TEST(store.run("r2").value().size() == 1U);
  BOOST_TEST(store.run("r1").value().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_store_is_migrated_once)
{
  const OldStore old;
  BOOST_TEST_REQUIRE(Store::open(old.url).has_value());
  const int version = old.version();
  BOOST_TEST(version > 1);
  BOOST_TEST_REQUIRE(Store::open(old.url).has_value());
  BOOST_TEST(old.version() == version);
}

BOOST_AUTO_TEST_CASE(a_step_that_fails_leaves_the_store_as_it_was)
{
  const OldStore old;
  {
    SQLite::Database database{old.path.string(), SQLite::OPEN_READWRITE};
    database.exec("CREATE TABLE finding_part(other TEXT)"); // In the way of the first step.
  }
  BOOST_TEST(!Store::open(old.url).has_value());
  BOOST_TEST(old.version() == 1);
  SQLite::Database database{old.path.string()};
  BOOST_TEST(database.execAndGet("SELECT count(*) FROM finding_set").getInt() == 2);
}

BOOST_AUTO_TEST_SUITE_END()
