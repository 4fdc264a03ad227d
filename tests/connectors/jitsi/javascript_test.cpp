#include "connectors/jitsi/javascript.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace klausur;

namespace {

const std::vector<std::string> k_variables{"config", "interfaceConfig"};

std::string
value_of(std::string_view source)
{
  const auto answer = evaluate_javascript(source, k_variables);
  return answer ? to_text(*answer) : answer.error().what;
}

struct Refused
{
  std::string source;
  std::string because;
};

} // namespace

BOOST_AUTO_TEST_SUITE(javascript_test)

BOOST_AUTO_TEST_CASE(a_program_is_run_and_not_only_parsed)
{
  BOOST_TEST(value_of(R"(
    // A comment, a trailing comma, and statements that change what was said before.
    var subdomain = "a.b.".split('.').filter(function (part) { return part; }).join('/');
    var config = { hosts: { domain: 'meet.example.org', }, flags: [1, 2,], };
    if (subdomain.startsWith('a')) { config.hosts.muc = 'conference.' + subdomain; }
    config.analytics = config.analytics || {};
    config.analytics.disabled = true;
  )") == R"({"config":{"hosts":{"domain":"meet.example.org","muc":"conference.a/b"},)"
         R"("flags":[1,2],"analytics":{"disabled":true}}})");
}

BOOST_AUTO_TEST_CASE(what_is_missing_undefined_or_a_function_is_left_out)
{
  BOOST_TEST(value_of("var config = {f: function () {}, u: undefined, n: null};") ==
             R"({"config":{"n":null}})");
  BOOST_TEST(value_of("function config() {} var interfaceConfig;") == "{}");
  BOOST_TEST(value_of("") == "{}");
}

BOOST_AUTO_TEST_CASE(text_beyond_the_basic_plane_arrives_as_utf8)
{
  BOOST_TEST(value_of("var config = {a: 'ä€😀', b: '\\uD83D\\uDE00', c: '\\uD83D'};") ==
             "{\"config\":{\"a\":\"ä€😀\",\"b\":\"😀\",\"c\":\"\uFFFD\"}}");
}

BOOST_AUTO_TEST_CASE(there_is_no_browser_and_no_machine_inside)
{
  for (const char* name : {"window", "document", "require", "process", "console", "print",
                           "setTimeout", "XMLHttpRequest", "fetch"}) {
    BOOST_TEST(value_of("var config = typeof " + std::string{name} + ";") ==
               R"({"config":"undefined"})");
  }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_evaluated_says_why_and_where)
{
  const std::vector<Refused> all{
      {"var config = {};\nlet a = 1;", "cannot evaluate: line 2: SyntaxError"},
      {"var config = {};\n\nvar f = () => this;", "cannot evaluate: line 3: SyntaxError"},
      {"var config = {a: document.title};", "only a browser has that"},
      {"var config = {a: `x`};", "knows ES5 and part of ES6"},
      {"var config = {a: 1", "SyntaxError"},
      {"var config = {};\nconfig.gravatar.disabled = true;", "line 2: TypeError"},
      {"throw 'a text';", "cannot evaluate: a text"},
      {"throw {toString: function () { throw 1; }};", "cannot evaluate: "},
      {"var config = {}; config.self = config;", "cyclic"},
      {"function f() { return f() + 1; } f();", "RangeError"},
      {"var config = " + std::string(100'000, '['), "cannot evaluate: "},
      {"var config = []; for (var i = 0; i < 500; i++) config = [config];",
       "nested deeper than 128 levels"},
      {"\xFF\xFE\x00", "cannot evaluate: "},
  };
  for (const Refused& each : all) {
    const auto answer = evaluate_javascript(each.source, k_variables);
    BOOST_TEST_REQUIRE(!answer.has_value());
    BOOST_TEST((answer.error().kind == Failure::unexpected));
    BOOST_TEST_CONTEXT(answer.error().what)
    {
      BOOST_TEST(answer.error().what.starts_with("cannot evaluate: "));
      BOOST_TEST(answer.error().what.find(each.because) != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(arrow_functions_mean_what_they_mean_in_a_browser)
{
  const std::vector<std::pair<std::string, std::string>> all{
      {"'a:1,b:2'.split(',').map(url => ({ urls: 'stun:' + url }))",
       R"([{"urls":"stun:a:1"},{"urls":"stun:b:2"}])"},
      {"[1, 2].map((x, i) => x + i)", "[1,3]"},
      {"[1].map(() => { return 'a => b'; })", R"(["a => b"])"},
      {"[1, 2].map(x => [x].map(y => x * y))", "[[1],[4]]"},
      {"['a/b'].map(x => x.split(/\\/|=>/))", R"([["a","b"]])"},
      {"[3].map(x =>\n    x + 1 /* ), */ )", "[4]"},
  };
  for (const auto& [script, value] : all) {
    BOOST_TEST(value_of("var config = " + script + ";") == R"({"config":)" + value + "}");
  }
}

BOOST_AUTO_TEST_CASE(an_arrow_function_that_may_mean_something_else_is_refused)
{
  for (const char* script :
       {"var f = x => x\nvar config = {a: 1};", "var config = [1].map(({a}) => a);",
        "var config = [1].map((x = 2) => x);",
        "var config = [1].map(x => arguments.length);"}) {
    BOOST_TEST_CONTEXT(script)
    {
      BOOST_TEST(!evaluate_javascript(script, k_variables).has_value());
    }
  }
}

BOOST_AUTO_TEST_CASE(an_endless_loop_ends)
{
  const auto answer =
      evaluate_javascript("for (;;) {}", k_variables, {.processor = std::chrono::seconds{1}});

  BOOST_TEST_REQUIRE(!answer.has_value());
  BOOST_TEST(answer.error().what == "cannot evaluate: took longer than 1 s of processor time");
}

BOOST_AUTO_TEST_CASE(allocating_without_end_ends_in_every_build)
{
  const auto answer = evaluate_javascript("var a = []; for (;;) a.push(new Array(1000));",
                                          k_variables, {.memory = std::size_t{32} << 20});

  BOOST_TEST_REQUIRE(!answer.has_value());
  BOOST_TEST(answer.error().what == "cannot evaluate: needed more than 32 MB");
}

BOOST_AUTO_TEST_CASE(an_answer_without_end_is_refused)
{
  const auto answer =
      evaluate_javascript("var s = 'x'; for (var i = 0; i < 21; i++) s += s; var config = s;",
                          k_variables, {.answer = std::size_t{1} << 20});

  BOOST_TEST_REQUIRE(!answer.has_value());
  BOOST_TEST(answer.error().what == "cannot evaluate: gave an answer larger than 1 MB");
}

BOOST_AUTO_TEST_CASE(server_side_includes_become_their_defaults)
{
  const std::vector<std::pair<std::string, std::string>> all{
      {R"(a<!--# echo var="subdomain" default="" -->b)", "ab"},
      {R"(<!--#echo var="x" default="y" -->)", "y"},
      {R"(<!--# echo default='y z' var='x' -->!)", "y z!"},
      {R"(<!--# echo var="x" -->)", "(none)"},
      {R"(<!--# echo var="default" default="d" --><!--# echo var="b" default="e" -->)", "de"},
      {R"(<!--# set var="x" value="y" -->)", R"(<!--# set var="x" value="y" -->)"},
      {R"(<!--# echo var="x" default="y")", R"(<!--# echo var="x" default="y")"},
      {"<!-- a comment -->", "<!-- a comment -->"},
      {"", ""},
  };
  for (const auto& [source, resolved] : all) {
    BOOST_TEST(resolve_server_side_includes(source) == resolved);
  }
}

BOOST_AUTO_TEST_CASE(a_file_from_disk_is_read_as_the_web_server_would_send_it)
{
  BOOST_TEST(value_of(R"(
    var subdomain = '<!--# echo var="subdomain" default="" -->';
    var config = {muc: 'conference.' + subdomain + 'meet.example.org'};
  )") == R"({"config":{"muc":"conference.meet.example.org"}})");
}

BOOST_AUTO_TEST_SUITE_END()
