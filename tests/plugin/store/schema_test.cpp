#include "plugin/store/schema.hpp"
#include "plugin/store/store.hpp"
#include "tests/plugin/store/store_file.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <boost/test/unit_test.hpp>

using namespace klausur;
using klausur::test::StoreFile;

namespace {

/// In a store as the first program made it: one run of two tenants, of which the second had
/// gaps, and an attestation, instead of what the dump holds.
constexpr const char* k_rows = R"(
DELETE FROM run_tenant; DELETE FROM run; DELETE FROM reading_set; DELETE FROM content;
DELETE FROM finding_set; DELETE FROM attestation; DELETE FROM waiver; DELETE FROM journal;
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
)";

struct OldStore : StoreFile
{
  OldStore()
  {
    make_of_version(1);
    SQLite::Database{path.string(), SQLite::OPEN_READWRITE}.exec(k_rows);
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
