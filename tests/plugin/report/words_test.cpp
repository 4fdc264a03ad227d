#include "plugin/report/groups.hpp"
#include "plugin/report/report.hpp"
#include "plugin/report/words.hpp"
#include "tests/plugin/report/sample_run.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace klausur;

namespace {

std::string
written(const ReportFormat& format, const RunReport& report, Language language)
{
  std::string text;
  format.write(report, language, [&](std::string_view piece) { text += piece; });
  return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(words_test)

BOOST_AUTO_TEST_CASE(what_fails_is_said_as_the_case_and_never_as_its_ideal)
{
  const Control control{.id = "DP-AVV-01",
                        .title = {"A contract is in force", "Ein Vertrag gilt"}};
  Check check{.id = "v.x"};
  check.title = {"Calls end", "Anrufe enden"};
  Finding finding{.control = &control, .id = control.id};
  finding.status = Status::fail;
  BOOST_TEST(sentence_of(finding, Language::en) == "Not met: A contract is in force");
  BOOST_TEST(sentence_of(finding, Language::de) == "Nicht erfüllt: Ein Vertrag gilt");
  finding.check = &check;
  BOOST_TEST(sentence_of(finding, Language::de) == "Nicht erfüllt: Anrufe enden");
  check.deviation = {"Calls never end.", "Anrufe enden nie."};
  BOOST_TEST(sentence_of(finding, Language::de) == "Anrufe enden nie.");
  finding.status = Status::pass;
  BOOST_TEST(sentence_of(finding, Language::en) == "Calls end");
}

BOOST_AUTO_TEST_CASE(a_simple_expectation_is_said_in_words)
{
  struct Row
  {
    std::string_view json;
    std::string_view en;
    std::string_view de;
  };
  for (const auto& [json, en, de] : {
           Row{"true", "true", "true"},
           Row{"[1,2]", "[1,2]", "[1,2]"},
           Row{R"({"type":"integer","minimum":1,"maximum":30})", "1 to 30", "1 bis 30"},
           Row{R"({"maximum":30})", "at most 30", "höchstens 30"},
           Row{R"({"type":"integer","minimum":8})", "at least 8", "mindestens 8"},
           Row{R"({"enum":["a","b"]})", R"(one of "a", "b")", R"(eines von "a", "b")"},
           Row{R"({"minimum":1,"multipleOf":2})", R"({"minimum":1,"multipleOf":2})",
               R"({"minimum":1,"multipleOf":2})"},
           Row{R"({"type":"boolean"})", "true or false", "true oder false"},
           Row{R"({"type":"string","minLength":1})", "not empty", "nicht leer"},
           Row{R"({"type":"string","minLength":8})", "at least 8 characters",
               "mindestens 8 Zeichen"},
           Row{R"({"enum":["a"]})", R"("a")", R"("a")"},
           Row{R"({"not":{"enum":["a"]}})", R"(not "a")", R"(nicht "a")"},
           Row{R"({"type":"string","not":{"enum":["a","b"]}})", R"(none of "a", "b")",
               R"(keines von "a", "b")"},
           Row{R"({"type":"string","pattern":"^https:","not":{"pattern":"example"}})",
               R"(a match of "^https:" and without a match of "example")",
               R"(passend zu "^https:" und ohne Treffer für "example")"},
           Row{R"({"type":"array","minItems":1,"items":{"enum":["x","y"]}})",
               R"(not empty and each entry one of "x", "y")",
               R"(nicht leer und jeder Eintrag eines von "x", "y")"},
           Row{R"({"type":"array","not":{"items":{"not":{"enum":["x"]}}}})",
               R"(an entry is "x")", R"(ein Eintrag ist "x")"},
           Row{R"({"anyOf":[{"enum":[1]}]})", R"({"anyOf":[{"enum":[1]}]})",
               R"({"anyOf":[{"enum":[1]}]})"},
       }) {
    const Json expected = parse_json(json).value();
    BOOST_TEST(expectation_in(expected, Language::en) == en);
    BOOST_TEST(expectation_in(expected, Language::de) == de);
  }
}

BOOST_AUTO_TEST_CASE(numbers_times_and_laws_follow_the_language)
{
  const Time time = parse_time("2026-03-04T05:06:07Z").value();
  BOOST_TEST(number_in(71.44, Language::en) == "71.4");
  BOOST_TEST(number_in(71.44, Language::de) == "71,4");
  BOOST_TEST(moment_in(time, Language::en, {}) == "2026-03-04, 05:06 UTC");
  BOOST_TEST(moment_in(time, Language::de, {}) == "04.03.2026, 05:06 Uhr (UTC)");
  BOOST_TEST(day_in(time, Language::de, {}) == "04.03.2026");
  const auto berlin = Zone::named("Europe/Berlin").value();
  BOOST_TEST(moment_in(time, Language::en, berlin) == "2026-03-04, 06:06 CET");
  BOOST_TEST(moment_in(time, Language::de, berlin) == "04.03.2026, 06:06 Uhr (CET)");
  BOOST_TEST(day_in(time + std::chrono::hours{18}, Language::de, berlin) == "05.03.2026");
  BOOST_TEST(law_in("GDPR 5(1)(f)", Language::en) == "GDPR 5(1)(f)");
  BOOST_TEST(law_in("GDPR 5(1)(f)", Language::de) == "DSGVO 5(1)(f)");
  BOOST_TEST(law_in("StGB 201", Language::de) == "StGB 201");
}

BOOST_AUTO_TEST_CASE(every_format_is_offered_once)
{
  const auto formats = report_formats();
  for (const std::string_view name : {"text", "json", "html"}) {
    BOOST_TEST(std::ranges::count(formats, name, &ReportFormat::name) == 1);
  }
  for (const auto& format : formats) {
    BOOST_TEST(!format.extension.empty());
    BOOST_TEST(!written(format, RunReport{}, Language::de).empty());
  }
}

BOOST_AUTO_TEST_CASE(the_policy_knobs_stand_in_every_report)
{
  const auto run = sample::sample_run();
  run->report.knobs = {.allow_green_for_medium = true,
                       .protection_need = ProtectionNeed::very_high,
                       .legal_view = LegalView::tk_service,
                       .dpf_status = DpfStatus::invalid};
  for (const auto& format : report_formats()) {
    for (const auto language : {Language::en, Language::de}) {
      const std::string text = written(format, run->report, language);
      for (const char* part : {"allow_green_for_medium", "true", "protection_need", "very_high",
                               "legal_view", "tk_service", "dpf_status", "invalid"}) {
        BOOST_TEST(text.find(part) != std::string::npos, format.name << " lacks " << part);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
