#include "connectors/base/plain_text.hpp"
#include "plugin/report/report.hpp"
#include "tests/plugin/report/golden.hpp"
#include "tests/plugin/report/sample_run.hpp"

#include <deque>
#include <sstream>
#include <string>
#include <vector>

using namespace klausur;

namespace {

bool
contains(std::string_view text, std::string_view part)
{
  return text.find(part) != std::string_view::npos;
}

std::vector<std::string>
lines_of(const std::string& text)
{
  std::istringstream stream{text};
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

} // namespace

BOOST_AUTO_TEST_SUITE(text_test)

BOOST_AUTO_TEST_CASE(the_report_is_as_it_was_accepted)
{
  const auto run = sample::sample_run();
  sample::require_golden("report-en.txt", to_text_report(run->report, {}));
  sample::require_golden("report-de.txt",
                         to_text_report(run->report, {.language = Language::de}));
  sample::require_golden(
      "report-en-verbose-60.txt",
      to_text_report(run->report, {.colour = true, .width = 60, .verbose = true}));
}

BOOST_AUTO_TEST_CASE(no_line_is_wider_than_asked)
{
  const auto run = sample::sample_run();
  const auto hostile = sample::hostile_run();
  for (const std::size_t width : {40U, 60U, 100U}) {
    for (const Language language : {Language::en, Language::de}) {
      for (const auto* report : {&run->report, &hostile->report}) {
        const TextOptions look{.language = language, .width = width, .verbose = true};
        for (const auto& line : lines_of(to_text_report(*report, look))) {
          BOOST_TEST(columns_of(line) <= width, line);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(colour_comes_only_when_asked_and_changes_no_word)
{
  const auto run = sample::sample_run();
  const std::string plain = to_text_report(run->report, {});
  std::string coloured = to_text_report(run->report, {.colour = true});
  BOOST_TEST(!contains(plain, "\x1b"));
  BOOST_TEST(contains(coloured, "\x1b[1;31m[RED]\x1b[0m"));
  for (std::size_t at = 0; (at = coloured.find('\x1b')) != std::string::npos;) {
    coloured.erase(at, coloured.find('m', at) - at + 1);
  }
  BOOST_TEST(coloured == plain);
}

BOOST_AUTO_TEST_CASE(a_tenant_cannot_steer_the_terminal)
{
  const std::string text = to_text_report(sample::hostile_run()->report, {.verbose = true});
  BOOST_TEST(!contains(text, "\x1b"));
  BOOST_TEST(!contains(text, "\xe2\x80\xae"));
  BOOST_TEST(!contains(text, "\xff"));
  BOOST_TEST(contains(text, "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d"));
}

BOOST_AUTO_TEST_CASE(a_long_value_is_cut_and_says_so_unless_verbose)
{
  const auto run = sample::hostile_run();
  run->report.tenants[0].findings[0].waived.reset();
  const std::string brief = to_text_report(run->report, {});
  const std::string whole = to_text_report(run->report, {.verbose = true});
  BOOST_TEST(contains(brief, "characters)"));
  BOOST_TEST(!contains(whole, "characters)"));
  BOOST_TEST(whole.size() > brief.size() + 10000U);
}

BOOST_AUTO_TEST_CASE(many_places_of_one_check_are_explained_once)
{
  const auto run = sample::sample_run();
  auto& findings = run->report.tenants[0].findings;
  const Check* rooms = findings[2].check;
  for (int i = 0; i < 20; ++i) {
    Finding more{.check = rooms, .control = findings[2].control, .id = findings[2].id};
    more.severity = findings[2].severity;
    more.status = Status::fail;
    more.scope = "rooms/x" + std::to_string(i);
    more.setting = {more.scope, "#/passcode"};
    more.observed = parse_json("false").value();
    more.expected = parse_json("true").value();
    findings.push_back(std::move(more));
  }
  const std::string text = to_text_report(run->report, {});
  BOOST_TEST(contains(text, "Not met: 25"));
  BOOST_TEST(contains(text, "... 18 more (--verbose)"));
  const std::string steps = "Account Settings > Security > Passcode";
  BOOST_TEST(text.find(steps) == text.rfind(steps));
}

BOOST_AUTO_TEST_CASE(one_cause_is_said_once_for_all_that_it_hides)
{
  const Control control{.id = "DP-CON-03", .title = {"The control", "Die Anforderung"}};
  std::deque<Check> checks;
  RunReport run;
  auto& tenant = run.tenants.emplace_back();
  for (int i = 0; i < 30; ++i) {
    const auto number = std::to_string(i);
    checks.push_back({.id = "v.check-" + number});
    Finding finding{.check = &checks.back(), .control = &control, .id = checks.back().id};
    finding.status = Status::error;
    finding.why = Text{"env:T is not set.", "env:T ist nicht gesetzt."};
    tenant.findings.push_back(std::move(finding));
    tenant.gaps.push_back(
        {"document-" + number, "env:T is missing here.", "", Failure::invalid});
  }
  const std::string text = to_text_report(run, {.width = 1000});
  for (const std::string once : {"env:T is not set.", "env:T is missing here."}) {
    BOOST_TEST(text.find(once) != std::string::npos);
    BOOST_TEST(text.find(once) == text.rfind(once), once);
  }
  BOOST_TEST(contains(text, "v.check-9]"));
  BOOST_TEST(contains(text, "... 20 more (--verbose)"));
  BOOST_TEST(contains(text, "document-7 and 22 more"));
  BOOST_TEST(contains(text, "(wrong input)"));
  BOOST_TEST(contains(to_text_report(run, {.verbose = true}), "v.check-29]"));
}

BOOST_AUTO_TEST_CASE(a_run_without_tenants_says_so)
{
  BOOST_TEST(contains(to_text_report(RunReport{}, {}), "This run holds no tenant."));
}

BOOST_AUTO_TEST_SUITE_END()
