// What people answer for is recorded, validated, and reminded of, with the real program.

#include "connectors/base/time.hpp"
#include "tests/plugin/commands/chat_tenant.hpp"
#include "tests/support/holds.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <regex>

using namespace klausur;
using klausur::test::ChatTenant;
using klausur::test::Ended;
using klausur::test::eventually;
using klausur::test::holds;

namespace {

std::string
day_in(int days)
{
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return day_text(now + std::chrono::days{days});
}

constexpr const char* k_agreement = R"(type: ATT-DPA
controls: [DP-AVV-01]
statement: The agreement was concluded.
signed_by: {name: Erika Muster, role: management}
approved_by: {name: Ben Beispiel, role: data-protection officer}
issued_on: 2026-01-02
evidence:
  - {file: contract.txt, uri: "dms:4711", stored_on: 2026-01-03}
product: chat
notes: renewed every year
dpa:
  dpa_mode: countersign
  contract_party_vendor: Vendor Inc.
  contract_party_customer: Muster GmbH
  document_version: "3"
  signed_on: 2026-01-02
  own_purpose_clauses: true
  own_purpose_text: product improvement
  objection_period_days: 30
  transfer_tool: scc
)";

struct Recorded
{
  ChatTenant at;

  Recorded() { at.program.write("contract.txt", "We agree. Planted Partner AG"); }

  [[nodiscard]] Ended record(const std::string& text) const
  {
    at.program.write("dpa.yaml", text);
    return at.run({"attest", "chat", "--record", (at.program.directory / "dpa.yaml").string()});
  }
  /// With one line of the agreement as another one.
  [[nodiscard]] Ended with(const std::string& line, const std::string& other) const
  {
    std::string text{k_agreement};
    const auto at_line = text.find(line);
    BOOST_TEST_REQUIRE(at_line != std::string::npos, line);
    return record(text.replace(at_line, line.size(), other));
  }
  [[nodiscard]] Ended simply(const std::string& control, int days) const
  {
    return at.run({"attest", "chat", control, "--statement", "It is so.", "--by",
                   "Erika Muster", "--until", day_in(days)});
  }
};

} // namespace

BOOST_AUTO_TEST_SUITE(attest_test)

BOOST_AUTO_TEST_CASE(a_record_is_kept_with_the_digest_of_its_document_and_answers_its_control)
{
  const Recorded recorded;
  const auto made = recorded.record(k_agreement);
  BOOST_TEST_REQUIRE(made.code == 0, made.err);
  BOOST_TEST(made.out.starts_with("a-20"), made.out);
  const auto list = recorded.at.run({"attest"}).out;
  BOOST_TEST(holds(list, "ATT-DPA"), list);
  BOOST_TEST(holds(list, "valid"), list);
  BOOST_TEST(holds(list, "Erika Muster, management"), list);
  BOOST_TEST(recorded.simply("DP-AVV-07", 200).code == 0);
  BOOST_TEST(holds(recorded.at.run({"audit", "--format", "json", "--fail-on", "never"}).out,
                   "Attested by Erika Muster, valid until " + day_in(200)));

  const auto bundle = (recorded.at.program.directory / "bundle").string();
  BOOST_TEST_REQUIRE(
      recorded.at.run({"evidence", "chat", "--from", "2026-01-01", "--output", bundle}).code ==
      0);
  const auto kept = recorded.at.program.read("bundle/attestations.json");
  // sha256sum of the document, and every field of the record.
  BOOST_TEST(holds(kept, "sha256:bd58c55de17d2245095e176e3f2ad4cc"
                         "6c448284a915859aa41e92cea592b483"));
  for (const char* word : {"dms:4711", "contract.txt", "countersign", "Muster GmbH", "scc",
                           "product improvement", "renewed every year", "Ben Beispiel"}) {
    BOOST_TEST(holds(kept, word), word);
  }
  BOOST_TEST(!holds(kept, "Planted Partner"));
  BOOST_TEST(recorded.at.run({"journal", "verify"}).code == 0);
}

BOOST_AUTO_TEST_CASE(what_is_no_record_is_refused_with_line_and_reason_and_nothing_is_kept)
{
  const Recorded recorded;
  const auto refused = [](const Ended& ended, std::string_view reason) {
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(holds(ended.err, reason), ended.err);
    BOOST_TEST(holds(ended.err, "dpa.yaml:"), ended.err);
  };
  refused(recorded.with("type: ATT-DPA", "type: ATT-TIA"), "ATT-DPA");
  refused(recorded.with("[DP-AVV-01]", "[DP-AVV-01, DP-CON-77]"), "DP-CON-77");
  refused(recorded.with("[DP-AVV-01]", "[DP-AVV-05]"), "is answered for by");
  refused(recorded.with("dpa_mode: countersign", "dpa_mode: handshake"), "handshake");
  refused(recorded.with("transfer_tool: scc", "transfer_tol: scc"), "transfer_tool");
  refused(recorded.with("signed_on: 2026-01-02", "signed_on: yesterday"), "yesterday");
  refused(recorded.with("issued_on: 2026-01-02", "issued_on: 2026-02-30"), "no such day");
  refused(recorded.with("issued_on: 2026-01-02", "issued_on: 2099-01-01"), "to come");
  refused(recorded.with("issued_on: 2026-01-02", "valid_until: 2020-01-01"), "an end to come");
  refused(recorded.with("file: contract.txt", "file: gone.txt"), "no such file");
  refused(recorded.with("uri: \"dms:4711\"", "sha256: 'sha256:" + std::string(64, '0') + "'"),
          "another document");
  refused(recorded.with("file: contract.txt, ", ""), "file: or sha256:");
  refused(recorded.with("  own_purpose_text: product improvement\n", ""), "own_purpose_text");
  refused(recorded.with("product: chat", "supersedes: a-none"), "no attestation of this id");
  refused(recorded.with("product: chat", "tia: {countries: [US], tool: scc}"),
          "goes with ATT-TIA");
  BOOST_TEST(recorded.at.run({"attest"}).out.empty());
}

BOOST_AUTO_TEST_CASE(an_empty_record_of_each_type_says_what_belongs_into_it)
{
  const Recorded recorded;
  for (const char* type : {"ATT-DPA", "ATT-SUB", "ATT-TIA", "ATT-DPIA", "ATT-WC", "ATT-REC",
                           "ATT-INFO", "ATT-ROPA", "ATT-TIER", "ATT-CERT", "ATT-DEL"}) {
    const auto shown = recorded.at.run({"attest", "--template", type});
    BOOST_TEST(shown.code == 0, shown.err);
    BOOST_TEST(holds(shown.out, "signed_by:"), type);
    BOOST_TEST(holds(shown.out, "# valid_until:"), type);
  }
  const auto agreement = recorded.at.run({"attest", "--template", "ATT-DPA"}).out;
  BOOST_TEST(holds(agreement, "  dpa_mode:  # How it is concluded: incorporated | clickwrap"),
             agreement);
  BOOST_TEST(holds(recorded.at.run({"attest", "--template", "ATT-DPO"}).err, "did you mean"));
}

BOOST_AUTO_TEST_CASE(a_record_without_an_end_ends_with_its_next_review)
{
  const Recorded recorded;
  BOOST_TEST(recorded.record(k_agreement).code == 0);
  BOOST_TEST(holds(recorded.at.run({"attest"}).out, "until " + day_in(365)));
  const auto sooner = recorded.with("product: chat", "review_interval_days: 30");
  BOOST_TEST(sooner.code == 0, sooner.err);
  const auto list = recorded.at.run({"attest"}).out;
  BOOST_TEST(holds(list, "until " + day_in(30)), list);
  BOOST_TEST(holds(list, "due"), list);
  BOOST_TEST(holds(list, "superseded"), list);
}

BOOST_AUTO_TEST_CASE(the_daemon_reminds_once_also_over_a_restart_and_names_nobody)
{
  const Recorded recorded;
  for (const auto& [control, days] :
       {std::pair{"DP-AVV-06", 300}, {"DP-AVV-07", 50}, {"DP-AVV-08", 20}, {"DP-AVV-05", 5}}) {
    BOOST_TEST(recorded.simply(control, days).code == 0, control);
  }
  auto serve = recorded.at.start({"serve"});
  BOOST_TEST_REQUIRE(eventually([&] { return recorded.at.posts() == 1; }), serve->err());
  const auto post = recorded.at.last_post();
  for (const char* said : {"Bestätigung endet in 50 Tagen", "Bestätigung endet in 20 Tagen",
                           "Bestätigung endet in 5 Tagen", "3 zu erneuern"}) {
    BOOST_TEST(holds(post, said), post);
  }
  BOOST_TEST(!holds(post, "DP-AVV-06`"), post);
  BOOST_TEST(!holds(post, "Erika"), post);
  const auto again = [&] {
    const auto before = recorded.at.tenant->count("/api/v4/users/stats");
    return eventually(
        [&] { return recorded.at.tenant->count("/api/v4/users/stats") >= before + 2; });
  };
  BOOST_TEST(again());
  BOOST_TEST(recorded.at.posts() == 1U);
  serve->signal(SIGTERM);
  BOOST_TEST(serve->wait().code == 0);

  // One ends, by hand or by time; another is renewed.
  BOOST_TEST(
      recorded.at.run({"attest", "chat", "DP-AVV-05", "--end", "--by", "Erika Muster"}).code ==
      0);
  BOOST_TEST(recorded.simply("DP-AVV-08", 300).code == 0);
  serve = recorded.at.start({"serve"});
  BOOST_TEST_REQUIRE(eventually([&] { return recorded.at.posts() == 2; }), serve->err());
  BOOST_TEST(holds(recorded.at.last_post(), "Bestätigung abgelaufen am " + day_in(0)),
             recorded.at.last_post());
  BOOST_TEST(!holds(recorded.at.last_post(), "DP-AVV-08"), recorded.at.last_post());
  BOOST_TEST(again());
  BOOST_TEST(recorded.at.posts() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
