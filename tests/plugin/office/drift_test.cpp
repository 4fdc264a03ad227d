#include "connectors/rest/facts/kinds.hpp"
#include "plugin/office/drift.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

namespace {

const Time k_at = *parse_time("2026-11-24T09:00:00Z");

const Control k_control{.id = "DP-CON-02"};

Snapshot
snapshot(std::string_view content)
{
  Snapshot made{.tenant = "t", .vendor = "v", .taken_at = k_at};
  made.readings.push_back({"d", "GET /d", k_at, parse_json(content)});
  Kept kept;
  kept.add(parse_address("d#/a").value());
  made.kept = std::move(kept);
  made.seal();
  return made;
}

FindingRecord
finding(std::string setting, std::string status)
{
  return {.check = "v.x",
          .scope = "account",
          .status = std::move(status),
          .setting = std::move(setting)};
}

std::vector<Drifted>
drift(std::string_view before, std::string_view after, std::string status_before = "pass",
      std::string status_after = "pass")
{
  const FindingRecord then = finding("d#/a", std::move(status_before));
  const FindingRecord now = finding("d#/a", std::move(status_after));
  return drift_between(snapshot(before), snapshot(after), std::span{&then, 1},
                       std::span{&now, 1});
}

} // namespace

BOOST_AUTO_TEST_SUITE(drift_test)

BOOST_AUTO_TEST_CASE(what_means_the_same_is_no_drift)
{
  for (const auto& [before, after] : {
           std::pair{R"({"a":30})", R"({"a":30.0})"},
           {R"({"a":30})", R"({"a":"30"})"},
           {R"({"a":true})", R"({"a":"true"})"},
           {R"({"a":[1,2]})", R"({"a":[2,1]})"},
           {R"({"a":[{"x":1},{"x":2}]})", R"({"a":[{"x":2},{"x":1}]})"},
           {R"({"a":[{"x":1}]})", R"({"a":[{"x":1,"y":null}]})"},
           {R"({"a":1,"b":null})", R"({"a":1})"},
           {R"({"a":1})", R"({"a":1,"b":null})"},
           {R"({"a":1,"c":{"d":2}})", R"({"c":{"d":2},"a":1})"},
           {R"({"a":1})", R"({"a":1,"new_field":false})"},
       }) {
    BOOST_TEST(drift(before, after).empty(), before << " " << after);
  }
}

BOOST_AUTO_TEST_CASE(a_change_is_judged_by_the_checks_that_look_at_it)
{
  const auto verdict = [](const char* before, const char* after) {
    return drift(R"({"a":1})", R"({"a":2})", before, after).at(0).verdict;
  };
  BOOST_TEST((verdict("pass", "fail") == Verdict::worse));
  BOOST_TEST((verdict("fail", "pass") == Verdict::better));
  BOOST_TEST((verdict("fail", "fail") == Verdict::neutral));
  BOOST_TEST((verdict("pass", "pass") == Verdict::neutral));
  BOOST_TEST((verdict("unknown", "fail") == Verdict::not_judged));
  BOOST_TEST(drift(R"({"cutoff":1764489297000})", R"({"cutoff":1764489298000})").empty());
}

BOOST_AUTO_TEST_CASE(a_setting_that_is_gone_is_drift_and_a_new_one_only_where_a_check_fails)
{
  const auto gone = drift(R"({"a":1})", "{}", "pass", "unknown");
  BOOST_TEST_REQUIRE(gone.size() == 1U);
  BOOST_TEST(!gone[0].after.has_value());
  BOOST_TEST(drift("{}", R"({"a":1})", "unknown", "pass").empty());
  BOOST_TEST(drift("{}", R"({"a":1})", "pass", "fail").size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_check_of_the_whole_object_judges_its_members_and_not_its_neighbours)
{
  const FindingRecord then = finding("d#/a", "pass");
  const FindingRecord now = finding("d#/a", "fail");
  const auto items =
      drift_between(snapshot(R"({"a":{"x":1},"ab":1})"), snapshot(R"({"a":{"x":2},"ab":2})"),
                    std::span{&then, 1}, std::span{&now, 1});
  BOOST_TEST_REQUIRE(items.size() == 1U);
  BOOST_TEST((items[0].setting == "d#/a/x" && items[0].verdict == Verdict::worse));
}

BOOST_AUTO_TEST_CASE(drift_says_since_when_and_goes_along_with_a_new_name)
{
  auto store = Store::open("sqlite::memory:").value();
  const std::vector<std::string> configured{"t"};
  BOOST_TEST_REQUIRE(store.know_account("t", "acc", configured, k_at).has_value());
  BOOST_TEST(!drift_of(store, "t", Manifest{}).has_value());
  for (int i = 0; i < 4; ++i) {
    RunReport report{.id = "r" + std::to_string(i), .at = k_at + std::chrono::hours{i}};
    report.tenants.push_back({.name = "t", .vendor = "v"});
    report.tenants[0].findings.push_back({.control = &k_control,
                                          .id = "v.x",
                                          .status = i < 2 ? Status::pass : Status::fail,
                                          .scope = "account",
                                          .setting = "d#/a"});
    std::vector<Snapshot> snapshots;
    snapshots.push_back(snapshot(i < 2 ? R"({"a":1})" : R"({"a":2})"));
    BOOST_TEST_REQUIRE(store.save_run(report, snapshots).has_value());
  }
  BOOST_TEST_REQUIRE(
      store
          .accept_baseline(
              {.account = "acc", .at = k_at, .run = "r0", .tenant = "t", .by = "Erika Muster"})
          .has_value());
  const auto found = drift_of(store, "t", Manifest{}).value();
  BOOST_TEST_REQUIRE(found.items.size() == 1U);
  BOOST_TEST((found.items[0].since == k_at + std::chrono::hours{2}));

  const std::vector<std::string> renamed{"new-name"};
  BOOST_TEST_REQUIRE(store.know_account("new-name", "acc", renamed, k_at).has_value());
  BOOST_TEST(drift_of(store, "new-name", Manifest{}).value().items.size() == 1U);
  BOOST_TEST(store.runs("new-name", 9).value().size() == 4U);
  BOOST_TEST(!store.account("t").value().has_value());
  BOOST_TEST(!store.verify_journal().value().flaw.has_value());
}

BOOST_AUTO_TEST_CASE(an_account_with_two_names_keeps_both)
{
  auto store = Store::open("sqlite::memory:").value();
  const std::vector<std::string> both{"t", "u"};
  BOOST_TEST(store.know_account("t", "acc", both, k_at).has_value());
  BOOST_TEST(store.know_account("u", "acc", both, k_at).has_value());
  BOOST_TEST(store.account("t").value().value() == "acc");
  BOOST_TEST(store.account("u").value().value() == "acc");
}

BOOST_AUTO_TEST_CASE(what_only_grows_older_is_no_drift_and_what_is_counted_is)
{
  auto kind = make_age(parse_json(R"({"of":"/at"})").value()).value();
  Manifest manifest;
  auto& entry = manifest.documents.emplace_back();
  entry.name = "recordings/*";
  entry.facts.push_back(std::move(kind));
  BOOST_TEST(is_age(manifest, "recordings/x#/oldest_days"));
  BOOST_TEST(is_age(manifest, "recordings/x#/by_age/0/1"));
  BOOST_TEST(!is_age(manifest, "recordings/x#/count"));
  BOOST_TEST(!is_age(manifest, "others#/oldest_days"));
}

BOOST_AUTO_TEST_SUITE_END()
