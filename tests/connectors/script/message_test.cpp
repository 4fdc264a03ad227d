#include "connectors/script/message.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

namespace {

std::string
body_of(const Message& message)
{
  return packed(message).substr(k_message_head);
}

} // namespace

BOOST_AUTO_TEST_SUITE(message_test)

BOOST_AUTO_TEST_CASE(a_message_comes_back_byte_for_byte)
{
  const Message message{"done", "", std::string{"a\0b\xFF", 4}};

  const std::string bytes = packed(message);

  BOOST_TEST(size_in(bytes) == bytes.size() - k_message_head);
  BOOST_TEST((unpacked(body_of(message)) == message));
}

BOOST_AUTO_TEST_CASE(what_is_no_message_is_refused)
{
  const std::string body = body_of({"done", "abc"});

  BOOST_TEST(!unpacked("").has_value());
  for (std::size_t size = 1; size < body.size(); ++size) {
    const auto part = unpacked(std::string_view{body}.substr(0, size));
    const bool whole_first = part && part->size() == 1 && part->front() == "done";
    BOOST_TEST((!part.has_value() || whole_first));
  }
  BOOST_TEST(!unpacked(std::string(8, '\xFF')).has_value());
}

BOOST_AUTO_TEST_CASE(an_error_keeps_its_kind_its_words_and_its_scope)
{
  const Error error = failure_in(failure({Failure::forbidden, "may not be read", "/x"}));

  BOOST_TEST((error.kind == Failure::forbidden));
  BOOST_TEST(error.what == "may not be read");
  BOOST_TEST(error.scope == "/x");
  BOOST_TEST((failure_in({"failed"}).kind == Failure::unexpected));
  BOOST_TEST((failure_in({"failed", "no such kind", "x", ""}).kind == Failure::unexpected));
}

BOOST_AUTO_TEST_SUITE_END()
