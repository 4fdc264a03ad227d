#include "connectors/format/json.hpp"
#include "connectors/rest/complaint.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

namespace {

const ErrorCodes k_errors{.code = "/error",
                          .scopes = "/needed",
                          .reference = "/trace",
                          .kinds = {{"no_scope", "forbidden"}, {"124", "unauthorised"}},
                          .advice = {{"no_team", "Give team_id."}}};

Complaint
complaint(std::string_view body)
{
  return complaint_in(parse_json(body).value(), k_errors);
}

} // namespace

BOOST_AUTO_TEST_SUITE(complaint_test)

BOOST_AUTO_TEST_CASE(a_code_means_what_the_manifest_says)
{
  const auto text = complaint(R"({"error":"no_scope","needed":"users:read","trace":"R_1"})");
  const auto number = complaint(R"({"error":124})");

  BOOST_TEST((text.kind == Failure::forbidden));
  BOOST_TEST(text.detail == "no_scope; trace R_1");
  BOOST_TEST(text.scopes == std::vector<std::string>{"users:read"},
             boost::test_tools::per_element());
  BOOST_TEST((number.kind == Failure::unauthorised));
  BOOST_TEST(number.detail == "code 124");
  BOOST_TEST(number.scopes.empty());
}

BOOST_AUTO_TEST_CASE(what_to_do_next_stands_at_the_code_and_at_no_other)
{
  // It needs no kind: the status may say what it is, and the code what to do.
  BOOST_TEST(complaint(R"({"error":"no_team"})").next == "Give team_id.");
  BOOST_TEST(!complaint(R"({"error":"no_team"})").kind);
  for (const char* body : {R"({"error":"no_scope"})", R"({"error":"no_teams"})",
                           R"({"needed":"no_team"})", "{}"}) {
    BOOST_TEST(complaint(body).next.empty(), body);
  }
}

BOOST_AUTO_TEST_CASE(an_unknown_code_is_shown_and_means_nothing)
{
  BOOST_TEST(!complaint(R"({"error":"new_code"})").kind);
  BOOST_TEST(complaint(R"({"error":"new_code"})").detail == "new_code");
}

BOOST_AUTO_TEST_CASE(what_is_no_plain_word_is_not_shown)
{
  for (const char* body : {R"({"error":"planted <b>","needed":"a b","trace":"x\ny"})", "{}",
                           "[]", R"({"error":{"no_scope":1}})",
                           R"({"error":"xoxb-123-planted"})", R"({"error":0})", "null"}) {
    const auto said = complaint(body);
    BOOST_TEST((!said.kind && said.detail.empty() && said.scopes.empty()), body);
  }
  BOOST_TEST(plain_word(std::string(401, 'a')).empty());
  BOOST_TEST(plain_word("a b", " ") == "a b");
}

BOOST_AUTO_TEST_SUITE_END()
