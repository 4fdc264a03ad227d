// A bundle that the real program made is checked with the commands of its README alone.

#include "tests/plugin/commands/chat_tenant.hpp"
#include "tests/support/holds.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <sstream>

using namespace klausur;
using klausur::test::ChatTenant;
using klausur::test::holds;
namespace fs = std::filesystem;

namespace {

/// The commands that stand in README.txt, as they stand there.
bool
readme_holds(const ChatTenant& at)
{
  std::istringstream lines{at.program.read("bundle/README.txt")};
  std::string script = "set -e\ncd " + (at.program.directory / "bundle").string() + "\n";
  for (std::string line; std::getline(lines, line);) {
    script += line.starts_with("     ") ? line + "\n" : "";
  }
  BOOST_TEST_REQUIRE(holds(script, "sha256sum"));
  BOOST_TEST_REQUIRE(holds(script, "openssl pkeyutl"));
  at.program.write("check.sh", script);
  const auto command =
      "sh " + (at.program.directory / "check.sh").string() + " >/dev/null 2>&1";
  return std::system(command.c_str()) == 0; // NOLINT: the test's own words
}

} // namespace

BOOST_AUTO_TEST_SUITE(evidence_test)

BOOST_AUTO_TEST_CASE(what_was_planned_written_and_found_is_in_a_bundle_that_openssl_verifies)
{
  const ChatTenant at{"licensed"};
  const auto path = [&](const char* name) { return (at.program.directory / name).string(); };
  BOOST_TEST(at.run({"audit", "--fail-on", "never"}).code != 2);
  BOOST_TEST_REQUIRE(at.run({"plan", "chat", "--check", "mattermost.external.gif", "--output",
                             path("plan.json")})
                         .code == 1);
  BOOST_TEST_REQUIRE(at.run({"apply", path("plan.json"), "--yes"}).code == 0);
  BOOST_TEST_REQUIRE(
      at.run({"evidence", "chat", "--from", "2026-01-01", "--output", path("bundle")}).code ==
      0);

  const auto plan = at.program.read("plan.json");
  const auto hash = std::string{member_text(parse_json(plan).value(), "hash")};
  const auto digits = hash.substr(hash.find(':') + 1);
  BOOST_TEST(at.program.read("bundle/plans/" + digits + ".json") == plan);
  const auto receipts = at.program.read("bundle/receipts.json");
  BOOST_TEST(holds(receipts, "EnableGifPicker"), receipts);
  BOOST_TEST(holds(receipts, "\"outcome\": \"applied\""), receipts);
  for (const char* page : {"bundle/summary.en.html", "bundle/summary.de.html"}) {
    BOOST_TEST(holds(at.program.read(page), "EnableGifPicker"), page);
  }
  BOOST_TEST(holds(at.program.read("bundle/key.pem"), "PUBLIC KEY"));
  BOOST_TEST(at.run({"evidence", "verify", path("bundle")}).code == 0);
  BOOST_TEST(readme_holds(at));

  at.program.write("bundle/receipts.json", receipts + " ");
  BOOST_TEST(!readme_holds(at));
  BOOST_TEST(at.run({"evidence", "verify", path("bundle")}).code == 5);
}

BOOST_AUTO_TEST_SUITE_END()
