#include "connectors/model/mask.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

namespace {

std::string
masked(std::string_view text, const Kept::Texts& plain = {})
{
  auto json = parse_json(text).value();
  Masking{plain, "a key"}(json, json.GetAllocator());
  return to_text(json);
}

} // namespace

BOOST_AUTO_TEST_SUITE(mask_test)

BOOST_AUTO_TEST_CASE(texts_below_names_of_secrets_are_masked_and_switches_stay)
{
  BOOST_TEST(masked(R"({"a_secret":["x",1,true,null,"",{"deep":"y","n":2}],)"
                    R"("list":[{"password":"z","user":"u"}]})") ==
             R"({"a_secret":["********","********",true,null,"",{"deep":"********","n":2}],)"
             R"("list":[{"password":"********","user":"u"}]})");
}

BOOST_AUTO_TEST_CASE(what_is_compared_with_is_no_secret)
{
  BOOST_TEST(masked(R"({"require_password":"jbh_only","mail":"root@localhost.example"})",
                    {"jbh_only", "root@localhost.example"}) ==
             R"({"require_password":"jbh_only","mail":"root@localhost.example"})");
}

BOOST_AUTO_TEST_CASE(a_text_that_holds_json_is_masked_within)
{
  BOOST_TEST(
      masked(
          R"({"calls":"{\"iceServers\": [{\"urls\": \"turn:t\", \"credential\": \"x\"}]}"})") ==
      R"({"calls":"{\"iceServers\":[{\"urls\":\"turn:t\",\"credential\":\"********\"}]}"})");
  BOOST_TEST(masked(R"({"calls":"[1, 2]","odd":"[x] alice@example.org"})") ==
             R"({"calls":"[1, 2]","odd":"********"})");
}

BOOST_AUTO_TEST_CASE(persons_that_are_names_are_told_apart_by_a_digest)
{
  const auto two = masked(R"({"alice@example.org":1,"bob@example.org":2,"rooms":3})");
  BOOST_TEST(two.find("example.org") == std::string::npos);
  const auto json = parse_json(two);
  BOOST_TEST_REQUIRE(json.has_value()); // two members of one name would be refused
  BOOST_TEST(json->MemberCount() == 3U);
}

BOOST_AUTO_TEST_CASE(masking_twice_masks_no_more)
{
  const auto once =
      masked(R"({"db":"postgres://me:x@db/y","alice@example.org":"+49 30 1234567","t":"[1]"})");
  BOOST_TEST(masked(once) == once);
}

BOOST_AUTO_TEST_CASE(a_masked_value_says_so)
{
  BOOST_TEST(holds_mask(*parse_json(R"({"a":["x",{"b":"********"}]})")));
  BOOST_TEST(holds_mask(*parse_json(R"("postgres://********@db")")));
  BOOST_TEST(!holds_mask(*parse_json(R"({"a":["x",1,null]})")));
}

BOOST_AUTO_TEST_CASE(what_people_write_is_masked_but_where_words_are_read)
{
  constexpr std::string_view text =
      R"({"banner":"Contact Erika Muster","a":["M\u00fcller","a b"],)"
      R"("read":{"name":"Zoom for teams"},"mode":"all_users",)"
      R"("Erika Muster":"All participants"})";
  auto json = parse_json(text).value();
  const Sieve worded{{{"read", "name"}}};
  Masking{{"All participants"}, "a key"}(json, json.GetAllocator(), {&worded.root()});
  const auto safe = to_text(json);
  BOOST_TEST(safe.starts_with(R"({"banner":"********","a":["*******","***"],)"
                              R"("read":{"name":"Zoom for teams"},"mode":"all_users",)"
                              R"("********-)"),
             safe);
  BOOST_TEST(safe.ends_with(R"(":"All participants"})"), safe);
}

BOOST_AUTO_TEST_SUITE_END()
