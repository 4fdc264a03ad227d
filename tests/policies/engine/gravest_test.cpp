#include "policies/engine/gravest.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

namespace {

Finding
finding(std::string_view id, Severity severity, std::string_view scope,
        Status status = Status::fail)
{
  Finding made{.id = id, .severity = severity, .status = status};
  made.scope = SharedText{scope};
  return made;
}

std::string
order_of(std::vector<Finding> findings)
{
  sort_gravest_first(findings);
  std::string order;
  for (const auto& each : findings) {
    order += std::string{each.id} + "/" + each.scope.str() + " ";
  }
  return order;
}

} // namespace

BOOST_AUTO_TEST_SUITE(gravest_test)

BOOST_AUTO_TEST_CASE(the_severest_come_first_whatever_their_point_or_name)
{
  std::vector<Finding> all;
  all.push_back(finding("a", Severity::high, "x"));
  all.push_back(finding("b", Severity::critical, "x"));
  all.push_back(finding("c", Severity::low, "x"));
  BOOST_TEST(order_of(std::move(all)) == "b/x a/x c/x ");
}

BOOST_AUTO_TEST_CASE(of_equal_severity_the_one_with_more_places_comes_first)
{
  std::vector<Finding> all;
  all.push_back(finding("a", Severity::high, "1"));
  for (const char* place : {"2", "1", "3"}) {
    all.push_back(finding("b", Severity::high, place));
  }
  for (const char* place : {"1", "2", "3", "4"}) { // no place at which it fails
    all.push_back(finding("c", Severity::high, place, Status::pass));
  }
  BOOST_TEST(order_of(std::move(all)) == "b/1 b/2 b/3 a/1 c/1 c/2 c/3 c/4 ");
}

BOOST_AUTO_TEST_CASE(an_accepted_place_is_no_reach)
{
  std::vector<Finding> all;
  for (const char* place : {"1", "2"}) {
    all.push_back(finding("a", Severity::high, place));
    all.back().waived = Waiver{};
  }
  all.push_back(finding("b", Severity::high, "1"));
  BOOST_TEST(order_of(std::move(all)) == "b/1 a/1 a/2 ");
}

BOOST_AUTO_TEST_CASE(of_equal_reach_what_can_be_written_comes_first_then_the_name)
{
  std::vector<Finding> all;
  all.push_back(finding("a", Severity::high, "x"));
  all.push_back(finding("c", Severity::high, "x"));
  all.back().remedy = parse_json("true").value();
  all.push_back(finding("b", Severity::high, "x"));
  BOOST_TEST(order_of(std::move(all)) == "c/x a/x b/x ");
}

BOOST_AUTO_TEST_SUITE_END()
