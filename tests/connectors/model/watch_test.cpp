#include "connectors/model/watch.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

namespace {

/// The digests of a watched document of which `/seen` is kept and `/at` changes by itself.
Json
digests(std::string_view content, std::string_view key = "a key")
{
  DocumentEntry entry{.name = "config"};
  entry.watched = true;
  entry.fleeting = {{"at"}};
  const std::set<std::string, std::less<>> names{"seen", "mail", "on", "list", "people", "at"};
  const Sieve kept{{{"seen"}}};
  return digests_of(*parse_json(content), entry, kept, {"v", key, names});
}

std::string
digest_at(const Json& all, std::string_view path)
{
  return std::string{member_text(all, path)};
}

} // namespace

BOOST_AUTO_TEST_SUITE(watch_test)

BOOST_AUTO_TEST_CASE(what_nobody_looks_at_is_a_path_and_a_digest_and_never_its_value)
{
  const auto all = digests(R"({"seen":1,"mail":{"on":"planted"},"at":5,"none":null})");
  BOOST_TEST_REQUIRE(all.MemberCount() == 1U);
  BOOST_TEST(digest_at(all, "/mail/on").size() == 20U);
  BOOST_TEST(to_text(all).find("planted") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(another_value_has_another_digest_and_an_equal_one_the_same)
{
  const auto at = [](std::string_view content, std::string_view key = "a key") {
    return digest_at(digests(content, key), "/on");
  };
  BOOST_TEST(at(R"({"on":30})") == at(R"({"on":30.0})"));
  BOOST_TEST(at(R"({"on":30})") != at(R"({"on":31})"));
  BOOST_TEST(at(R"({"on":30})") != at(R"({"on":30})", "another key"));
}

BOOST_AUTO_TEST_CASE(names_that_nobody_knows_are_digested_too)
{
  const auto all = digests(R"({"people":{"erika.mustermann":true}})");
  const auto text = to_text(all);
  BOOST_TEST(all.MemberCount() == 1U);
  BOOST_TEST(text.find("mustermann") == std::string::npos, text);
  BOOST_TEST(text.starts_with(R"({"/people/{)"), text);
}

BOOST_AUTO_TEST_CASE(the_order_of_a_list_is_no_change)
{
  const auto at = [](std::string_view content) { return digest_at(digests(content), "/list"); };
  BOOST_TEST(at(R"({"list":[{"a":1,"b":2},{"a":3}]})") ==
             at(R"({"list":[{"a":3},{"b":2,"a":1}]})"));
  BOOST_TEST(at(R"({"list":["x","y"]})") != at(R"({"list":["x","z"]})"));
}

BOOST_AUTO_TEST_CASE(only_what_is_below_the_settings_is_watched_where_the_manifest_says_so)
{
  DocumentEntry entry{.name = "organization"};
  entry.watched = true;
  entry.watched_below = {{"mail"}};
  const std::set<std::string, std::less<>> names{"mail", "on", "seen", "count"};
  const Sieve kept{{{"mail", "seen"}}};
  const auto all = digests_of(*parse_json(R"({"count":7,"mail":{"on":true,"seen":1},"on":2})"),
                              entry, kept, {"v", "a key", names});
  BOOST_TEST_REQUIRE(all.MemberCount() == 1U);
  BOOST_TEST(digest_at(all, "/mail/on").size() == 20U);
}

BOOST_AUTO_TEST_SUITE_END()
