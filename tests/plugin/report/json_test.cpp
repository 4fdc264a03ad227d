#include "plugin/report/report.hpp"
#include "tests/plugin/report/golden.hpp"
#include "tests/plugin/report/sample_run.hpp"

#include <rapidjson/pointer.h>

using namespace klausur;

namespace {

Json
parsed(const RunReport& report)
{
  return parse_json(to_json_report(report)).value();
}

const JsonValue&
at(const Json& json, const char* pointer)
{
  const JsonValue* found = rapidjson::Pointer{pointer}.Get(json);
  BOOST_REQUIRE_MESSAGE(found != nullptr, pointer);
  return *found;
}

std::string
violation_of(const JsonValue& json)
{
  static const Schema schema = load_schema(std::filesystem::path{KLAUSUR_SOURCE_DIR} /
                                           "manifest/schemas/report.schema.json")
                                   .value();
  const auto violation = schema.violation(json);
  return violation ? violation->pointer + ": " + violation->what : "";
}

} // namespace

BOOST_AUTO_TEST_SUITE(json_test)

BOOST_AUTO_TEST_CASE(the_report_is_as_it_was_accepted)
{
  sample::require_golden("report.json", to_json_report(sample::sample_run()->report));
}

BOOST_AUTO_TEST_CASE(reports_meet_the_published_schema)
{
  BOOST_TEST(violation_of(parsed(sample::sample_run()->report)) == "");
  BOOST_TEST(violation_of(parsed(RunReport{})) == "");
}

BOOST_AUTO_TEST_CASE(the_schema_refuses_what_the_report_must_not_say)
{
  struct Wrong
  {
    const char* pointer;
    const char* value;
  };
  const Json good = parsed(sample::sample_run()->report);
  for (const auto& [pointer, value] : {
           Wrong{"/format", "2"},
           Wrong{"/tenants/0/light", R"("blue")"},
           Wrong{"/tenants/0/points/ENC", "null"},
           Wrong{"/tenants/0/proven", R"("grey")"}, // what is computed is a colour
           Wrong{"/tenants/0/rated_points/ENC/at_worst", R"("grey")"},
           Wrong{"/tenants/0/score", "101"},
           Wrong{"/tenants/0/exposure/total", "15"},
           Wrong{"/tenants/0/findings/0/status", R"("waived")"},
           Wrong{"/tenants/0/findings/0/surprise", "1"},
           Wrong{"/tenants/0/findings/0/reported", "false"}, // while a value stands beside it
           Wrong{"/incomplete/0/kind", R"("lazy")"},
       }) {
    Json bad = copy_of(good);
    const Json other = parse_json(value).value();
    rapidjson::Pointer{pointer}.Set(bad, JsonValue{other, bad.GetAllocator()});
    BOOST_TEST(violation_of(bad) != "", pointer);
  }
}

BOOST_AUTO_TEST_CASE(equal_input_gives_equal_bytes_apart_from_the_run)
{
  const auto one = sample::sample_run();
  const auto other = sample::sample_run();
  BOOST_TEST(to_json_report(one->report) == to_json_report(other->report));
  other->report.id = "another";
  other->report.at += std::chrono::hours{1};
  Json first = parsed(one->report);
  Json second = parsed(other->report);
  BOOST_TEST(to_text(first) != to_text(second));
  first.RemoveMember("run");
  second.RemoveMember("run");
  BOOST_TEST(to_text(first) == to_text(second));
}

BOOST_AUTO_TEST_CASE(a_value_of_null_is_told_from_no_value)
{
  const Json json = parsed(sample::sample_run()->report);
  const auto& findings = at(json, "/tenants/1/findings");
  const auto& silent = findings[2];
  const auto& null = findings[3];
  BOOST_TEST(silent["observed"].IsNull());
  BOOST_TEST(!silent["reported"].GetBool());
  BOOST_TEST(null["observed"].IsNull());
  BOOST_TEST(null["reported"].GetBool());
}

BOOST_AUTO_TEST_CASE(figures_have_one_decimal)
{
  const std::string text = to_json_report(sample::sample_run()->report);
  BOOST_TEST(text.find("\"score\": 71.4,") != std::string::npos);
  BOOST_TEST(text.find("\"coverage\": 88.0,") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_not_rated_has_no_score_and_names_the_last_settled_light)
{
  const Json json = parsed(sample::sample_run()->report);
  BOOST_TEST(at(json, "/tenants/3/score").IsNull());
  BOOST_TEST(text_of(at(json, "/tenants/3/last_settled/light")) == "yellow");
  BOOST_TEST(text_of(at(json, "/tenants/3/last_settled/at")) == "2026-11-17T09:00:00Z");
  BOOST_TEST(at(json, "/tenants/0/last_settled").IsNull());
}

BOOST_AUTO_TEST_CASE(a_finding_that_fails_says_what_is_the_case)
{
  const Json json = parsed(sample::sample_run()->report);
  BOOST_TEST(text_of(at(json, "/tenants/0/findings/0/deviation/en")) ==
             "Meetings are recorded without anybody asking for it.");
  BOOST_TEST(text_of(at(json, "/tenants/0/findings/1/deviation/en")) ==
             "Not met: Cloud recordings are deleted after 30 days at most"); // no sentence
  BOOST_TEST(at(json, "/tenants/2/findings/0/deviation").IsNull());          // it passes
}

BOOST_AUTO_TEST_CASE(an_unknown_variant_leaves_the_exposure_open)
{
  const Json json = parsed(sample::sample_run()->report);
  BOOST_TEST(at(json, "/tenants/3/exposure/lowest").GetInt() == 1);
  BOOST_TEST(at(json, "/tenants/3/exposure/highest").GetInt() == 9);
  BOOST_TEST(at(json, "/tenants/3/exposure/total").IsNull());
  BOOST_TEST(at(json, "/tenants/3/variant").IsNull());
}

BOOST_AUTO_TEST_CASE(an_invalid_adequacy_decision_raises_the_factor_that_rests_on_it)
{
  const auto run = sample::sample_run();
  run->report.tenants[0].exposure.total = 7; // as the engine counts it then
  const Json json = parsed(run->report);
  BOOST_TEST(at(json, "/tenants/0/exposure/factors/J").GetInt() == 2);
  BOOST_TEST(at(json, "/tenants/0/exposure/factors/H").GetInt() == 1);
}

BOOST_AUTO_TEST_CASE(hostile_texts_stay_texts)
{
  const auto run = sample::hostile_run();
  const Json json = parsed(run->report); // parse_json() refuses what is no UTF-8
  const std::string_view name = text_of(at(json, "/tenants/0/name"));
  BOOST_TEST(name.starts_with("</code><script>alert(1)</script>&\"'\n\x1b[31m"));
  BOOST_TEST(name.find("\xff") == std::string_view::npos);
  BOOST_TEST(at(json, "/tenants/0/findings/0/observed").GetStringLength() >= 10240U);
}

BOOST_AUTO_TEST_SUITE_END()
