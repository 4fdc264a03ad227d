#include "connectors/jitsi/java_level.hpp"
#include "connectors/jitsi/properties.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace klausur;

namespace {

std::string
read(std::string_view text)
{
  const auto answer = parse_properties(text, "x.properties");
  return answer ? to_text(*answer) : answer.error().what;
}

} // namespace

BOOST_AUTO_TEST_SUITE(properties_test)

BOOST_AUTO_TEST_CASE(every_form_of_the_format_is_read)
{
  const std::vector<std::pair<std::string, std::string>> all{
      {"", "{}"},
      {"# a\n! b\n\n  # c", "{}"},
      {"a=1", R"({"a":"1"})"},
      {"a = 1 ", R"({"a":"1 "})"},
      {"a:1", R"({"a":"1"})"},
      {"a 1", R"({"a":"1"})"},
      {"a\t=\t1", R"({"a":"1"})"},
      {"a", R"({"a":""})"},
      {"a = = 1", R"({"a":"= 1"})"},
      {"org.jitsi.jigasi.X=true", R"({"org.jitsi.jigasi.X":"true"})"},
      {"a=1\nb=2\r\nc=3\rd=4", R"({"a":"1","b":"2","c":"3","d":"4"})"},
      {"a=1\na=2", R"({"a":"2"})"},
      {"a=one \\\n   two", R"({"a":"one two"})"},
      {"a=one\\\r\n\ttwo", R"({"a":"onetwo"})"},
      {"a\\\nb=1", R"({"ab":"1"})"},
      {"a=x\\", R"({"a":"x"})"},
      {"a=x\\\\\nb=1", R"({"a":"x\\","b":"1"})"},
      {R"(a\ b\=c=\t\n\q\:)", R"({"a b=c":"\t\nq:"})"},
      {R"(a=\u00e4\u20AC)", R"({"a":"ä€"})"},
      {R"(a=\uD83D\uDE00\uD83Dx)", "{\"a\":\"😀\uFFFDx\"}"},
      {"a=ä", R"({"a":"ä"})"},
      {"a=caf\xE9", R"({"a":"café"})"},
      {R"(ws={"a": [1]})", R"({"ws":"{\"a\": [1]}"})"},
      {"#comment \\\na=1", R"({"a":"1"})"},
  };
  for (const auto& [text, json] : all) {
    BOOST_TEST_CONTEXT(text)
    {
      BOOST_TEST(read(text) == json);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_malformed_escape_names_its_line)
{
  for (const char* text : {"a=1\nb=\\u12", "a=1\nb=\\u12xy", "a=1\nb=\\u", "\n\\u00g0=1"}) {
    BOOST_TEST(read(text) == "x.properties:2: four hexadecimal digits have to follow \\u");
  }
}

BOOST_AUTO_TEST_CASE(the_most_talkative_logger_that_a_handler_writes_down_tells_the_level)
{
  const auto level = [](const std::string& text) {
    Json memory;
    return to_text(jitsi::java_level(parse_properties(text, "logging.properties").value(),
                                     memory.GetAllocator()));
  };
  BOOST_TEST(level("") == R"("info")");
  BOOST_TEST(level(".level=WARNING") == R"("warning")");
  BOOST_TEST(level(".level=900 ") == R"("warning")");
  BOOST_TEST(level(".level=WARNING\norg.jitsi.level=ALL") == R"("all")");
  BOOST_TEST(level(".level=OFF\norg.jitsi.jicofo.level=FINE") == R"("fine")");
  // A handler's level bounds what is written, and is no logger's.
  BOOST_TEST(level(".level=WARNING\nhandlers=java.util.logging.ConsoleHandler\n"
                   "java.util.logging.ConsoleHandler.level=ALL") == R"("warning")");
  BOOST_TEST(level(".level=ALL\nhandlers=java.util.logging.ConsoleHandler\n"
                   "java.util.logging.ConsoleHandler.level=SEVERE") == R"("severe")");
  BOOST_TEST(level(".level=ALL\nhandlers=java.util.logging.ConsoleHandler, "
                   "java.util.logging.FileHandler\n"
                   "java.util.logging.ConsoleHandler.level=SEVERE") == R"("all")");
  // Debian's file names a class that newer bridges do not have.
  const auto unclear =
      level(".level=WARNING\norg.jitsi.videobridge.xmpp.ComponentImpl.level=FINE");
  BOOST_TEST((unclear.find("unclear") != std::string::npos), unclear);
}

BOOST_AUTO_TEST_SUITE_END()
