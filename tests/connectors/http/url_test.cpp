#include "connectors/http/url.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

BOOST_AUTO_TEST_SUITE(url_test)

BOOST_AUTO_TEST_CASE(an_origin_names_its_port_and_ignores_case)
{
  BOOST_TEST(*origin_of("https://API.Example.org/v2?x=1") == "https://api.example.org:443");
  BOOST_TEST(*origin_of("http://[::1]:8065/") == "http://[::1]:8065");
}

BOOST_AUTO_TEST_CASE(addresses_that_cannot_be_asked_have_no_origin)
{
  for (const char* url : {"", "x", "ftp://a/", "https://a:b@c/", "https://"}) {
    BOOST_TEST(!origin_of(url).has_value(), url);
  }
}

BOOST_AUTO_TEST_CASE(a_place_has_no_query_and_no_fragment)
{
  BOOST_TEST(place_of("https://a/b?token=c") == "https://a/b");
  BOOST_TEST(place_of("https://a/b#c?d") == "https://a/b");
  BOOST_TEST(place_of("https://a/b") == "https://a/b");
  BOOST_TEST(place_of("https://me:b@a/b@c?d") == "https://a/b@c");
  BOOST_TEST(place_of("https://me@a") == "https://a");
}

BOOST_AUTO_TEST_CASE(a_redirect_stays_at_its_origin)
{
  const std::string base = "https://api.example.org/v2/a?x=1";
  const std::pair<const char*, const char*> good[] = {
      {"b?y=2#z", "https://api.example.org/v2/b?y=2"},
      {"/c", "https://api.example.org/c"},
      {"HTTPS://API.example.org:443/d", "https://API.example.org:443/d"}};
  for (const auto& [location, target] : good) {
    const auto found = redirect_target(base, location, false);
    BOOST_TEST_REQUIRE(found.has_value(), location);
    BOOST_TEST(*found == target);
  }
  for (const char* location :
       {"http://api.example.org/", "https://api.example.org:8443/", "//evil.example/",
        "https://api.example.org@evil.example/", "https://api.example.org.evil.example/"}) {
    const auto found = redirect_target(base, location, true);
    BOOST_TEST_REQUIRE(!found.has_value(), location);
    BOOST_TEST((found.error().kind == Failure::unexpected));
  }
}

BOOST_AUTO_TEST_CASE(what_everybody_on_the_way_can_read_is_http_beyond_this_machine)
{
  for (const auto* url : {"http://chat.example.org", "HTTP://chat:8065/x", "http://10.0.0.1",
                          "http://127.0.0.1.example.org", "http://localhost.example.org",
                          "http://0.0.0.0/", "http://[fe80::1]/"}) {
    BOOST_TEST(is_open_to_all(url), url);
  }
  for (const auto* url :
       {"https://chat.example.org", "http://127.0.0.1:8065", "http://127.1.2.3",
        "http://localhost:1/x", "http://[::1]:80/", "no address"}) {
    BOOST_TEST(!is_open_to_all(url), url);
  }
}

BOOST_AUTO_TEST_CASE(a_redirect_to_https_on_the_same_host_leads_there_where_that_is_allowed)
{
  const std::string base = "http://meet.example.org/config.js";
  const auto target = [&](const char* location, bool may_encrypt) {
    return redirect_target(base, location, may_encrypt).value_or("refused");
  };

  BOOST_TEST(target("https://Meet.example.org/config.js", true) ==
             "https://Meet.example.org/config.js");
  BOOST_TEST(target("https://meet.example.org:8443/", true) ==
             "https://meet.example.org:8443/");
  BOOST_TEST(target("https://meet.example.org/config.js", false) == "refused");
  BOOST_TEST(target("https://example.org/config.js", true) == "refused");
  BOOST_TEST(target("http://meet.example.org:8080/config.js", true) == "refused");
}

BOOST_AUTO_TEST_SUITE_END()
