// Deviations are accepted, break, end and are approved, with the real program.

#include "connectors/base/time.hpp"
#include "tests/plugin/commands/chat_tenant.hpp"
#include "tests/support/holds.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using klausur::test::ChatTenant;
using klausur::test::Ended;
using klausur::test::holds;
using klausur::test::k_gif;

namespace {

constexpr const char* k_check = "mattermost.external.gif";

std::string
day_in(int days)
{
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return day_text(now + std::chrono::days{days});
}

Ended
waive(const ChatTenant& at, const std::string& check, const std::string& value, int days,
      std::vector<std::string> more = {"--by", "Erika Muster"})
{
  std::vector<std::string> words{"waive",    check,   "chat",    "--value",   value,
                                 "--reason", "we do", "--until", day_in(days)};
  words.insert(words.end(), more.begin(), more.end());
  return at.run(std::move(words));
}

/// The finding of the check in a new audit.
Json
finding_of(const ChatTenant& at, const std::string& check)
{
  const auto audited = at.run({"audit", "--format", "json", "--fail-on", "never"});
  const auto report = parse_json(audited.out);
  BOOST_TEST_REQUIRE(report.has_value(), audited.err);
  for (const auto& each : find_at(*report, "/tenants/0/findings")->GetArray()) {
    if (member_text(each, "check") == check) {
      return copy_of(each);
    }
  }
  BOOST_FAIL("no such finding");
  return {};
}

} // namespace

BOOST_AUTO_TEST_SUITE(waive_test)

BOOST_AUTO_TEST_CASE(a_waiver_lies_over_the_check_keeps_plans_away_and_breaks_with_the_value)
{
  const ChatTenant at{"licensed"};
  const auto made = waive(at, k_check, "true", 30);
  BOOST_TEST_REQUIRE(made.code == 0, made.err);
  const auto waived = finding_of(at, k_check);
  BOOST_TEST(member_text(waived, "status") == "fail");
  BOOST_TEST(member(waived, "waived")->IsObject());
  BOOST_TEST(holds(at.run({"waive"}).out, "live"));
  BOOST_TEST(!holds(at.run({"plan", "chat"}).out, "EnableGifPicker"));

  at.change(k_gif, "false");
  BOOST_TEST(member_text(finding_of(at, k_check), "status") == "pass");
  BOOST_TEST(holds(at.run({"waive"}).out, "ended"));
  at.change(k_gif, "true");
  BOOST_TEST(member(finding_of(at, k_check), "waived")->IsNull());
  const auto verified = at.run({"journal", "verify"});
  BOOST_TEST(verified.code == 0, verified.out << verified.err);
}

BOOST_AUTO_TEST_CASE(what_is_no_waiver_is_refused_and_says_what_to_write)
{
  const ChatTenant at;
  BOOST_TEST(holds(waive(at, k_check, "true", 400).err, "at most 365 days"));
  BOOST_TEST(holds(waive(at, k_check, "true", -1).err, "a day to come"));
  BOOST_TEST(holds(waive(at, "mattermost.external.gf", "true", 3).err, "did you mean"));
  BOOST_TEST(holds(waive(at, k_check, "true", 3, {}).err, "--by"));
  BOOST_TEST(waive(at, k_check, "true", 3, {}).code == 2);
  BOOST_TEST(holds(at.run({"waive", "--end", "w-none", "--by", "A"}).err, "no waiver w-none"));
  BOOST_TEST(at.run({"waive"}).out.empty());
}

BOOST_AUTO_TEST_CASE(a_waiver_of_a_value_that_is_not_there_covers_nothing_and_says_so)
{
  const ChatTenant at;
  BOOST_TEST_REQUIRE(waive(at, k_check, "\"other\"", 30).code == 0);
  const auto finding = finding_of(at, k_check);
  BOOST_TEST(member(finding, "waived")->IsNull());
  BOOST_TEST(holds(to_text(finding), "the value is another one now"));
}

BOOST_AUTO_TEST_CASE(an_extension_is_a_new_decision_and_ends_the_one_before)
{
  const ChatTenant at;
  const auto first = waive(at, k_check, "true", 10);
  const auto second = waive(at, k_check, "true", 40);
  BOOST_TEST_REQUIRE(second.code == 0, second.err);
  const auto list = at.run({"waive"}).out;
  const auto line = list.substr(0, list.find('\n'));
  BOOST_TEST(
      (line.starts_with(first.out.substr(0, first.out.size() - 1)) && holds(line, "ended")),
      list);
}

BOOST_AUTO_TEST_CASE(of_a_critical_deviation_that_one_person_accepts_the_report_says_so)
{
  const ChatTenant at;
  constexpr const char* k_open = "\"http://chat.example.org\"";
  at.change("/ServiceSettings/SiteURL", k_open);
  const auto made = waive(at, "mattermost.transport.site-url", k_open, 30);
  BOOST_TEST_REQUIRE(made.code == 0, made.err);

  const auto report = at.run({"audit", "--fail-on", "never", "--format", "html"});
  const auto german =
      at.run({"audit", "--fail-on", "never", "--format", "html", "--lang", "de"});

  BOOST_TEST(holds(report.out, "Erika Muster (one person decided)"));
  BOOST_TEST(holds(german.out, "Erika Muster (eine Person hat entschieden)"));
}

BOOST_AUTO_TEST_CASE(a_critical_deviation_takes_two_listed_people)
{
  const ChatTenant at;
  const auto critical = std::string{"mattermost.transport.site-url"};
  BOOST_TEST(holds(waive(at, critical, "\"\"", 100).err, "at most 90 days"));
  const auto key = [&](const char* file) {
    const auto made =
        at.run({"journal", "new-key", (at.program.directory / file).string()}).out;
    return made.substr(0, made.size() - 1);
  };
  const auto anna = key("anna.key");
  const auto ben = key("ben.key");
  const auto approvers = fmt::format("approvers:\n  - {{name: Anna, key: '{}'}}\n"
                                     "  - {{name: Ben, key: '{}'}}\n",
                                     anna, ben);
  at.configure(approvers);
  const auto file = [&](const char* name) { return (at.program.directory / name).string(); };
  BOOST_TEST(holds(waive(at, critical, "\"\"", 30).err, "takes two persons"));
  const auto asked = waive(at, critical, "\"\"", 30, {"--key", file("anna.key")});
  BOOST_TEST_REQUIRE(asked.code == 0, asked.err);
  const auto id = asked.out.substr(0, asked.out.size() - 1);
  BOOST_TEST(holds(at.run({"waive"}).out, "waits"));
  BOOST_TEST(holds(at.run({"waive", "--approve", id, "--key", file("anna.key")}).err,
                   "another person"));
  at.configure(fmt::format("approvers:\n  - {{name: Eve, key: '{}'}}\n"
                           "  - {{name: Ben, key: '{}'}}\n",
                           anna, ben));
  BOOST_TEST(holds(at.run({"waive", "--approve", id, "--key", file("anna.key")}).err,
                   "another person")); // The same key under another name.
  at.configure(approvers);
  const auto stranger = file("eve.key");
  BOOST_TEST(at.run({"journal", "new-key", stranger}).code == 0);
  BOOST_TEST(holds(at.run({"waive", "--approve", id, "--key", stranger}).err, "not listed"));
  const auto approved = at.run({"waive", "--approve", id, "--key", file("ben.key")});
  BOOST_TEST(approved.code == 0, approved.err);
  BOOST_TEST(holds(at.run({"waive"}).out, "by Anna and Ben"));
}

BOOST_AUTO_TEST_CASE(drift_is_shown_against_what_was_accepted_and_survives_another_name)
{
  const ChatTenant at{"licensed"};
  BOOST_TEST(
      holds(at.run({"baseline", "accept", "chat", "--by", "Erika"}).err, "klausur audit chat"));
  BOOST_TEST(at.run({"audit", "--fail-on", "never"}).code != 2);
  const auto accepted = at.run({"baseline", "accept", "chat", "--by", "Erika"});
  BOOST_TEST_REQUIRE(accepted.code == 0, accepted.err);
  const auto none = at.run({"drift", "chat"});
  BOOST_TEST(none.code != 1, none.out << none.err);
  at.change("/TeamSettings/SiteName", "\"Planted GmbH\"");
  const auto unseen = at.run({"drift", "chat"});
  BOOST_TEST(unseen.code == 1, unseen.err);
  BOOST_TEST(holds(unseen.out, "not judged: config#/TeamSettings/"), unseen.out);
  BOOST_TEST(holds(unseen.out, "no check looks at it"), unseen.out);
  BOOST_TEST(!holds(unseen.out, "Planted"), unseen.out);
  at.change(k_gif, "false");
  const auto better = at.run({"drift", "chat"});
  BOOST_TEST(better.code == 1, better.err);
  BOOST_TEST(
      holds(better.out, "better: config#/ServiceSettings/EnableGifPicker: true -> false"),
      better.out);

  auto configuration = at.program.read("klausur.yaml");
  configuration.replace(configuration.find("name: chat"), 10, "name: renamed");
  at.program.write("klausur.yaml", configuration);
  const auto renamed = at.run({"drift", "renamed"});
  BOOST_TEST(holds(renamed.out, "better: config#/ServiceSettings/EnableGifPicker"),
             renamed.out << renamed.err);
}

BOOST_AUTO_TEST_SUITE_END()
