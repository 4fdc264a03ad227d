#include "connectors/http/redactor.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

BOOST_AUTO_TEST_SUITE(redactor_test)

BOOST_AUTO_TEST_CASE(every_form_of_a_secret_is_taken_out)
{
  Redactor redactor;
  redactor.add("pa\"ss/wor?d+1");
  const char* forms[] = {
      "pa\"ss/wor?d+1",        // as it is
      "pa\\\"ss/wor?d+1",      // in JSON
      "pa%22ss%2Fwor%3Fd%2B1", // in a URL
      "pa%22ss%2fwor%3fd%2b1",
      "cGEic3Mvd29yP2QrMQ==", // base64
      "cGEic3Mvd29yP2QrMQ",
  };
  for (const char* form : forms) {
    const auto text = redactor.redact(std::string{"before "} + form + " after");
    BOOST_TEST(text == "before *** after", text);
  }
}

BOOST_AUTO_TEST_CASE(a_secret_is_found_inside_basic_credentials)
{
  Redactor redactor;
  redactor.add("correct-horse-battery");

  for (const char* credentials : {"YTpjb3JyZWN0LWhvcnNlLWJhdHRlcnk=",      // a:...
                                  "YWI6Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5",      // ab:...
                                  "YWJjOmNvcnJlY3QtaG9yc2UtYmF0dGVyeQ=="}) // abc:...
  {
    const auto text = redactor.redact(credentials);
    BOOST_TEST(text.find("***") != std::string::npos, text);
    BOOST_TEST(text.size() < 16U, text);
  }
}

BOOST_AUTO_TEST_CASE(the_longest_secret_goes_first)
{
  Redactor redactor;
  redactor.add("abcd");
  redactor.add("abcdefgh");

  BOOST_TEST(redactor.redact("abcdefgh abcd abcdefgh") == "*** *** ***");
}

BOOST_AUTO_TEST_CASE(short_texts_are_no_secrets)
{
  Redactor redactor;
  redactor.add("");
  redactor.add("the");

  BOOST_TEST(redactor.redact("the text") == "the text");
}

BOOST_AUTO_TEST_CASE(a_secret_address_is_found_without_its_scheme_and_as_a_path)
{
  Redactor redactor;
  redactor.add("https://hooks.example.org/services/T00/B00/abc?v=1");

  BOOST_TEST(redactor.redact("to hooks.example.org/services/T00/B00/abc?v=1") == "to ***");
  BOOST_TEST(redactor.redact("POST /services/T00/B00/abc done") == "POST *** done");
  BOOST_TEST(redactor.redact("hooks.example.org") == "hooks.example.org");
}

BOOST_AUTO_TEST_CASE(a_secret_of_stars_does_not_loop)
{
  Redactor redactor;
  redactor.add("****");

  BOOST_TEST(redactor.redact("a ******** b") == "a ****** b");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_are_taken_out_too)
{
  Redactor redactor;
  const std::string secret = "\xff\xfe\x01key";
  redactor.add(secret);

  BOOST_TEST(redactor.redact("[" + secret + "]") == "[***]");
}

BOOST_AUTO_TEST_CASE(a_document_that_holds_what_was_sent_is_cleaned_in_names_and_texts)
{
  Redactor redactor;
  redactor.add("s3cr3t-\"token\"");
  Json document = parse_json(R"({"a":["Bearer s3cr3t-\"token\""],"s3cr3t-\u0022token\"":7,
                                 "b":{"c":"plain"}})")
                      .value();

  redactor.redact(document);

  BOOST_TEST(to_text(document) == R"({"a":["Bearer ***"],"***":7,"b":{"c":"plain"}})");
}

BOOST_AUTO_TEST_CASE(what_one_tenants_redactor_learns_the_wider_one_knows_and_not_the_others)
{
  Redactor wider;
  Redactor one{wider};
  const Redactor other{wider};

  one.add("s3cr3t-token");

  BOOST_TEST(wider.redact("s3cr3t-token") == "***");
  BOOST_TEST(one.redact("s3cr3t-token") == "***");
  BOOST_TEST(other.redact("s3cr3t-token") == "s3cr3t-token");
}

BOOST_AUTO_TEST_SUITE_END()
