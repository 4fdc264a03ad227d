// Store and keys go into one file and come back, with the real program.

#include "tests/plugin/commands/chat_tenant.hpp"
#include "tests/plugin/store/tamper.hpp"
#include "tests/support/holds.hpp"

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

using namespace klausur;
using klausur::test::ChatTenant;
using klausur::test::Ended;
using klausur::test::holds;
using klausur::test::k_gif;
using klausur::test::run_named_in;
using klausur::test::tamper;
namespace fs = std::filesystem;

namespace {

/// A tenant whose GIF picker was switched off by a plan, backed up, and then lost its machine.
struct Lost
{
  ChatTenant at{"licensed"};
  fs::path archive = at.program.directory / "backup.tar";
  std::string run;
  std::string history;
  std::string head;

  Lost()
  {
    BOOST_TEST(at.run({"audit", "--fail-on", "never"}).code != 2);
    BOOST_TEST_REQUIRE(at.value(k_gif) == "true");
    const auto plan = (at.program.directory / "plan.json").string();
    const auto planned =
        at.run({"plan", "chat", "--check", "mattermost.external.gif", "--output", plan});
    BOOST_TEST_REQUIRE(planned.code == 1, planned.err);
    const auto applied = at.run({"apply", plan, "--yes"});
    BOOST_TEST_REQUIRE(applied.code == 0, applied.out << applied.err);
    run = run_named_in(applied);
    history = at.run({"history"}).out;
    head = history.substr(history.rfind("journal ") + 8);
    head.pop_back();
    const auto made = at.run({"backup", "--output", archive.string()});
    BOOST_TEST_REQUIRE(made.code == 0, made.err);
    BOOST_TEST(made.out == archive.string() + "\n");
    BOOST_TEST(!holds(made.out + made.err, "PRIVATE"));
    lose();
  }

  void lose() const
  {
    for (const char* ending : {"", "-wal", "-shm", ".key"}) {
      fs::remove(store().string() + ending);
    }
  }
  [[nodiscard]] fs::path store() const { return at.program.directory / "klausur.db"; }
  [[nodiscard]] fs::path key() const { return store().string() + ".key"; }
  [[nodiscard]] Ended restore(std::vector<std::string> more = {}) const
  {
    more.insert(more.begin(), {"restore", archive.string()});
    return at.run(std::move(more));
  }
  /// Nothing was put anywhere, and no draft is left.
  [[nodiscard]] bool is_untouched() const
  {
    return std::none_of(fs::directory_iterator{at.program.directory}, {}, [](const auto& each) {
      const auto name = each.path().filename().string();
      return name.starts_with("klausur.db") || name.starts_with(".klausur-");
    });
  }
};

unsigned
mode_of(const fs::path& file)
{
  struct stat about
  {
  };
  return ::stat(file.c_str(), &about) == 0 ? about.st_mode & 0777U : 0U;
}

} // namespace

BOOST_AUTO_TEST_SUITE(backup_test)

BOOST_AUTO_TEST_CASE(what_was_backed_up_goes_on_on_an_empty_machine)
{
  const Lost lost;
  BOOST_TEST(mode_of(lost.archive) == 0600U);
  const auto restored = lost.restore({"--head", lost.head});
  BOOST_TEST_REQUIRE(restored.code == 0, restored.err);
  BOOST_TEST(holds(restored.err, lost.head));
  BOOST_TEST(mode_of(lost.store()) == 0600U);
  BOOST_TEST(mode_of(lost.key()) == 0600U);

  const auto history = lost.at.run({"history"}).out;
  BOOST_TEST(history.substr(0, history.rfind("journal ")) ==
             lost.history.substr(0, lost.history.rfind("journal ")));
  const auto verified = lost.at.run({"journal", "verify", "--head", lost.head});
  BOOST_TEST(verified.code == 0, verified.out << verified.err);

  const auto back = (lost.at.program.directory / "back.json").string();
  BOOST_TEST_REQUIRE(lost.at.run({"rollback", lost.run, "--output", back}).code == 0);
  const auto undone = lost.at.run({"apply", back, "--yes"});
  BOOST_TEST(undone.code == 0, undone.out << undone.err);
  BOOST_TEST(lost.at.value(k_gif) == "true");
  BOOST_TEST(lost.at.run({"journal", "verify"}).code == 0);
}

BOOST_AUTO_TEST_CASE(a_damaged_or_incomplete_archive_is_refused_and_leaves_nothing_behind)
{
  const Lost lost;
  const std::string whole = lost.at.program.read("backup.tar");
  const auto refused = [&](std::string_view bytes) {
    lost.at.program.write("backup.tar", bytes);
    const auto ended = lost.restore();
    BOOST_TEST((ended.code == 5 || ended.code == 2), ended.code << ": " << ended.err);
    BOOST_TEST(lost.is_untouched());
    return ended;
  };
  for (const std::size_t kept : {std::size_t{0}, std::size_t{100}, std::size_t{512},
                                 whole.size() / 2, whole.size() - 1500, whole.size() - 1}) {
    refused(std::string_view{whole}.substr(0, kept));
  }
  for (std::size_t at = 5; at < whole.size(); at += whole.size() / 23) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    refused(flipped);
  }
  BOOST_TEST(refused(std::string_view{whole}.substr(0, whole.size() / 2)).code == 5);
  BOOST_TEST(holds(refused("not a tar").err, "no archive of klausur backup"));
  refused(whole + "more");
  lost.at.program.write("backup.tar", whole);
  BOOST_TEST(lost.restore().code == 0);
}

BOOST_AUTO_TEST_CASE(a_tampered_journal_in_an_archive_is_found_although_all_digests_are_right)
{
  const Lost lost;
  const auto folder = lost.at.program.directory.string();
  const auto in_shell = [&](const std::string& words) {
    lost.at.program.write("do.sh", "set -e; cd " + folder + "\n" + words);
    return std::system(("sh " + folder + "/do.sh").c_str()); // NOLINT: the test's own words
  };
  BOOST_TEST_REQUIRE(in_shell("mkdir t; tar -xf backup.tar -C t; cd t\n"
                              "sha256sum --quiet --check manifest.sha256\n") == 0);
  tamper(fs::path{folder} / "t/store.db", "UPDATE journal SET at=at+1 WHERE number=3");
  BOOST_TEST_REQUIRE(in_shell("cd t; rm ../backup.tar; rm manifest.sha256\n"
                              "find * -type f | LC_ALL=C sort | xargs sha256sum > ../m\n"
                              "mv ../m manifest.sha256\n"
                              "tar --format=ustar --blocking-factor=1 -cf ../backup.tar "
                              "$(cut -c67- manifest.sha256) manifest.sha256\n") == 0);
  const auto ended = lost.restore();
  BOOST_TEST(ended.code == 5, ended.err);
  BOOST_TEST(holds(ended.err, "entry 3"), ended.err);
  BOOST_TEST(lost.is_untouched());
}

BOOST_AUTO_TEST_CASE(nothing_is_overwritten_neither_by_a_backup_nor_by_a_restore)
{
  const Lost lost;
  BOOST_TEST(lost.restore({"--head", "9/sha256:" + std::string(64, '0')}).code == 5);
  BOOST_TEST(lost.is_untouched());
  lost.at.program.write("klausur.db-wal", "rest of another");
  BOOST_TEST(holds(lost.restore().err, "klausur.db-wal is there already"));
  fs::remove(lost.store().string() + "-wal");
  lost.at.program.write("klausur.db.key", "another");
  BOOST_TEST(holds(lost.restore().err, "another key is there already"));
  BOOST_TEST(!fs::exists(lost.store()));
  fs::remove(lost.key());
  BOOST_TEST(lost.restore().code == 0);
  BOOST_TEST(holds(lost.restore().err, "klausur.db is there already"));
  const auto again = lost.at.run({"backup", "--output", lost.archive.string()});
  BOOST_TEST(again.code == 2);
  BOOST_TEST(holds(again.err, "is there already"));
}

BOOST_AUTO_TEST_CASE(a_backup_of_a_journal_that_does_not_hold_or_has_no_key_is_none)
{
  const Lost lost;
  BOOST_TEST(lost.restore().code == 0);
  fs::rename(lost.key(), lost.key().string() + ".away");
  const auto file = (lost.at.program.directory / "second.tar").string();
  const auto keyless = lost.at.run({"backup", "--output", file});
  BOOST_TEST(keyless.code == 2, keyless.err);
  BOOST_TEST(holds(keyless.err, "its key"));
  BOOST_TEST(!fs::exists(file));
  fs::rename(lost.key().string() + ".away", lost.key());
  tamper(lost.store(), "DELETE FROM journal WHERE number=2");
  const auto broken = lost.at.run({"backup", "--output", file});
  BOOST_TEST(broken.code == 5, broken.err);
  BOOST_TEST(!fs::exists(file));
}

BOOST_AUTO_TEST_CASE(a_key_that_is_lost_without_a_copy_leaves_a_way_on_that_says_so)
{
  const Lost lost;
  BOOST_TEST(lost.restore().code == 0);
  const auto rotate = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"journal", "rotate"});
    return lost.at.run(std::move(more));
  };
  const std::vector<std::string> words{"--lost", "--by", "Erika Muster", "--reason",
                                       "the disk of the key broke"};
  BOOST_TEST(holds(rotate(words).err, "the key that signs is there"));
  fs::remove(lost.key());
  const auto stuck = lost.at.run({"waive", "mattermost.external.gif", "chat", "--value", "true",
                                  "--reason", "r", "--until", "2099-01-01", "--by", "E"});
  BOOST_TEST(stuck.code == 2, stuck.err);
  BOOST_TEST(rotate({"--lost"}).code == 2);
  const auto rotated = rotate(words);
  BOOST_TEST_REQUIRE(rotated.code == 0, rotated.err);
  BOOST_TEST(mode_of(lost.key()) == 0600U);
  const auto verified = lost.at.run({"journal", "verify", "--head", lost.head});
  BOOST_TEST(verified.code == 0, verified.out << verified.err);
  BOOST_TEST(holds(verified.out, "was said to be lost"), verified.out);
  // What was written under the lost key can still be taken back.
  const auto back = (lost.at.program.directory / "back.json").string();
  BOOST_TEST(lost.at.run({"rollback", lost.run, "--output", back}).code == 0);
  BOOST_TEST(lost.at.run({"apply", back, "--yes"}).code == 0);
  BOOST_TEST(lost.at.value(k_gif) == "true");
  BOOST_TEST(lost.at.run({"journal", "verify"}).code == 0);
}

BOOST_AUTO_TEST_SUITE_END()
