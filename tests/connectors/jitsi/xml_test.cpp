#include "connectors/jitsi/xml.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using namespace klausur::jitsi;

namespace {

std::string
problem_of(std::string_view text)
{
  const auto element = read_xml(text);
  return element ? "no error" : element.error().what;
}

std::string
repeated(std::string_view text, int times)
{
  std::string all;
  for (int each = 0; each < times; ++each) {
    all += text;
  }
  return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(xml_test)

BOOST_AUTO_TEST_CASE(an_answer_is_read_with_names_that_have_no_prefix)
{
  const auto body =
      read_xml("<?xml version='1.0'?><body sid='a&amp;b' xmlns:stream='x'>"
               "<stream:features><mechanism>PLAIN</mechanism><mechanism>A&#x4E;ONYMOUS"
               "</mechanism></stream:features><!-- aside --><![CDATA[<x>]]></body>");

  BOOST_TEST_REQUIRE(body.has_value(), (body ? "" : body.error().what));
  BOOST_TEST(body->name == "body");
  BOOST_TEST(body->attribute("sid") == "a&b");
  BOOST_TEST(body->attribute("none").empty());
  BOOST_TEST(body->text == "<x>");
  BOOST_TEST_REQUIRE(body->find("features") != nullptr);
  BOOST_TEST_REQUIRE(body->find_all("mechanism").size() == 2U);
  BOOST_TEST(body->find_all("mechanism").back()->text == "ANONYMOUS");
  BOOST_TEST(body->find("none") == nullptr);
}

BOOST_AUTO_TEST_CASE(what_follows_the_element_is_left_alone)
{
  BOOST_TEST(read_xml("<a/><<<& \xFF").has_value());
  BOOST_TEST(read_xml("<a><b/></a> rest").has_value());
}

BOOST_AUTO_TEST_CASE(siblings_stay_where_they_are_however_many_there_are)
{
  const auto list = read_xml("<list>" + repeated("<item>x<b>y</b></item>", 1000) + "</list>");

  BOOST_TEST_REQUIRE(list.has_value());
  BOOST_TEST(list->children.size() == 1000U);
  BOOST_TEST(list->children.front().text == "x");
  BOOST_TEST(list->find_all("b").size() == 1000U);
}

BOOST_AUTO_TEST_CASE(what_is_malformed_or_too_much_is_refused_with_its_place)
{
  for (const char* bad : {"", "text", "<a", "<a>", "<a></b>", "<a b=c/>", "<a b='1' b='2'/>",
                          "<a>&unknown;</a>", "<a>\xFF</a>", "<a>\x01</a>", "<?xml?>"}) {
    BOOST_TEST(problem_of(bad).starts_with("not XML that is read, at byte "), bad);
  }
  const auto mismatched = problem_of("<a>\n<b></a>");
  BOOST_TEST((mismatched.find("at byte ") != std::string::npos &&
              mismatched.find("mismatched tag") != std::string::npos),
             mismatched);
  BOOST_TEST(problem_of("<!DOCTYPE a [<!ENTITY x SYSTEM '/etc/hostname'>]><a>&x;</a>")
                 .find("a document type") != std::string::npos);
  BOOST_TEST(problem_of(repeated("<a>", 65) + repeated("</a>", 65)).find("nested too deep") !=
             std::string::npos);
  BOOST_TEST(problem_of("<a>" + repeated("<b/>", 20'000) + "</a>").find("too many elements") !=
             std::string::npos);
  BOOST_TEST(problem_of("<a>" + std::string(std::size_t{1} << 20, 'x') + "</a>") ==
             "not XML that is read: more than 1 MiB");
}

BOOST_AUTO_TEST_CASE(text_is_escaped_for_attributes_and_elements)
{
  BOOST_TEST(xml_escaped("a<b>&'\"c") == "a&lt;b&gt;&amp;&apos;&quot;c");
}

BOOST_AUTO_TEST_SUITE_END()
