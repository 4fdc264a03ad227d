#include "connectors/jitsi/env_file.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <utility>
#include <vector>

using namespace klausur;

namespace {

std::string
read(std::string_view text, const Environment& outer = {})
{
  const auto answer = parse_env_file(text, ".env", outer);
  return answer ? to_text(*answer) : answer.error().what;
}

using Cases = std::vector<std::pair<std::string, std::string>>;

void
check(const Cases& all, const Environment& outer = {})
{
  for (const auto& [text, json] : all) {
    BOOST_TEST_CONTEXT(text)
    {
      BOOST_TEST(read(text, outer) == json);
    }
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(env_file_test)

BOOST_AUTO_TEST_CASE(every_form_of_the_format_is_read)
{
  check({
      {"", "{}"},
      {"# a comment\n\n  #another", "{}"},
      {"A=1", R"({"A":"1"})"},
      {"export A=1\nB = 2 ", R"({"A":"1","B":"2"})"},
      {"A=", R"({"A":""})"},
      {"A=one two # three", R"({"A":"one two"})"},
      {"A=one#two", R"({"A":"one#two"})"},
      {"A= # nothing", R"({"A":""})"},
      {"A='$B \\n #x'", R"({"A":"$B \\n #x"})"},
      {"A=\"x\\ny\\t\\\"\\$B\" # c", R"({"A":"x\ny\t\"$B"})"},
      {"A=\"two\nlines\"\nB=1", R"({"A":"two\nlines","B":"1"})"},
      {"A=1\r\nB=2\r\n", R"({"A":"1","B":"2"})"},
      {"A=1\nA=2", R"({"A":"2"})"},
      {"A=https://meet.example.org/?a=b", R"({"A":"https://meet.example.org/?a=b"})"},
      {"\xEF\xBB\xBF"
       "A=1",
       R"({"A":"1"})"},
      {"A", "{}"},
  });
}

BOOST_AUTO_TEST_CASE(variables_are_put_in_as_compose_does)
{
  check(
      {
          {"A=x\nB=$A-${A}", R"({"A":"x","B":"x-x"})"},
          {"B=${A}$A", R"({"B":""})"},
          {"B=${A:-d}", R"({"B":"d"})"},
          {"A=\nB=${A:-d}${A-e}", R"({"A":"","B":"d"})"},
          {"B=${A-e}", R"({"B":"e"})"},
          {"A=1\nB=${A:+yes}${C:+no}", R"({"A":"1","B":"yes"})"},
          {"A=x\nB=${C:-${D:-${A}}}", R"({"A":"x","B":"x"})"},
          {"A=\"${X}/b\"", R"({"A":"outer/b"})"},
          {"X=inner\nA=$X", R"({"A":"outer","X":"inner"})"},
          {"A=$$X 5$", R"({"A":"$X 5$"})"},
          {"X", R"({"X":"outer"})"},
          {"A=${B:-a # b}", R"(.env:1: "${" without its "}")"},
      },
      {{"X", "outer"}});
}

BOOST_AUTO_TEST_CASE(errors_name_the_line_but_no_value)
{
  check({
      {"A=1\n=2", R"(.env:2: a line has to begin with a name and "=")"},
      {"1A=2", R"(.env:1: a line has to begin with a name and "=")"},
      {"A B=2", R"(.env:1: "=" is missing after A)"},
      {"A='s3cret", ".env:1: the quote ' is not closed"},
      {"A=\"s3cret\\\"", ".env:1: the quote \" is not closed"},
      {"A='x' s3cret", ".env:1: there is text after the closing quote"},
      {"A=${B", R"(.env:1: "${" without its "}")"},
      {"A=${}", R"(.env:1: not a variable between "${" and "}")"},
      {"A=${B!x}", R"(.env:1: not a variable between "${" and "}")"},
      {"A=${B:?is needed}", ".env:1: the variable B is required and not set"},
      {"A=\xFF", ".env:1: the file is not UTF-8"},
  });
}

BOOST_AUTO_TEST_CASE(nesting_has_an_end)
{
  std::string deep;
  for (int each = 0; each < 100'000; ++each) {
    deep += "${A:-";
  }

  BOOST_TEST(read("A=" + deep + std::string(100'000, '}')) ==
             ".env:1: variables nested deeper than 20 levels");
  BOOST_TEST(read("A=" + deep) == R"(.env:1: "${" without its "}")");
}

BOOST_AUTO_TEST_CASE(values_that_double_have_an_end)
{
  std::string text = "A0=xxxxxxxxxxxxxxxx\n";
  for (int each = 1; each < 100; ++each) {
    text += fmt::format("A{}=$A{}$A{}\n", each, each - 1, each - 1);
  }

  BOOST_TEST(read(text).find("beyond 16 MiB") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
