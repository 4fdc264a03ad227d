#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"
#include "plugin/listen/listener.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace klausur;

namespace {

Outbound
echo(const Inbound& inbound)
{
  return {.status = 201,
          .headers = {{"X-Seen", std::string{inbound.header("x-sent")}}},
          .body =
              inbound.method + " " + inbound.path + "?" + inbound.query + " " + inbound.body,
          .content_type = "text/plain"};
}

} // namespace

BOOST_AUTO_TEST_SUITE(listener_test)

BOOST_AUTO_TEST_CASE(a_request_arrives_whole_and_its_answer_goes_back_whole)
{
  const auto listener = Listener::open("127.0.0.1", 0, echo);
  BOOST_TEST_REQUIRE(listener.has_value(), (listener ? "" : listener.error().what));
  const Redactor redactor;
  Http http{{}, redactor};

  const auto response = http.send({.method = "POST",
                                   .url = listener->url() + "/a/b?x=1&y=%20",
                                   .headers = {{"X-Sent", "seen"}},
                                   .body = "body"});

  BOOST_TEST_REQUIRE(response.has_value());
  BOOST_TEST(response->status == 201);
  BOOST_TEST(response->header("x-seen") == "seen");
  BOOST_TEST(response->body == "POST /a/b?x=1&y=%20 body");
}

BOOST_AUTO_TEST_CASE(a_body_beyond_the_limit_is_refused)
{
  const auto listener = Listener::open("127.0.0.1", 0, echo).value();
  const Redactor redactor;
  Http http{{}, redactor};

  const auto response = http.send({.method = "POST",
                                   .url = listener.url() + "/",
                                   .body = std::string(k_largest_inbound + 1, 'x')});

  BOOST_TEST_REQUIRE(response.has_value());
  BOOST_TEST(response->status == 413);
}

BOOST_AUTO_TEST_CASE(a_taken_port_is_an_error_that_names_it)
{
  const auto first = Listener::open("127.0.0.1", 0, echo).value();
  const int port = std::stoi(first.url().substr(first.url().rfind(':') + 1));

  const auto second = Listener::open("127.0.0.1", port, echo);

  BOOST_TEST_REQUIRE(!second.has_value());
  BOOST_TEST(second.error().what.find(std::to_string(port)) != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
