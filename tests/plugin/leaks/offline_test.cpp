// What is planted in a snapshot of any vendor comes out of no report: where no check looks, in
// any form; where one looks, what has the shape of a secret or of a person's data.

#include "policies/engine/load.hpp"
#include "policies/engine/looked_at.hpp"
#include "tests/plugin/commands/fixtures.hpp"
#include "tests/plugin/leaks/planting.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using namespace klausur::test;

namespace {

/// All that audits of files say, in every form.
class Audits
{
public:
  /// In one language after the other.
  void expect_nothing_comes_out(const Json& file, std::string_view where)
  {
    const char* language = ++m_count % 2 == 0 ? "en" : "de";
    m_program.write("given.json", to_text(file));
    const auto ended =
        m_program.run({"audit", "--offline", "given.json", "--verbose", "--lang", language,
                       "--fail-on", "never", "--output-dir", ".", "--format", "text",
                       "--format", "json", "--format", "html"});
    BOOST_TEST((ended.code == 0 || ended.code == 3), where << ": " << ended.err);
    const auto leaks = leak_in(ended.out + ended.err) + leaks_in(m_program, {"given.json"});
    BOOST_TEST(leaks.empty(), where << ": " << leaks);
  }

private:
  Program m_program;
  std::size_t m_count = 0;
};

Json
file_of(const std::filesystem::path& scenario)
{
  return read_file(scenario / "snapshot.json")
      .and_then([](const std::string& text) { return parse_json(text); })
      .value();
}

void
for_each_scenario(const std::function<void(const Kept&, const std::filesystem::path&)>& take)
{
  const auto catalogue = load_catalogue(k_root).value();
  for (const auto& vendor : vendors_with_policies(k_root)) {
    const Kept kept = looked_at(load_policy(k_root, vendor, catalogue).value());
    for (const auto& scenario : scenarios_of(vendor)) {
      take(kept, scenario);
    }
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(offline_test)

BOOST_AUTO_TEST_CASE(a_text_at_a_leaf_that_no_check_looks_at_comes_out_of_no_report)
{
  Audits audits;
  std::size_t leaves = 0;
  for_each_scenario([&](const Kept& kept, const auto& scenario) {
    auto file = file_of(scenario);
    plant_in_snapshot(file, [&](const Address& at) {
      leaves += is_kept(kept, at) ? 0U : 1U;
      return is_kept(kept, at) ? std::string{} : free_texts()[leaves % free_texts().size()];
    });
    audits.expect_nothing_comes_out(file, scenario.string());
  });
  BOOST_TEST(leaves > 1000U);
}

BOOST_AUTO_TEST_CASE(what_has_a_shape_comes_out_of_no_report_wherever_it_stands)
{
  Audits audits;
  std::size_t leaves = 0;
  for_each_scenario([&](const Kept&, const auto& scenario) {
    auto file = file_of(scenario);
    plant_in_snapshot(
        file, [&](const Address&) { return shaped_texts()[++leaves % shaped_texts().size()]; });
    audits.expect_nothing_comes_out(file, scenario.string());
  });
  BOOST_TEST(leaves > 5000U);
}

BOOST_AUTO_TEST_CASE(what_has_a_shape_comes_out_of_no_report_from_beside_the_documents)
{
  Audits audits;
  auto file = file_of(k_root / "tests/fixtures/mattermost/default");
  auto& memory = file.GetAllocator();
  set_member(file, "version", "https://me:pl4nted@example.org", memory);
  auto& readings = file["readings"];
  for (rapidjson::SizeType i = 0; i < readings.Size(); ++i) {
    const auto& text = shaped_texts()[i % shaped_texts().size()];
    set_member(readings[i], "source", text, memory);
    if (i % 2 == 1) {
      JsonValue gap{rapidjson::kObjectType};
      set_member(gap, "kind", i % 4 == 1 ? "forbidden" : "unexpected", memory);
      set_member(gap, "what", "GET /x: refused: " + text, memory);
      set_member(gap, "scope", text, memory);
      readings[i].RemoveMember("content");
      set_member(readings[i], "gap", gap, memory);
    }
  }
  audits.expect_nothing_comes_out(file, "beside");
  audits.expect_nothing_comes_out(file, "beside");
}

BOOST_AUTO_TEST_SUITE_END()
