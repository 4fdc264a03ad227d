#include "connectors/rest/facts/counts.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

namespace {

/// Counts of `users`, robots left out.
std::string
said(std::map<std::string, Count> counts, std::string_view users)
{
  DocumentEntry entry{.name = "users"};
  entry.items = "/users";
  entry.skip = {"/robot"};
  entry.counts = std::move(counts);
  const auto json = parse_json(R"({"users":)" + std::string{users} + "}").value();
  const auto found = counts_in(json, entry);
  return found ? to_text(*found) : found.error().what;
}

const Count k_all{};
const Count k_admins{.any = {"/owner", "/rights/admin"}};
const Count k_bare_admins{.any = {"/owner", "/rights/admin"}, .none = {"/mfa", "/sso"}};
const Count k_admin_ids{.any = {"/owner", "/rights/admin"}, .list = "/id"};

} // namespace

BOOST_AUTO_TEST_SUITE(counts_test)

BOOST_AUTO_TEST_CASE(items_are_counted_by_their_flags_and_listed_by_their_identifiers)
{
  BOOST_TEST(
      said(
          {{"all", k_all}, {"admins", k_admins}, {"bare", k_bare_admins}, {"ids", k_admin_ids}},
          R"([{"id":"1","owner":true,"mfa":false},
                      {"id":"2","owner":false,"rights":{"admin":true},"sso":true},
                      {"id":"3","owner":false,"mfa":false},
                      {"id":"4","owner":true,"robot":true}])") ==
      R"({"admins":2,"all":3,"bare":1,"ids":["1","2"]})");
}

BOOST_AUTO_TEST_CASE(items_are_counted_by_texts_and_by_what_is_null)
{
  const Count guests{.is_null = "/role"};
  const Count guest_heads{.texts = {{"/kind", "head"}}, .is_null = "/role"};
  BOOST_TEST(said({{"guests", guests}, {"heads", guest_heads}},
                  R"([{"role":"normal","kind":"head"},{"role":null,"kind":"head"},
                      {"role":null,"kind":"normal"}])") == R"({"guests":2,"heads":1})");
  BOOST_TEST(said({{"guests", guests}, {"heads", guest_heads}}, R"([{"role":null}])") ==
             R"({"guests":1})");
  BOOST_TEST(said({{"guests", guests}}, R"([{"kind":"head"}])") == "{}");
}

BOOST_AUTO_TEST_CASE(what_a_silent_item_may_belong_to_is_not_known)
{
  // No word on its rights, then none on its second factor.
  BOOST_TEST(said({{"all", k_all}, {"admins", k_admins}}, R"([{"id":"1"}])") == R"({"all":1})");
  BOOST_TEST(said({{"bare", k_bare_admins}}, R"([{"owner":true}])") == "{}");
}

BOOST_AUTO_TEST_CASE(silence_does_not_hide_what_was_found)
{
  BOOST_TEST(said({{"bare", k_bare_admins}},
                  R"([{"owner":true},{"owner":true,"sso":false}])") == R"({"bare":1})");
}

BOOST_AUTO_TEST_CASE(silence_of_those_who_do_not_belong_says_nothing)
{
  BOOST_TEST(said({{"bare", k_bare_admins}}, R"([{"owner":false}])") == R"({"bare":0})");
}

BOOST_AUTO_TEST_CASE(an_empty_list_counts_nothing)
{
  BOOST_TEST(said({{"all", k_all}, {"ids", k_admin_ids}}, "[]") == R"({"all":0,"ids":[]})");
}

BOOST_AUTO_TEST_CASE(a_pointer_that_is_none_is_an_error)
{
  BOOST_TEST(said({{"all", Count{.any = {"owner"}}}}, "[]").find("must begin with /") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
