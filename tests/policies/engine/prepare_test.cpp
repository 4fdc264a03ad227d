#include "policies/engine/judge.hpp"
#include "tests/policies/engine/sample.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using sample::check;
using sample::json;
using sample::policy;

BOOST_AUTO_TEST_SUITE(prepare_test)

BOOST_AUTO_TEST_CASE(a_remedy_has_to_be_right_under_the_tenants_own_parameters)
{
  const Catalogue catalogue = sample::catalogue();
  const auto problem = [&](const char* set, const char* parameters) {
    Check one = check("d#/days", R"({"type":"integer","minimum":1,"maximum":"$days"})");
    one.remedy.set = json(set);
    const Policy law = policy(std::move(one));
    const auto judge =
        Judge::prepare(law, catalogue, json(parameters), {{"days", "klausur.yaml:9:38"}});
    return judge ? std::string{} : judge.error().what;
  };
  BOOST_TEST(problem("30", "{}") == "");
  BOOST_TEST(problem("30", R"({"days":60})") == "");
  BOOST_TEST(problem("\"$days\"", R"({"days":14})") == "");
  BOOST_TEST(problem("30", R"({"days":14})") ==
             "klausur.yaml:9:38: days: 14, but v.check sets 30; let its remedy set $days");
  BOOST_TEST(problem("30", R"({"days":"14"})") ==
             "klausur.yaml:9:38: days: \"14\", but in v.check: maximum: \"14\" is a text, a "
             "number is wanted; take the quotation marks away");
  BOOST_TEST(problem("\"$days\"", R"({"days":0})") ==
             "klausur.yaml:9:38: days: 0, but in v.check: minimum: stands above maximum:, so "
             "nothing holds; write the lower one as minimum:");
}

BOOST_AUTO_TEST_CASE(a_remedy_is_a_value_that_the_vendor_takes)
{
  const Catalogue catalogue = sample::catalogue();
  for (const auto& [days, set] : {std::pair{"30", "30"}, std::pair{"75", "60"},
                                  std::pair{"14", "-"}, std::pair{"500", "120"}}) {
    Check one = check("d#/days", R"({"type":"integer","maximum":"$days"})");
    one.known = json("[30,60,90,120]");
    one.remedy.set = json("\"$days\"");
    const Policy law = policy(std::move(one));
    const auto judge =
        Judge::prepare(law, catalogue, json(std::string{R"({"days":)"} + days + "}")).value();
    const auto& remedy = judge.checks().front().remedy;
    BOOST_TEST((remedy ? to_text(*remedy) : "-") == set, days);
  }
}

BOOST_AUTO_TEST_SUITE_END()
