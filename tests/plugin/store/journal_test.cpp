// The journal as somebody finds it who has the file: whatever was done to it is found, and the
// first entry that is not as it was written is named.

#include "plugin/store/store.hpp"
#include "tests/plugin/store/store_file.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <csignal>
#include <filesystem>
#include <fstream>

using namespace klausur;
using klausur::test::StoreFile;

namespace {

const Time k_at = *parse_time("2026-11-24T09:00:00Z");

Entry
end_of(std::string run)
{
  return Entry{RunEnded{.run = std::move(run), .end = "applied"}};
}

/// Entry 1 names the key, entries 2 to 6 are of five runs.
void
fill(const StoreFile& file)
{
  auto store = Store::open(file.url).value();
  for (int i = 2; i <= 6; ++i) {
    BOOST_TEST_REQUIRE(store.append("t", end_of("r" + std::to_string(i)), k_at).has_value());
  }
}

JournalVerdict
verdict_on(const StoreFile& file, const std::optional<JournalHead>& head = {})
{
  return Store::open(file.url).value().verify_journal(head).value();
}

/// The entry that is named after the words were said to the database; 0: none.
std::int64_t
first_flaw_after(const std::string& words)
{
  const StoreFile file;
  fill(file);
  file.tamper(words);
  const auto verdict = verdict_on(file);
  return verdict.flaw ? verdict.flaw->entry : 0;
}

/// As the store would write it, by somebody who has no key but makes one.
void
rebuild(const StoreFile& file, const Entry& fourth)
{
  const StoreFile& old = file;
  auto entries = Store::open(old.url)->journal("").value();
  old.tamper("DELETE FROM journal; DELETE FROM journal_head; DELETE FROM person");
  std::filesystem::rename(old.key, old.key + ".real");
  auto store = Store::open(old.url).value();
  for (const auto& each : entries) {
    if (each.kind != "key") {
      const Entry same = typed(each).value();
      BOOST_TEST_REQUIRE(
          store.append(each.tenant, each.number == 4 ? fourth : same, each.at).has_value());
    }
  }
  std::filesystem::rename(old.key + ".real", old.key);
}

constexpr const char* k_swap = "UPDATE journal SET number=-1 WHERE number=3;"
                               "UPDATE journal SET number=3 WHERE number=4;"
                               "UPDATE journal SET number=4 WHERE number=-1";

} // namespace

BOOST_AUTO_TEST_SUITE(journal_test)

BOOST_AUTO_TEST_CASE(entries_are_chained_signed_and_read_back)
{
  const StoreFile file;
  fill(file);
  const auto entries = Store::open(file.url)->journal("").value();
  BOOST_TEST_REQUIRE(entries.size() == 6U);
  BOOST_TEST(entries[0].kind == "key");
  BOOST_TEST(entries[0].key == std::string{member_text(entries[0].body, "key")});
  BOOST_TEST(entries[5].previous == entries[4].hash);
  BOOST_TEST(std::get<RunEnded>(typed(entries[5]).value()).run == "r6");
  const auto verdict = verdict_on(file);
  BOOST_TEST(!verdict.flaw.has_value());
  BOOST_TEST(verdict.head.text() == fmt::format("6/{}", entries[5].hash));
  BOOST_TEST(Store::open(file.url)->journal("r4").value().size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_key_is_nobody_elses_to_read_and_is_not_made_twice)
{
  const StoreFile file;
  fill(file);
  struct stat about
  {
  };
  BOOST_TEST_REQUIRE(::stat(file.key.c_str(), &about) == 0);
  BOOST_TEST((about.st_mode & 0777) == 0600);
  BOOST_TEST(Store::open(file.url)->append("t", end_of("r7"), k_at).has_value());
  BOOST_TEST(!verdict_on(file).flaw.has_value());

  std::filesystem::permissions(file.key, std::filesystem::perms{0640});
  const auto open_to_others = Store::open(file.url)->append("t", end_of("r8"), k_at);
  BOOST_TEST_REQUIRE(!open_to_others.has_value());
  BOOST_TEST(open_to_others.error().what.find("chmod 600") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_lost_key_is_never_replaced_in_silence)
{
  const StoreFile file;
  fill(file);
  std::filesystem::remove(file.key);
  const auto gone = Store::open(file.url)->append("t", end_of("r7"), k_at);
  BOOST_TEST_REQUIRE(!gone.has_value());
  BOOST_TEST(gone.error().what.find("is gone") != std::string::npos);
  BOOST_TEST(!std::filesystem::exists(file.key));
}

BOOST_AUTO_TEST_CASE(whatever_was_done_to_the_journal_the_first_entry_is_named)
{
  const std::pair<const char*, std::int64_t> cases[] = {
      {R"(UPDATE journal SET body='{"end":"failed","run":"r4"}' WHERE number=4)", 4},
      {"UPDATE journal SET at=at+1 WHERE number=5", 5},
      {"UPDATE journal SET kind='apply' WHERE number=2", 2},
      {"UPDATE journal SET tenant='u' WHERE number=6", 6},
      {"UPDATE journal SET run='r2' WHERE number=3", 3},
      {"UPDATE journal SET body='not JSON' WHERE number=3", 3},
      {"DELETE FROM journal WHERE number=1", 1},
      {"DELETE FROM journal WHERE number=3", 3},
      {"DELETE FROM journal WHERE number=6", 6},
      {"DELETE FROM journal WHERE number>2", 3},
      {"DELETE FROM journal", 1},
      {k_swap, 3},
      {"UPDATE journal SET signature='' WHERE number=4", 4},
      {"UPDATE journal SET key='', signature='' WHERE number=6", 6},
      {"UPDATE journal SET signature=(SELECT signature FROM journal WHERE number=5) WHERE "
       "number=4",
       4},
  };
  BOOST_TEST(first_flaw_after("SELECT 1") == 0);
  for (const auto& [words, entry] : cases) {
    BOOST_TEST(first_flaw_after(words) == entry, words);
  }
}

BOOST_AUTO_TEST_CASE(the_database_itself_refuses_to_change_or_remove_an_entry)
{
  const StoreFile file;
  fill(file);
  SQLite::Database database{file.path.string(), SQLite::OPEN_READWRITE};
  BOOST_CHECK_THROW(database.exec("DELETE FROM journal WHERE number=3"), SQLite::Exception);
  BOOST_CHECK_THROW(database.exec("UPDATE journal SET at=0"), SQLite::Exception);
}

BOOST_AUTO_TEST_CASE(nothing_is_added_to_a_journal_whose_end_is_not_the_recorded_one)
{
  const std::pair<const char*, std::int64_t> cases[] = {
      {"DELETE FROM journal WHERE number=6", 6},
      {"DELETE FROM journal WHERE number>1", 2},
      {"DELETE FROM journal", 1},
      {"DELETE FROM journal_head", 7},
      {"UPDATE journal SET hash='sha256:0' WHERE number=6", 6},
      {"INSERT INTO journal SELECT 7, at, kind, tenant, run, body, previous, hash, key, "
       "signature FROM journal WHERE number=6",
       7},
  };
  for (const auto& [words, entry] : cases) {
    const StoreFile file;
    fill(file);
    file.tamper(words);
    const auto rows = file.count("journal");
    auto store = Store::open(file.url).value();
    const auto added = store.append("t", end_of("next"), k_at);
    BOOST_TEST(!added.has_value(), words);
    BOOST_TEST(!store.replace_lost_key("A", "lost", k_at).has_value(), words);
    BOOST_TEST(!store.check_journal_end().has_value(), words);
    BOOST_TEST(file.count("journal") == rows, words);
    const auto verdict = verdict_on(file); // What was found before is found still.
    BOOST_TEST_REQUIRE(verdict.flaw.has_value(), words);
    BOOST_TEST(verdict.flaw->entry == entry, words);
  }
}

BOOST_AUTO_TEST_CASE(a_journal_that_was_rebuilt_with_another_key_is_found)
{
  const StoreFile file;
  fill(file);
  rebuild(file, Entry{RunEnded{.run = "r4", .end = "not applied"}});
  const auto verdict = verdict_on(file);
  BOOST_TEST_REQUIRE(verdict.flaw.has_value());
  BOOST_TEST(verdict.flaw->entry == 1);
}

BOOST_AUTO_TEST_CASE(what_was_cut_off_or_rebuilt_with_the_key_is_found_by_a_head_from_elsewhere)
{
  const StoreFile file;
  fill(file);
  const auto head = Store::open(file.url)->journal_head().value();
  // With the store's own record forged as well.
  file.tamper("DELETE FROM journal WHERE number=6; UPDATE journal_head SET number=5, "
              "hash=(SELECT hash FROM journal WHERE number=5)");
  BOOST_TEST(!verdict_on(file).flaw.has_value());
  const auto verdict = verdict_on(file, head);
  BOOST_TEST_REQUIRE(verdict.flaw.has_value());
  BOOST_TEST(verdict.flaw->entry == 6);
  BOOST_TEST(verdict_on(file, JournalHead{0, head.hash}).flaw.has_value());

  // The key's owner writes another sixth one.
  BOOST_TEST(Store::open(file.url)->append("t", end_of("other"), k_at).has_value());
  BOOST_TEST(!verdict_on(file).flaw.has_value());
  BOOST_TEST(verdict_on(file, head).flaw->entry == 6);
}

BOOST_AUTO_TEST_CASE(a_run_remembers_the_head_it_showed)
{
  const StoreFile file;
  fill(file);
  {
    auto store = Store::open(file.url).value();
    const RunReport report{
        .id = "audit", .at = k_at, .journal_head = store.journal_head().value().text()};
    BOOST_TEST_REQUIRE(store.save_run(report, {}).has_value());
  }
  file.tamper("DELETE FROM journal; DELETE FROM journal_head");
  const auto verdict = verdict_on(file);
  BOOST_TEST_REQUIRE(verdict.flaw.has_value());
  BOOST_TEST(verdict.flaw->entry == 1);
  BOOST_TEST(verdict.flaw->what.find("run audit") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_new_key_is_signed_for_by_the_old_one)
{
  const StoreFile file;
  fill(file);
  const auto old = Store::open(file.url)->verify_journal().value().key;
  const auto made = Store::open(file.url)->rotate_journal_key(k_at);
  BOOST_TEST_REQUIRE(made.has_value(), (made ? "" : made.error().what));
  BOOST_TEST(Store::open(file.url)->append("t", end_of("r7"), k_at).value().key == *made);
  const auto verdict = verdict_on(file);
  BOOST_TEST(!verdict.flaw.has_value());
  BOOST_TEST(verdict.key == *made);
  const auto entries = Store::open(file.url)->journal("").value();
  const auto& entry = entries.at(6);
  BOOST_TEST(entry.key == old);
  BOOST_TEST(std::get<KeyChange>(typed(entry).value()).before == old);
  const auto kept = fmt::format("{}.{}", file.key, old.substr(8, 12));
  BOOST_TEST(std::filesystem::remove(kept));
}

BOOST_AUTO_TEST_CASE(a_rotation_that_was_interrupted_is_brought_to_its_end)
{
  const StoreFile file;
  fill(file);
  const auto old = Store::open(file.url)->verify_journal().value().key;
  const auto made = Store::open(file.url)->rotate_journal_key(k_at).value();
  const auto kept = fmt::format("{}.{}", file.key, old.substr(8, 12));
  // As it is between the entry and the renaming.
  std::filesystem::rename(file.key, file.key + ".next");
  std::filesystem::rename(kept, file.key);
  BOOST_TEST(Store::open(file.url)->append("t", end_of("r7"), k_at).value().key == made);
  BOOST_TEST(!verdict_on(file).flaw.has_value());
  std::filesystem::remove(kept);
}

BOOST_AUTO_TEST_CASE(entries_of_earlier_versions_are_sealed_by_the_first_signed_one)
{
  const StoreFile file;
  file.make_of_version(3);
  auto verdict = verdict_on(file);
  BOOST_TEST((!verdict.flaw && verdict.without_signature == 4 && verdict.key.empty()));
  BOOST_TEST(to_sentence(verdict).find("all unsigned") != std::string::npos);

  BOOST_TEST(Store::open(file.url)->append("t", end_of("r"), k_at).has_value());
  verdict = verdict_on(file);
  BOOST_TEST((!verdict.flaw && verdict.without_signature == 4 && verdict.entries == 6));
  BOOST_TEST(to_sentence(verdict).find("the first 4 unsigned, before 2026-11-24T09:00:00Z") !=
             std::string::npos);
  const auto entries = Store::open(file.url)->journal("").value();
  for (const auto& entry : entries) {
    BOOST_TEST(typed(entry).has_value());
  }

  file.tamper("UPDATE journal SET body=replace(body, 'true', 'false') WHERE number=2");
  BOOST_TEST(verdict_on(file).flaw->entry == 2);
}

BOOST_AUTO_TEST_CASE(people_stand_as_digests_and_their_names_can_be_erased)
{
  const StoreFile file;
  auto store = Store::open(file.url).value();
  const auto written =
      store.append("t", Entry{Approval{.plan = "p", .by = {.name = "Erika Muster"}}}, k_at)
          .value();
  const auto by = std::get<Approval>(typed(written).value()).by;
  BOOST_TEST(by.digest.starts_with("hmac-sha256:"));
  BOOST_TEST(to_text(written.body).find("Erika") == std::string::npos);
  BOOST_TEST(store.person(by.digest).value().value() == "Erika Muster");

  BOOST_TEST(store.forget("Erika Muster", k_at).has_value());
  BOOST_TEST(!store.person(by.digest).value().has_value());
  BOOST_TEST(!store.forget("Erika Muster", k_at).has_value());
  BOOST_TEST(!store.verify_journal().value().flaw.has_value());
}

BOOST_AUTO_TEST_CASE(a_name_that_could_not_be_erased_is_not_said_to_be)
{
  const StoreFile file;
  auto store = Store::open(file.url).value();
  const Entry entry{Approval{.plan = "p", .by = {.name = "Erika Muster"}}};
  const auto digest =
      std::get<Approval>(typed(store.append("t", entry, k_at).value()).value()).by.digest;
  SQLite::Database{file.path.string(), SQLite::OPEN_READWRITE}.exec(
      "CREATE TRIGGER stays BEFORE DELETE ON person BEGIN SELECT RAISE(ABORT, 'no'); END");
  BOOST_TEST(!store.forget("Erika Muster", k_at).has_value());
  BOOST_TEST(store.journal("").value().size() == 2U);
  BOOST_TEST(store.person(digest).value().value() == "Erika Muster");
}

BOOST_AUTO_TEST_CASE(several_entries_are_written_all_or_none)
{
  const StoreFile file;
  auto store = Store::open(file.url).value();
  std::vector<Entry> entries;
  entries.push_back(end_of("a"));
  entries.push_back(end_of("b"));
  BOOST_TEST(store.append("t", entries, k_at).has_value());
  BOOST_TEST(store.journal("").value().size() == 3U);
  BOOST_TEST(!store.append("two\nlines", entries, k_at).has_value());
  BOOST_TEST(store.journal("").value().size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_full_disk_at_an_entry_is_an_error_and_the_journal_holds)
{
  const StoreFile file;
  fill(file);
  const pid_t child = ::fork();
  if (child == 0) { // a limit on the size of files stands for the disk
    ::signal(SIGXFSZ, SIG_IGN);
    auto store = Store::open(file.url).value();
    const rlimit small{64 * 1024, 64 * 1024};
    ::setrlimit(RLIMIT_FSIZE, &small);
    const Entry large{WriteOutcome{.run = "full",
                                   .setting = "d#/a",
                                   .outcome = "failed",
                                   .why = std::string(500'000, 'x')}};
    const auto full = store.append("t", large, k_at);
    const bool as_claimed = !full && full.error().kind == Failure::unreachable &&
                            store.append("t", end_of("r7"), k_at).has_value();
    ::_exit(as_claimed ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 0));
  BOOST_TEST(!verdict_on(file).flaw.has_value());
  BOOST_TEST(Store::open(file.url)->journal("full").value().empty());
}

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_no_half_of_a_key_behind)
{
  const StoreFile file;
  BOOST_TEST_REQUIRE(Store::open(file.url).has_value());
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    auto store = Store::open(file.url).value();
    const rlimit none{10, 10};
    ::setrlimit(RLIMIT_FSIZE, &none);
    ::_exit(store.append("t", end_of("r"), k_at) ? 1 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 0));
  BOOST_TEST(!std::filesystem::exists(file.key));
  fill(file);
  BOOST_TEST(!verdict_on(file).flaw.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
