// A bundle of evidence, checked by us and by sha256sum and openssl alone.

#include "connectors/base/hex.hpp"
#include "plugin/evidence/bundle.hpp"
#include "plugin/evidence/export_bundle.hpp"
#include "tests/support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace klausur;
namespace fs = std::filesystem;

namespace {

const Time k_at = *parse_time("2026-11-24T09:00:00Z");

std::string
text_of(const fs::path& file)
{
  std::ostringstream text;
  text << std::ifstream{file, std::ios::binary}.rdbuf();
  return text.str();
}

void
write(const fs::path& file, std::string_view text)
{
  std::ofstream{file, std::ios::binary} << text;
}

std::size_t
files_below(const fs::path& folder)
{
  return static_cast<std::size_t>(
      std::count_if(fs::recursive_directory_iterator{folder}, {},
                    [](const auto& each) { return each.is_regular_file(); }));
}

/// A store with entries of two tenants, one run and one waiver, exported for `chat`.
struct Bundle
{
  TemporaryFolder place;
  fs::path folder = place.path() / "evidence";
  Store store = Store::open("sqlite://" + (place.path() / "k.db").string()).value();

  Bundle()
  {
    RunReport report{.id = "20261124T090000Z-00000001", .at = k_at};
    report.tenants.push_back({.name = "chat", .vendor = "v"});
    std::vector<Snapshot> snapshots;
    snapshots.push_back({.tenant = "chat", .vendor = "v", .taken_at = k_at});
    snapshots[0].readings.push_back({"d", "GET /d", k_at, parse_json(R"({"a":"<b>"})")});
    snapshots[0].seal();
    BOOST_TEST_REQUIRE(store.save_run(report, snapshots).has_value());
    add("other", Entry{RunEnded{.run = "secret-of-other", .end = "applied"}});
    add("chat", Entry{Intent{.run = "r", .setting = "d#/a", .to = parse_json("1").value()}});
    add("chat", Entry{RunEnded{.run = "r", .end = "applied"}});
    Waiver waiver{.id = "w-1",
                  .tenant = "chat",
                  .check = "v.x",
                  .accepted = parse_json("true").value(),
                  .reason = "we <do> 'so'",
                  .approver = "Erika Muster",
                  .until = k_at + std::chrono::days{9},
                  .requested_by = "Erika Muster",
                  .from = k_at};
    BOOST_TEST_REQUIRE(store.add(waiver).has_value());
    const auto made = exported(folder);
    BOOST_TEST(made.entries == 3U);
    BOOST_TEST(made.runs == 1U);
    BOOST_TEST(made.files == files_below(folder));
  }

  [[nodiscard]] EvidenceContents exported(const fs::path& into) const
  {
    const auto made = export_bundle(
        store, {.tenant = "chat", .from = k_at, .to = k_at + std::chrono::days{1}}, into);
    BOOST_TEST_REQUIRE(made.has_value(), (made ? "" : made.error().what));
    return *made;
  }

  void add(const char* tenant, const Entry& entry, Time at = k_at)
  {
    BOOST_TEST_REQUIRE(store.append(tenant, entry, at).has_value());
  }

  /// What is said first; empty: it holds.
  [[nodiscard]] std::string flaw() const
  {
    const auto verdict = verify_bundle(folder).value();
    return verdict.flaws.empty() ? "" : verdict.flaws.front();
  }

  /// The commands that README.txt gives, as they stand there; true when all succeed.
  [[nodiscard]] bool holds_for_others() const
  {
    std::istringstream lines{text_of(folder / "README.txt")};
    std::string script = "set -e\ncd " + folder.string() + "\n";
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("     ")) {
        script += line + "\n";
      }
    }
    BOOST_TEST_REQUIRE(script.find("openssl pkeyutl") != std::string::npos);
    write(place.path() / "check.sh", script);
    const auto command = "sh " + (place.path() / "check.sh").string() + " >" +
                         (place.path() / "said").string() + " 2>&1";
    const bool holds =
        std::system(command.c_str()) == 0; // NOLINT: the command is the test's own
    BOOST_TEST_MESSAGE(text_of(place.path() / "said"));
    return holds;
  }
};

} // namespace

BOOST_AUTO_TEST_SUITE(bundle_test)

BOOST_AUTO_TEST_CASE(a_bundle_holds_for_us_and_for_sha256sum_and_openssl_alone)
{
  const Bundle bundle;
  BOOST_TEST(bundle.flaw().empty(), bundle.flaw());
  BOOST_TEST(bundle.holds_for_others());
  const auto verdict = verify_bundle(bundle.folder).value();
  BOOST_TEST(verdict.entries == 5U);
  BOOST_TEST(verdict.key == bundle.store.verify_journal().value().key);
}

BOOST_AUTO_TEST_CASE(a_clock_that_was_set_back_leaves_no_hole_in_the_chain)
{
  Bundle bundle;
  bundle.add("chat", Entry{RunEnded{.run = "early", .end = "applied"}},
             k_at - std::chrono::hours{1});
  bundle.add("chat", Entry{RunEnded{.run = "late", .end = "applied"}});
  const fs::path folder = bundle.place.path() / "again";
  BOOST_TEST(bundle.exported(folder).entries == 5U);
  const auto verdict = verify_bundle(folder).value();
  BOOST_TEST(verdict.flaws.empty());
  BOOST_TEST(verdict.entries == 7U);
}

BOOST_AUTO_TEST_CASE(another_tenants_entries_show_their_place_only)
{
  const Bundle bundle;
  BOOST_TEST(fs::exists(bundle.folder / entry_file(2, ".link")));
  BOOST_TEST(!fs::exists(bundle.folder / entry_file(2, ".entry")));
  for (const auto& each : fs::recursive_directory_iterator{bundle.folder}) {
    if (each.is_regular_file()) {
      BOOST_TEST(text_of(each.path()).find("secret-of-other") == std::string::npos,
                 each.path().string());
    }
  }
}

BOOST_AUTO_TEST_CASE(the_page_escapes_what_comes_from_others_in_both_languages)
{
  const Bundle bundle;
  const auto german = text_of(bundle.folder / "summary.de.html");
  BOOST_TEST(german.find("we &lt;do&gt; &#39;so&#39;") != std::string::npos);
  BOOST_TEST(german.find("Nachweis: chat") != std::string::npos);
  BOOST_TEST(text_of(bundle.folder / "summary.en.html").find("Evidence: chat") !=
             std::string::npos);
  BOOST_TEST(text_of(bundle.folder / "people.json").find("Erika Muster") != std::string::npos);
  BOOST_TEST(text_of(bundle.folder / entry_file(5, ".entry")).find("Erika") ==
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_was_changed_removed_or_added_is_named)
{
  const std::string entry = entry_file(3, ".entry");
  {
    const Bundle bundle;
    write(bundle.folder / entry, text_of(bundle.folder / entry) + " ");
    BOOST_TEST(bundle.flaw() == entry + ": was changed");
    BOOST_TEST(!bundle.holds_for_others());
  }
  {
    const Bundle bundle;
    fs::remove(bundle.folder / "waivers.json");
    BOOST_TEST(bundle.flaw().starts_with("waivers.json: "));
    BOOST_TEST(!bundle.holds_for_others());
  }
  {
    const Bundle bundle;
    write(bundle.folder / "runs" / "more.json", "{}");
    BOOST_TEST(bundle.flaw() == "runs/more.json: was added");
  }
}

BOOST_AUTO_TEST_CASE(a_list_that_was_signed_anew_by_another_key_does_not_hide_a_change)
{
  const Bundle bundle;
  const auto key = SigningKey::make().value();
  auto manifest = text_of(bundle.folder / "manifest.sha256");
  // Somebody takes the last entry out of the bundle and signs the rest.
  std::string rest;
  std::istringstream lines{manifest};
  for (std::string line; std::getline(lines, line);) {
    if (line.find("key.pem") == std::string::npos || line.find("keys/") != std::string::npos) {
      rest += line + "\n";
    }
  }
  write(bundle.folder / "manifest.sha256", rest);
  write(bundle.folder / "manifest.sig", bytes_of_hex(key.sign(rest).value()));
  write(bundle.folder / "key.pem", key.public_key().pem());
  const auto verdict = verify_bundle(bundle.folder).value();
  BOOST_TEST(std::any_of(verdict.flaws.begin(), verdict.flaws.end(), [](const auto& flaw) {
    return flaw == "key.pem: is not the key that signs the journal at its end";
  }));
}

BOOST_AUTO_TEST_CASE(a_directory_that_is_there_is_not_written_into_and_none_is_no_bundle)
{
  const Bundle bundle;
  const auto again = export_bundle(
      bundle.store, {.tenant = "chat", .from = k_at, .to = k_at + std::chrono::days{1}},
      bundle.folder);
  BOOST_TEST_REQUIRE(!again.has_value());
  BOOST_TEST(!verify_bundle(bundle.place.path() / "none").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
