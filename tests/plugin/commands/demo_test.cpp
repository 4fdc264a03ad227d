#include "tests/support/holds.hpp"
#include "tests/support/program.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>

using klausur::test::holds;
using klausur::test::Program;

BOOST_AUTO_TEST_SUITE(demo_test)

BOOST_AUTO_TEST_CASE(the_demo_asks_nothing_and_shows_the_whole_way)
{
  const Program program;

  const auto ended = program.run({"--data-dir", KLAUSUR_SOURCE_DIR, "demo"});

  BOOST_TEST(ended.code == 0, ended.err);
  for (const char* shown :
       {"1. A sandbox", "2. Audit", "3. Plan", "4. Apply", "5. Verify", "6. Somebody",
        "7. Drift is noticed", "2 new or worse, 0 resolved", "8. Put right again",
        "0 new or worse, 2 resolved", "9. Roll one back", "to the byte", "All went as shown"}) {
    BOOST_TEST(holds(ended.out, shown), shown);
  }
  BOOST_TEST(holds(program.read("klausur-demo/report.en.html"), "lang=\"en\""));
  BOOST_TEST(holds(program.read("klausur-demo/report.de.html"), "lang=\"de\""));
}

BOOST_AUTO_TEST_CASE(the_demo_speaks_the_language_that_is_asked_for_or_configured)
{
  const Program asked;
  const Program configured;
  configured.write("klausur.yaml", "language: de\ntenants: []\n");

  const auto german = asked.run(
      {"--data-dir", KLAUSUR_SOURCE_DIR, "demo", "--lang", "de", "--output-dir", "out/deep"});
  const auto own = configured.run({"--data-dir", KLAUSUR_SOURCE_DIR, "demo"});

  BOOST_TEST(german.code == 0, german.err);
  BOOST_TEST(holds(german.out, "Alles lief wie gezeigt."));
  BOOST_TEST(std::filesystem::exists(asked.directory / "out/deep/report.de.html"));
  BOOST_TEST(own.code == 0, own.err);
  BOOST_TEST(holds(own.out, "Alles lief wie gezeigt."));
}

BOOST_AUTO_TEST_CASE(the_demo_reaches_its_sandbox_past_any_proxy_and_leaves_nothing_behind)
{
  const Program program;
  program.write("tmp/keep", "");
  const auto temporary = program.directory / "tmp";

  const auto ended =
      program.run({"--data-dir", KLAUSUR_SOURCE_DIR, "demo"},
                  {"http_proxy=http://127.0.0.1:1", "TMPDIR=" + temporary.string()});

  BOOST_TEST(ended.code == 0, ended.err);
  std::size_t left = 0;
  for (const auto& entry : std::filesystem::directory_iterator{temporary}) {
    left += entry.path().filename() != "keep";
  }
  BOOST_TEST(left == 0U);
}

BOOST_AUTO_TEST_CASE(a_demo_that_cannot_write_its_report_fails)
{
  const Program program;
  program.write("taken", "a file, no directory");

  const auto ended =
      program.run({"--data-dir", KLAUSUR_SOURCE_DIR, "demo", "--output-dir", "taken"});

  BOOST_TEST(ended.code != 0);
  BOOST_TEST(holds(ended.err, "taken"));
}

BOOST_AUTO_TEST_SUITE_END()
