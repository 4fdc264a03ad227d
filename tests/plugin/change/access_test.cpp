#include "plugin/change/access.hpp"
#include "tests/plugin/change/bench.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using namespace klausur::test;

namespace {

Attestation
concept_of(std::string tenant, std::string_view day, std::string details)
{
  return {.tenant = std::move(tenant),
          .check = "DP-RET-07",
          .from = *parse_time(std::string{day} + "T00:00:00Z"),
          .until = k_now,
          .details = std::move(details)};
}

/// How many holds stand by these attestations.
std::size_t
held_by(const std::vector<Attestation>& attestations)
{
  Catalogue catalogue;
  catalogue.controls.push_back({.id = "DP-RET-07", .attestation = "ATT-DEL"});
  Tenant tenant;
  tenant.name = "t";
  return holds_of(tenant, catalogue, attestations).size();
}

} // namespace

BOOST_AUTO_TEST_SUITE(access_test)

BOOST_AUTO_TEST_CASE(the_newest_deletion_concept_says_which_holds_stand_also_after_its_end)
{
  const auto held = [](std::string_view day) {
    return concept_of("t", day, R"({"legal_holds":["Az. 1","Az. 2"]})");
  };
  const auto lifted = [](std::string_view day) {
    return concept_of("t", day, R"({"legal_holds":[]})");
  };

  BOOST_TEST(held_by({}) == 0U);
  BOOST_TEST(held_by({held("2025-01-01")}) == 2U);
  BOOST_TEST(held_by({held("2025-01-01"), lifted("2025-02-01")}) == 0U);
  BOOST_TEST(held_by({lifted("2025-02-01"), held("2025-03-01")}) == 2U);
  BOOST_TEST(held_by({concept_of("other", "2025-01-01", R"({"legal_holds":["x"]})")}) == 0U);
  BOOST_TEST(held_by({concept_of("t", "2025-01-01", "")}) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
