// Somebody has the store's file and no respect: what the real program says then.

#include "connectors/format/digest.hpp"
#include "plugin/store/store.hpp"
#include "tests/plugin/commands/chat_tenant.hpp"
#include "tests/plugin/store/tamper.hpp"
#include "tests/support/holds.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <filesystem>

using namespace klausur;
using klausur::test::ChatTenant;
using klausur::test::Ended;
using klausur::test::eventually;
using klausur::test::holds;
using klausur::test::k_gif;
using klausur::test::k_patch;
using klausur::test::run_named_in;
using klausur::test::tamper;
namespace fs = std::filesystem;

namespace {

/// A tenant into which one plan was written. The head stands in a report that was kept.
struct Written
{
  ChatTenant at{"licensed"};
  std::string run;
  std::string head;
  std::string untouched; ///< The store's bytes.

  Written()
  {
    BOOST_TEST(at.run({"audit", "--fail-on", "never"}).code != 2);
    const auto plan = path("plan.json");
    BOOST_TEST_REQUIRE(
        at.run({"plan", "chat", "--check", "mattermost.external.gif", "--output", plan}).code ==
        1);
    const auto applied = at.run({"apply", plan, "--yes"});
    BOOST_TEST_REQUIRE(applied.code == 0, applied.err);
    run = run_named_in(applied);
    const auto report =
        parse_json(at.run({"audit", "--format", "json", "--fail-on", "never"}).out);
    BOOST_TEST_REQUIRE(report.has_value());
    head = member_text(*find_at(*report, "/run"), "journal");
    if (head.empty()) {
      head = member_text(*report, "journal");
    }
    BOOST_TEST_REQUIRE(head.find("/sha256:") != std::string::npos);
    untouched = at.program.read("klausur.db");
  }

  [[nodiscard]] std::string path(const char* name) const
  {
    return (at.program.directory / name).string();
  }
  [[nodiscard]] fs::path store() const { return path("klausur.db"); }
  [[nodiscard]] std::int64_t last() const { return std::stoll(head); }

  void reset() const
  {
    fs::remove(path("klausur.db-wal"));
    fs::remove(path("klausur.db-shm"));
    at.program.write("klausur.db", untouched);
  }
  /// Words to the database with the numbers of entries that were written after the key's.
  void attack(const std::string& words) const
  {
    reset();
    tamper(store(), words);
  }
  [[nodiscard]] Ended verify(std::vector<std::string> more = {}) const
  {
    more.insert(more.begin(), {"journal", "verify"});
    return at.run(std::move(more));
  }
  /// As the store would write it, by somebody who has another key or the real one.
  void rebuild(bool with_the_key) const
  {
    reset();
    const std::string url = "sqlite://" + store().string();
    const auto entries = Store::open(url)->journal("").value();
    tamper(store(), "DELETE FROM journal; DELETE FROM journal_head; UPDATE run SET "
                    "journal_head=''");
    if (!with_the_key) {
      fs::rename(path("klausur.db.key"), path("real.key"));
    }
    auto opened = Store::open(url).value();
    for (const auto& each : entries) {
      auto entry = typed(each).value();
      if (each.kind == "key") {
        continue;
      }
      if (auto* intent = std::get_if<Intent>(&entry)) {
        intent->from = parse_json("false").value(); // What is to be forgotten.
      }
      BOOST_TEST_REQUIRE(opened.append(each.tenant, entry, each.at).has_value());
    }
    if (!with_the_key) {
      fs::rename(path("real.key"), path("klausur.db.key"));
    }
  }
};

/// Verify, rollback and the daemon refuse, and nothing is written to the tenant.
void
is_found(const Written& written, std::int64_t entry, std::string_view what)
{
  const auto writes = written.at.tenant->count(k_patch);
  const auto verified = written.verify();
  BOOST_TEST(verified.code == 5, what << ": " << verified.out << verified.err);
  BOOST_TEST(holds(verified.out, fmt::format("entry {}:", entry)),
             what << ": " << verified.out);
  const auto back =
      written.at.run({"rollback", written.run, "--output", written.path("b.json")});
  BOOST_TEST(back.code == 5, what << ": " << back.err);
  BOOST_TEST(!fs::exists(written.path("b.json")), what);
  const auto serve = written.at.run({"serve"});
  BOOST_TEST(serve.code == 5, what << ": " << serve.err);
  BOOST_TEST(written.at.tenant->count(k_patch) == writes, what);
}

} // namespace

BOOST_AUTO_TEST_SUITE(journal_attack_test)

BOOST_AUTO_TEST_CASE(whatever_is_done_to_entries_verify_rollback_and_daemon_name_the_first)
{
  const Written written;
  const auto last = written.last();
  BOOST_TEST_REQUIRE(last >= 5);
  const auto number = [](std::int64_t n) { return std::to_string(n); };
  const std::string later = "UPDATE journal_head SET number=(SELECT max(number) FROM journal), "
                            "hash=(SELECT hash FROM journal ORDER BY number DESC LIMIT 1);";
  const std::vector<std::pair<std::string, std::int64_t>> attacks{
      {"UPDATE journal SET body=replace(body, 'true', 'false') WHERE kind='write'", 3},
      {"DELETE FROM journal WHERE number=1", 1},
      {"DELETE FROM journal WHERE number=3", 3},
      {"DELETE FROM journal WHERE number=" + number(last), last},
      {"DELETE FROM journal WHERE number=" + number(last) + ";" + later, last},
      {"DELETE FROM journal WHERE number>3", 4},
      {"DELETE FROM journal WHERE number>3;" + later, 4},
      {"DELETE FROM journal", 1},
      {"DELETE FROM journal; DELETE FROM journal_head", 1},
      {"UPDATE journal SET number=-1 WHERE number=3; UPDATE journal SET number=3 WHERE "
       "number=4;"
       "UPDATE journal SET number=4 WHERE number=-1",
       3},
      {"DELETE FROM journal WHERE number=3; UPDATE journal SET number=number-1 WHERE number>3",
       3},
  };
  for (const auto& [words, entry] : attacks) {
    written.attack(words);
    is_found(written, entry, words);
  }
  written.reset();
  BOOST_TEST(written.verify().code == 0);
  BOOST_TEST(written.at.run({"rollback", written.run}).code == 0);
}

BOOST_AUTO_TEST_CASE(a_journal_rebuilt_with_another_key_is_found_without_any_head)
{
  const Written written;
  written.rebuild(/*with_the_key=*/false);
  is_found(written, 1, "rebuilt with another key");
}

BOOST_AUTO_TEST_CASE(a_journal_rebuilt_with_the_key_itself_is_found_by_a_head_that_was_kept)
{
  const Written written;
  written.rebuild(/*with_the_key=*/true);
  BOOST_TEST(written.verify().code ==
             0); // Whoever has the key can: that is what heads are for.
  const auto held = written.verify({"--head", written.head});
  BOOST_TEST(held.code == 5, held.out);
  BOOST_TEST(holds(held.out, "rebuilt"), held.out);
  const auto bare = written.verify({"--head", written.head.substr(written.head.find('/') + 1)});
  BOOST_TEST(bare.code == 5, bare.out);
  BOOST_TEST(written.verify({"--head", "5/sha1:x"}).code == 2);
}

BOOST_AUTO_TEST_CASE(the_heads_of_report_history_and_chat_are_all_in_the_journal)
{
  const Written written;
  auto serve = written.at.start({"serve"});
  BOOST_TEST_REQUIRE(eventually([&] { return written.at.posts() == 1; }), serve->err());
  serve->signal(SIGTERM);
  BOOST_TEST(serve->wait().code == 0);
  BOOST_TEST(holds(written.at.last_post(), written.head), written.at.last_post());
  BOOST_TEST(holds(written.at.run({"history"}).out, written.head));
  for (const char* format : {"text", "html", "json"}) {
    const auto report = written.at.run({"audit", "--format", format, "--fail-on", "never"});
    BOOST_TEST(holds(report.out, written.head), format);
  }
  BOOST_TEST(written.verify({"--head", written.head}).code == 0);
}

BOOST_AUTO_TEST_CASE(a_plan_back_is_not_applied_by_a_journal_that_does_not_hold)
{
  const Written written;
  const auto back = written.path("back.json");
  BOOST_TEST(written.at.run({"rollback", written.run, "--output", back}).code == 0);
  const auto untouched = written.at.program.read("klausur.db");
  tamper(written.store(), "UPDATE journal SET at=at+1 WHERE number=2");
  const auto refused = written.at.run({"apply", back, "--yes"});
  BOOST_TEST(refused.code == 5, refused.err);
  BOOST_TEST(written.at.value(k_gif) == "false");
  written.reset();
  written.at.program.write("klausur.db", untouched);
  BOOST_TEST(written.at.run({"apply", back, "--yes"}).code == 0);
  BOOST_TEST(written.at.value(k_gif) == "true");
}

BOOST_AUTO_TEST_CASE(a_truncated_journal_stays_broken_whatever_is_done_next)
{
  const Written written;
  const auto plan = written.path("next.json");
  BOOST_TEST(written.at
                 .run({"plan", "chat", "--check", "mattermost.external.link-previews",
                       "--output", plan})
                 .code == 1);
  const auto writes = written.at.tenant->count(k_patch);
  // No run's head shall give it away: only the store's own record does.
  written.attack("DELETE FROM journal WHERE number>2; UPDATE run SET journal_head=''");
  const auto waived = written.at.run(
      {"waive", "mattermost.external.link-previews", "chat", "--value", "true", "--reason",
       "until the move", "--until",
       day_text(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) +
                std::chrono::days{30}),
       "--by", "A"});
  BOOST_TEST(waived.code == 5, waived.err);
  BOOST_TEST(holds(waived.err, "journal verify"), waived.err);
  const auto applied = written.at.run({"apply", plan, "--yes"});
  BOOST_TEST(applied.code == 5, applied.err);
  BOOST_TEST(written.at.tenant->count(k_patch) == writes);
  BOOST_TEST(written.at.run({"waive", "nope", "chat"}).code == 2);
  const auto verified = written.verify();
  BOOST_TEST(verified.code == 5, verified.out);
  BOOST_TEST(holds(verified.out, "entry 3:"), verified.out);
}

BOOST_AUTO_TEST_CASE(
    entries_of_an_earlier_version_can_be_taken_back_until_somebody_changes_them)
{
  const Written written;
  // As an earlier version would have left it: the same entries, without key and signature.
  const std::string url = "sqlite://" + written.store().string();
  const auto entries = Store::open(url)->journal("").value();
  std::string words = "DELETE FROM journal; DELETE FROM journal_head; UPDATE run SET "
                      "journal_head='';";
  std::string previous = sha256("");
  std::int64_t number = 0;
  for (const auto& each : entries) {
    if (each.kind == "key") {
      continue;
    }
    JournalEntry old{.number = ++number,
                     .at = each.at,
                     .kind = each.kind,
                     .tenant = each.tenant,
                     .previous = previous};
    const auto body = canonical_text(each.body);
    const auto hash = hash_of(old, body).value();
    words +=
        fmt::format("INSERT INTO journal VALUES({},{},'{}','{}','{}','{}','{}','{}','','');",
                    number, each.at.time_since_epoch().count(), each.kind, each.tenant,
                    member_text(each.body, "run"), body, previous, hash);
    previous = hash;
  }
  tamper(written.store(), words);
  const auto unsigned_ones = written.verify();
  BOOST_TEST(unsigned_ones.code == 0, unsigned_ones.out);
  BOOST_TEST(holds(unsigned_ones.out, "all unsigned"), unsigned_ones.out);
  const auto back = written.path("back.json");
  BOOST_TEST(written.at.run({"rollback", written.run, "--output", back}).code == 0);
  BOOST_TEST(written.at.run({"apply", back, "--yes"}).code == 0);
  BOOST_TEST(written.at.value(k_gif) == "true");
  const auto sealed = written.verify();
  BOOST_TEST(sealed.code == 0, sealed.out);
  BOOST_TEST(holds(sealed.out, "unsigned, before 20"), sealed.out);
  tamper(written.store(), "UPDATE journal SET body=replace(body, 'true', 'false') WHERE "
                          "kind='write' AND key=''");
  BOOST_TEST(written.verify().code == 5);
}

BOOST_AUTO_TEST_CASE(a_run_that_the_table_only_pretends_to_have_begun_is_not_gone_on_with)
{
  const Written written;
  written.at.change("/ServiceSettings/EnableGifPicker", "true");
  const auto plan = written.path("next.json");
  BOOST_TEST_REQUIRE(
      written.at.run({"plan", "chat", "--check", "mattermost.external.gif", "--output", plan})
          .code == 1);
  const Json file = parse_json(written.at.program.read("next.json")).value();
  const auto writes = written.at.tenant->count(k_patch);
  tamper(written.store(),
         fmt::format("INSERT INTO journal(at, kind, tenant, run, body, previous, hash) SELECT "
                     "at, 'apply', 'chat', 'forged', '{{\"run\":\"forged\",\"plan\":\"{}\"}}', "
                     "hash, 'sha256:0' FROM journal ORDER BY number DESC LIMIT 1",
                     member_text(file, "hash")));

  const auto ended = written.at.run({"apply", plan, "--yes", "--resume"});

  BOOST_TEST(ended.code == 5, ended.out << ended.err);
  BOOST_TEST(written.at.tenant->count(k_patch) == writes);
}

BOOST_AUTO_TEST_SUITE_END()
