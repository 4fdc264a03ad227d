#include "policies/engine/support.hpp"
#include "tests/policies/engine/sample.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>

using namespace klausur;

namespace {

Time
at(std::string_view day)
{
  return *iso_time(std::string{day} + "T09:00:00Z");
}

const std::array k_facts{
    SupportFacts{.source = "release policy",
                 .as_of = "2026-06-16",
                 .verified = true,
                 .until = {{"11.7", "2027-05-15"}, {"11.6", "2026-07-15"}, {"1", "2010-01-01"}},
                 .ended_by = {{"9", "2026-06-16"}}}};

Status
status_of(std::string_view release, std::string_view day)
{
  return support_of(release, k_facts, at(day)).status;
}

} // namespace

BOOST_AUTO_TEST_SUITE(support_test)

BOOST_AUTO_TEST_CASE(support_lasts_through_its_last_day)
{
  BOOST_TEST((status_of("11.6.0", "2026-07-15") == Status::pass));
  BOOST_TEST((status_of("11.6.0", "2026-07-16") == Status::fail));
}

BOOST_AUTO_TEST_CASE(the_sentence_names_the_day_and_where_it_stands)
{
  const auto ended = support_of("11.6.2", k_facts, at("2026-11-24"));
  BOOST_TEST(ended.why.en ==
             "Support for 11.6.2 ended on 2026-07-15 (release policy, as of 2026-06-16).");
  BOOST_TEST(ended.why.de == "Die Unterstützung für 11.6.2 endete am 2026-07-15 (release "
                             "policy, Stand 2026-06-16).");
}

BOOST_AUTO_TEST_CASE(a_release_that_no_entry_names_is_unknown)
{
  // Between two that are known, and of a major whose number only begins alike.
  for (const auto* release : {"11.5.0", "11.60.0", "10.11.1", "", "v11", "nightly"}) {
    BOOST_TEST((status_of(release, "2026-11-24") == Status::unknown), release);
  }
}

BOOST_AUTO_TEST_CASE(a_release_newer_than_all_of_them_is_unknown_and_says_so)
{
  const auto newer = support_of("11.9.0", k_facts, at("2026-11-24"));
  BOOST_TEST((newer.status == Status::unknown));
  BOOST_TEST(
      (newer.why.en.find("newer than these facts, which end with 11.7") != std::string::npos),
      newer.why.en);
}

BOOST_AUTO_TEST_CASE(of_some_only_a_day_is_known_by_which_support_had_ended)
{
  BOOST_TEST((status_of("9.11.2", "2026-06-16") == Status::fail));
  BOOST_TEST((status_of("9.11.2", "2026-06-15") == Status::unknown));
}

BOOST_AUTO_TEST_CASE(the_entry_that_names_most_of_the_release_decides)
{
  auto facts = k_facts;
  facts[0].ended_by = {{"11", "2026-01-01"}};
  BOOST_TEST((support_of("11.7.1", facts, at("2026-11-24")).status == Status::pass));
  BOOST_TEST((support_of("11.2.1", facts, at("2026-11-24")).status == Status::fail));
}

BOOST_AUTO_TEST_CASE(what_stands_behind_the_numbers_is_not_looked_at)
{
  BOOST_TEST((status_of("11.7.0-rc1", "2026-11-24") == Status::pass));
  BOOST_TEST((status_of("11.7", "2026-11-24") == Status::pass));
}

BOOST_AUTO_TEST_CASE(the_same_snapshot_at_two_times_has_two_verdicts)
{
  Check check = sample::check("d#/Version", R"({"type":"string"})");
  check.supported = true;
  Policy policy = sample::policy(std::move(check));
  policy.manifest.support.assign(k_facts.begin(), k_facts.end());
  policy.manifest.variants.push_back(sample::variant("not_needed"));
  const auto catalogue = sample::catalogue();
  const auto judge = Judge::prepare(policy, catalogue, sample::json("{}")).value();
  const auto verdict = [&](std::string_view content, std::string_view day) {
    const auto snapshot = sample::snapshot("d", content);
    const auto report = examine(judge, snapshot, {.now = at(day)});
    return std::ranges::find(report.findings, "v.check", &Finding::id)->status;
  };

  BOOST_TEST((verdict(R"({"Version":"11.7.3"})", "2026-11-24") == Status::pass));
  BOOST_TEST((verdict(R"({"Version":"11.7.3"})", "2027-05-16") == Status::fail));
  // Silence, and a value that is no release, stay what they are.
  BOOST_TEST((verdict("{}", "2026-11-24") == Status::unknown));
  BOOST_TEST((verdict(R"({"Version":11})", "2026-11-24") == Status::unknown));
}

BOOST_AUTO_TEST_CASE(people_read_the_newest_release_first)
{
  const std::string words = support_in_words(k_facts);
  BOOST_TEST(words.starts_with("  11.7    until / bis 2027-05-15\n"), words);
  BOOST_TEST((words.find("ended by / beendet am 2026-06-16") != std::string::npos), words);
  BOOST_TEST(words.ends_with("release policy, as of / Stand 2026-06-16\n"), words);
}

BOOST_AUTO_TEST_SUITE_END()
