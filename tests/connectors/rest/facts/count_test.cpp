#include "tests/connectors/rest/facts/fact_of.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace klausur;
using namespace klausur::test;

namespace {

/// Numbers of users, robots left out.
std::string
said(std::string_view numbers, std::string_view users)
{
  return told(&make_count, fmt::format(R"({{"skip":["/robot"],"numbers":{}}})", numbers),
              users);
}

constexpr std::string_view k_all_and_admins =
    R"({"all":{},"admins":{"any":["/owner","/rights/admin"]}})";
constexpr std::string_view k_bare =
    R"({"bare":{"any":["/owner","/rights/admin"],"none":["/mfa","/sso"]}})";
constexpr std::string_view k_guests =
    R"({"guests":{"is_null":"/role"},"heads":{"texts":{"/kind":"head"},"is_null":"/role"}})";

} // namespace

BOOST_AUTO_TEST_SUITE(count_test)

BOOST_AUTO_TEST_CASE(items_are_counted_by_their_flags_and_listed_by_their_identifiers)
{
  BOOST_TEST(said(R"({"all":{},
                      "admins":{"any":["/owner","/rights/admin"]},
                      "bare":{"any":["/owner","/rights/admin"],"none":["/mfa","/sso"]},
                      "ids":{"any":["/owner","/rights/admin"],"list":"/id"}})",
                  R"([{"id":"1","owner":true,"mfa":false,"sso":false},
                      {"id":"2","owner":false,"rights":{"admin":true},"sso":true},
                      {"id":"3","owner":false,"rights":{"admin":false},"mfa":false},
                      {"id":"4","owner":true,"robot":true}])") ==
             R"({"admins":2,"all":3,"bare":1,"ids":["1","2"]})");
}

BOOST_AUTO_TEST_CASE(items_are_counted_by_texts_and_by_what_is_null)
{
  BOOST_TEST(said(k_guests, R"([{"role":"normal","kind":"head"},{"role":null,"kind":"head"},
                                {"role":null,"kind":"normal"}])") ==
             R"({"guests":2,"heads":1})");
  BOOST_TEST(said(k_guests, R"([{"role":null}])") == R"({"guests":1})");
  BOOST_TEST(said(R"({"guests":{"is_null":"/role"}})", R"([{"kind":"head"}])") == "{}");
}

BOOST_AUTO_TEST_CASE(items_are_counted_by_one_of_several_texts)
{
  constexpr auto paid = R"({"paid":{"one_of":{"at":"/sku","texts":["a","b"]}}})";
  BOOST_TEST(said(paid, R"([{"sku":"a"},{"sku":"b"},{"sku":"c"}])") == R"({"paid":2})");
  BOOST_TEST(said(paid, R"([{"sku":"c"},{"sku":7}])") == "{}");
}

BOOST_AUTO_TEST_CASE(what_a_silent_item_may_belong_to_is_not_known)
{
  // No word on its rights, then none on its second factor.
  BOOST_TEST(said(k_all_and_admins, R"([{"id":"1"}])") == R"({"all":1})");
  BOOST_TEST(said(k_bare, R"([{"owner":true}])") == "{}");
}

BOOST_AUTO_TEST_CASE(silence_does_not_hide_what_was_found)
{
  BOOST_TEST(said(k_bare, R"([{"owner":true},{"owner":true,"mfa":false,"sso":false}])") ==
             R"({"bare":1})");
}

BOOST_AUTO_TEST_CASE(silence_of_those_who_do_not_belong_says_nothing)
{
  BOOST_TEST(said(k_bare, R"([{"owner":false,"rights":{"admin":false}}])") == R"({"bare":0})");
}

BOOST_AUTO_TEST_CASE(a_flag_that_is_missing_or_no_boolean_may_be_the_one_that_is_true)
{
  for (const auto* admin : {"", R"(,"rights":{"admin":null})", R"(,"rights":{"admin":"true"})",
                            R"(,"rights":{"admin":1})"}) {
    BOOST_TEST(said(k_all_and_admins, fmt::format(R"([{{"owner":false{}}}])", admin)) ==
                   R"({"all":1})",
               admin);
  }
  for (const auto* factor : {"", R"(,"mfa":null)", R"(,"mfa":"yes")"}) {
    BOOST_TEST(said(k_bare, fmt::format(R"([{{"owner":true,"sso":false{}}}])", factor)) == "{}",
               factor);
  }
}

BOOST_AUTO_TEST_CASE(a_list_is_whole_or_not_there)
{
  constexpr std::string_view k_ids = R"({"ids":{"any":["/owner"],"list":"/id"}})";

  BOOST_TEST(said(k_ids, R"([{"id":"1","owner":true},{"id":"2"}])") == "{}");
  BOOST_TEST(said(k_ids, R"([{"id":"1","owner":true},{"owner":true}])") == "{}");
  BOOST_TEST(said(k_ids, R"([{"id":"1","owner":true},{"owner":false}])") == R"({"ids":["1"]})");
}

BOOST_AUTO_TEST_CASE(an_empty_list_counts_nothing)
{
  BOOST_TEST(said(R"({"all":{},"ids":{"list":"/id"}})", "[]") == R"({"all":0,"ids":[]})");
}

BOOST_AUTO_TEST_CASE(a_pointer_that_is_none_is_an_error)
{
  BOOST_TEST(said(R"({"all":{"any":["owner"]}})", "[]").find("must begin with /") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(it_promises_numbers_and_lists)
{
  BOOST_TEST(promised(&make_count, R"({"numbers":{"all":{},"ids":{"list":"/id"}}})") ==
             "/all integer; /ids array; ");
}

BOOST_AUTO_TEST_SUITE_END()
