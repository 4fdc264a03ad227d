#include "plugin/store/store.hpp"
#include "tests/plugin/store/store_file.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <string>

using namespace klausur;
using File = klausur::test::StoreFile;

namespace {

const Time k_at = *parse_time("2026-11-24T09:00:00Z");

Snapshot
snapshot(std::string_view content)
{
  Snapshot made{.tenant = "t", .vendor = "v", .taken_at = k_at, .version = "1.2"};
  made.readings.push_back({"d", "GET /d", k_at, parse_json(content)});
  made.readings.push_back({"e", "GET /e", k_at, fail(Failure::forbidden, "no", "read:e")});
  made.seal();
  return made;
}

const Control k_control{.id = "DP-CON-02"};

RunReport
report(std::string id, Time at = k_at)
{
  RunReport made{.id = std::move(id), .at = at, .version = "0", .policies = "sha256:0"};
  TenantReport tenant{.name = "t",
                      .vendor = "v",
                      .version = "1.2",
                      .taken_at = at,
                      .light = Light::red,
                      .score = 50,
                      .coverage = 80};
  tenant.findings.push_back({.control = &k_control,
                             .id = "v.x",
                             .status = Status::fail,
                             .scope = "account",
                             .setting = "d#/a",
                             .observed = parse_json("false").value()});
  made.tenants.push_back(std::move(tenant));
  return made;
}

Result<void>
save(Store& store, std::string id, std::string_view content, Time at = k_at)
{
  std::vector<Snapshot> snapshots;
  snapshots.push_back(snapshot(content));
  return store.save_run(report(std::move(id), at), snapshots);
}

} // namespace

BOOST_AUTO_TEST_SUITE(store_test)

BOOST_AUTO_TEST_CASE(a_run_reads_back_with_its_snapshot_gaps_and_findings)
{
  const File file;
  auto store = Store::open(file.url).value();
  BOOST_TEST_REQUIRE(save(store, "r1", R"({"a":false})").has_value());

  const auto runs = store.runs("", 10).value();
  BOOST_TEST_REQUIRE(runs.size() == 1U);
  BOOST_TEST((runs[0].light == Light::red));
  BOOST_TEST(runs[0].failed == 1U);
  const auto read = store.snapshot("", "t").value();
  BOOST_TEST_REQUIRE(read.has_value());
  BOOST_TEST(to_text(to_json(*read)) == to_text(to_json(snapshot(R"({"a":false})"))));
  BOOST_TEST(store.findings("r1", "t").value().at(0).observed == "false");
  BOOST_TEST((store.last_run_at("t").value() == k_at));
  BOOST_TEST(!store.last_run_at("other").value().has_value());
}

BOOST_AUTO_TEST_CASE(thousands_of_findings_read_back_in_their_order)
{
  const File file;
  auto store = Store::open(file.url).value();
  RunReport many = report("r1");
  for (int i = 0; i < 2000; ++i) {
    Finding finding = many.tenants[0].findings[0];
    finding.scope = "users/" + std::to_string(i);
    many.tenants[0].findings.push_back(std::move(finding));
  }
  BOOST_TEST_REQUIRE(store.save_run(many, {}).has_value());
  many.id = "r2";
  BOOST_TEST_REQUIRE(store.save_run(many, {}).has_value());

  BOOST_TEST(file.count("finding_part") == 5);
  const auto found = store.findings("r2", "t").value();
  BOOST_TEST_REQUIRE(found.size() == 2001U);
  BOOST_TEST(found[0].scope == "account");
  BOOST_TEST(found[2000].scope == "users/1999");
  BOOST_TEST(found[2000].setting == "d#/a");
}

BOOST_AUTO_TEST_CASE(what_was_kept_reads_back_and_is_not_known_of_an_older_run)
{
  const File file;
  auto store = Store::open(file.url).value();
  BOOST_TEST_REQUIRE(save(store, "older", "{}").has_value());
  std::vector<Snapshot> snapshots;
  snapshots.push_back(snapshot("{}"));
  Kept kept;
  kept.add({"d", {"a"}});
  snapshots.back().kept = kept;
  BOOST_TEST_REQUIRE(store.save_run(report("newer"), snapshots).has_value());

  BOOST_TEST(!store.snapshot("older", "t").value()->kept.has_value());
  BOOST_TEST((*store.snapshot("newer", "t").value()->kept == kept));
}

BOOST_AUTO_TEST_CASE(digests_are_kept_once_with_the_name_of_their_key)
{
  const File file;
  auto store = Store::open(file.url).value();
  std::vector<Snapshot> snapshots;
  snapshots.push_back(snapshot("{}"));
  snapshots.back().digest_key = "k1";
  snapshots.back().readings.front().digests = R"({"/a":"0f"})";
  BOOST_TEST_REQUIRE(store.save_run(report("one"), snapshots).has_value());
  const auto contents = file.count("content");
  BOOST_TEST_REQUIRE(store.save_run(report("two"), snapshots).has_value());

  BOOST_TEST(file.count("content") == contents);
  const auto again = store.snapshot("two", "t").value();
  BOOST_TEST(again->digest_key == "k1");
  BOOST_TEST(again->readings.front().digests.str() == R"({"/a":"0f"})");
  BOOST_TEST(store.digest_key().value() == store.digest_key().value());
}

BOOST_AUTO_TEST_CASE(what_an_older_program_kept_is_still_read)
{
  for (const int version : {1, 3}) {
    const File file;
    file.make_of_version(version);
    const auto store = Store::open(file.url).value();
    BOOST_TEST(store.findings("", "chat").value().at(0).check == "v.x");
    BOOST_TEST(store.snapshot("", "chat").value()->find("d") != nullptr);
    BOOST_TEST(store.attestations().value().at(0).by == "Erika Muster, DSB");
    BOOST_TEST(store.waivers().value().at(0).approver == "Erika Muster");
    BOOST_TEST(store.writes("chat", 9).value().at(0).end == "applied");
  }
}

BOOST_AUTO_TEST_CASE(a_snapshot_that_did_not_change_takes_no_new_space)
{
  const File file;
  auto store = Store::open(file.url).value();
  for (int i = 0; i < 50; ++i) {
    BOOST_TEST_REQUIRE(
        save(store, "r" + std::to_string(i), R"({"a":false})", k_at + std::chrono::hours{i})
            .has_value());
  }

  BOOST_TEST(file.count("content") == 1);
  BOOST_TEST(file.count("reading_set") == 2);
  BOOST_TEST(file.count("finding_part") == 1);
  BOOST_TEST(file.count("run") == 50);
  BOOST_TEST(store.runs("t", 1).value().at(0).id == "r49");
}

BOOST_AUTO_TEST_CASE(a_killed_process_loses_no_finished_run)
{
  const File file;
  BOOST_TEST_REQUIRE(Store::open(file.url).has_value());
  const pid_t child = ::fork();
  if (child == 0) {
    auto store = Store::open(file.url).value();
    for (int i = 0;; ++i) {
      const bool saved =
          save(store, "r" + std::to_string(i), R"({"a":)" + std::to_string(i) + "}")
              .has_value();
      if (!saved || i == 20) {
        ::kill(::getpid(), SIGKILL);
      }
    }
  }
  ::waitpid(child, nullptr, 0);

  const auto store = Store::open(file.url).value();
  BOOST_TEST(store.runs("", 100).value().size() == 21U);
  BOOST_TEST(store.snapshot("r20", "t").value().has_value());
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error_and_earlier_runs_stay)
{
  const File file;
  const pid_t child = ::fork();
  if (child == 0) { // a limit on the size of files stands for the disk
    ::signal(SIGXFSZ, SIG_IGN);
    auto store = Store::open(file.url).value();
    bool as_claimed = save(store, "r0", R"({"a":0})").has_value();
    const rlimit small{512 * 1024, 512 * 1024};
    ::setrlimit(RLIMIT_FSIZE, &small);
    const auto full = save(store, "r1", "[\"" + std::string(2'000'000, 'x') + "\"]");
    as_claimed = as_claimed && !full && full.error().kind == Failure::unreachable;
    ::_exit(as_claimed ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);

  BOOST_TEST(WIFEXITED(status));
  BOOST_TEST(WEXITSTATUS(status) == 0);
  const auto store = Store::open(file.url).value();
  BOOST_TEST(store.run("r0").value().size() == 1U);
  BOOST_TEST(store.run("r1").value().empty());
}

BOOST_AUTO_TEST_CASE(a_database_of_a_newer_program_is_refused_and_not_touched)
{
  const File file;
  {
    SQLite::Database database{file.path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
    database.exec("PRAGMA user_version=99");
  }
  const auto store = Store::open(file.url);
  BOOST_TEST_REQUIRE(!store.has_value());
  BOOST_TEST(store.error().what.find("version 99") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_address_that_cannot_be_used_is_an_error_and_not_a_crash)
{
  for (const char* url : {"mysql://x", "sqlite://", "sqlite:///no/such/directory/k.db",
                          "sqlite:///proc/version"}) {
    BOOST_TEST(!Store::open(url).has_value(), url);
  }
}

BOOST_AUTO_TEST_CASE(runs_that_wrote_are_listed_with_their_end)
{
  auto store = Store::open("sqlite::memory:").value();
  const auto note = [&](const char* tenant, const Entry& entry) {
    BOOST_TEST_REQUIRE(store.append(tenant, entry, k_at).has_value());
  };
  const auto intent = [](const char* run) {
    return Entry{Intent{.run = run, .setting = "d#/a", .to = parse_json("1").value()}};
  };
  const auto outcome = [](const char* said) {
    return Entry{WriteOutcome{.run = "r1", .setting = "d#/a", .outcome = said}};
  };
  note("t", Entry{RunBegun{.run = "r1", .plan = "p"}});
  for (const char* said : {"applied", "failed", "refused", "not verified"}) {
    note("t", intent("r1"));
    note("t", outcome(said));
  }
  note("t", Entry{RunEnded{.run = "r1", .end = "not applied"}});
  note("u", Entry{RunBegun{.run = "r2", .plan = "p"}});
  note("u", intent("r2"));
  note("t", Entry{PlanMade{.plan = "p"}});

  const auto all = store.writes("", 9).value();
  BOOST_TEST_REQUIRE(all.size() == 2U);
  BOOST_TEST((all[0].id == "r2" && all[0].settings == 1U && all[0].end.empty()));
  BOOST_TEST((all[1].id == "r1" && all[1].settings == 4U && all[1].failed == 2U));
  BOOST_TEST(all[1].end == "not applied, 1 of them written, not verified");
  BOOST_TEST(store.writes("t", 9).value().size() == 1U);
  BOOST_TEST(store.writes("", 1).value().size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_was_written_and_not_read_back_is_listed_as_written)
{
  const auto end_after = [](const char* outcome, const char* end) {
    auto store = Store::open("sqlite::memory:").value();
    for (const auto& entry :
         {Entry{RunBegun{.run = "r", .plan = "p"}},
          Entry{WriteOutcome{.run = "r", .setting = "d#/a", .outcome = outcome}},
          Entry{RunEnded{.run = "r", .end = end}}}) {
      BOOST_TEST_REQUIRE(store.append("t", entry, k_at).has_value());
    }
    return store.writes("", 9).value().at(0).end;
  };
  BOOST_TEST(end_after("not verified", "not applied") == "written, not verified");
  BOOST_TEST(end_after("failed", "not applied") == "not applied");
  BOOST_TEST(end_after("not verified", "applied") == "applied"); // Gone on with and read.
}

BOOST_AUTO_TEST_CASE(runs_of_earlier_versions_are_listed_in_the_same_way)
{
  const File file;
  file.make_of_version(3);
  std::string words;
  int number = 4; // Four entries are there, of a run that was applied.
  for (const char* kind : {"apply", "write", "read-back", "write", "failed", "not applied"}) {
    words += fmt::format("INSERT INTO journal VALUES({}, 0, '{}', 't', 'r1', "
                         "'{{\"run\":\"r1\"}}', '', '');",
                         ++number, kind);
  }
  SQLite::Database{file.path.string(), SQLite::OPEN_READWRITE}.exec(words);

  const auto all = Store::open(file.url)->writes("", 9).value();
  BOOST_TEST_REQUIRE(all.size() == 2U);
  BOOST_TEST((all[0].id == "r1" && all[0].settings == 2U && all[0].failed == 1U));
  BOOST_TEST(all[0].end == "not applied");
  BOOST_TEST((all[1].settings == 1U && all[1].failed == 0U && all[1].end == "applied"));
}

BOOST_AUTO_TEST_CASE(attestations_and_waivers_are_kept_and_can_be_ended)
{
  auto store = Store::open("sqlite::memory:").value();
  BOOST_TEST_REQUIRE(store
                         .add(Attestation{.tenant = "t",
                                          .check = "DP-AVV-01",
                                          .by = "DPO",
                                          .from = k_at,
                                          .until = k_at + std::chrono::hours{9}})
                         .has_value());
  BOOST_TEST_REQUIRE(store
                         .add(Waiver{.id = "w",
                                     .tenant = "t",
                                     .check = "v.x",
                                     .accepted = parse_json("[1]").value(),
                                     .until = k_at + std::chrono::hours{9}})
                         .has_value());

  BOOST_TEST(store.attestations().value().at(0).by == "DPO");
  BOOST_TEST(to_text(store.waivers().value().at(0).accepted) == "[1]");
  BOOST_TEST(store.end_attestation("t", "DP-AVV-01", k_at).has_value());
  BOOST_TEST(!store.end_attestation("t", "DP-AVV-01", k_at).has_value());
  BOOST_TEST(store.end_waiver("w", k_at).has_value());
  BOOST_TEST((store.waivers().value().at(0).until == k_at));
  const auto entries = store.journal("").value();
  std::vector<std::string> kinds;
  for (const auto& entry : entries) {
    kinds.push_back(entry.kind);
    BOOST_TEST(typed(entry).has_value());
  }
  BOOST_TEST((kinds == std::vector<std::string>{"key", "attestation", "waiver",
                                                "attestation-end", "waiver-end"}));
}

BOOST_AUTO_TEST_CASE(a_message_waits_until_it_was_sent_and_what_was_told_is_remembered)
{
  const File file;
  {
    auto store = Store::open(file.url).value();
    const ToldRecord told{"c", "t", "v.x", "account", "fail", "high", "false"};
    const OutgoingMessage message{
        .channel = "c", .body = "{}", .created = k_at, .next_try = k_at};
    BOOST_TEST_REQUIRE(store.queue(std::span{&told, 1}, std::span{&message, 1}).has_value());
  }
  auto store = Store::open(file.url).value();
  const auto waiting = store.waiting(10).value();
  BOOST_TEST_REQUIRE(waiting.size() == 1U);
  BOOST_TEST(store.postpone(waiting[0].id, "down", k_at + std::chrono::minutes{1}).has_value());
  BOOST_TEST(store.waiting(10).value().at(0).attempts == 1);
  BOOST_TEST(store.told("c", "t").value().at(0).status == "fail");
  BOOST_TEST(store.sent(waiting[0].id).has_value());
  BOOST_TEST(store.waiting(10).value().empty());
}

BOOST_AUTO_TEST_SUITE_END()
