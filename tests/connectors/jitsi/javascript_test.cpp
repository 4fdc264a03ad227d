#include "connectors/jitsi/javascript.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace klausur;

namespace {

const std::vector<std::string> k_variables{"config", "interfaceConfig"};

Result<EvaluatedScript>
evaluated(std::string_view source, const EvaluationLimits& limits = {})
{
  return evaluate_javascript(source, "meet.example.org", k_variables, limits);
}

std::string
value_of(std::string_view source)
{
  const auto answer = evaluated(source);
  return answer ? to_text(answer->variables) : answer.error().what;
}

/// What `config` is after a script whose last expression is assigned to it.
std::string
config_of(std::string_view expression)
{
  return value_of("var config = " + std::string{expression} + ";");
}

struct Refused
{
  std::string source;
  std::string because;
};

void
check_refused(const std::vector<Refused>& all)
{
  for (const Refused& each : all) {
    const auto answer = evaluated(each.source);
    BOOST_TEST_CONTEXT(each.source.substr(0, 80))
    {
      BOOST_TEST_REQUIRE(!answer.has_value());
      BOOST_TEST((answer.error().kind == Failure::unexpected));
      BOOST_TEST_CONTEXT(answer.error().what)
      {
        BOOST_TEST(answer.error().what.starts_with("cannot evaluate: "));
        BOOST_TEST(answer.error().what.find(each.because) != std::string::npos);
      }
    }
  }
}

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

BOOST_AUTO_TEST_CASE(what_administrators_write_today_is_understood)
{
  BOOST_TEST(
      value_of(R"(
    const base = { p2p: { enabled: false }, list: [1, 2] };
    let { list: [first, ...rest], missing = 'none' } = base;
    class Meeting { constructor(title) { this.title = title; } static kind = 'open'; }
    let config = { ...base, list: [...rest, first], title: `meet ${1 + 1}` };
    for (const [key, value] of Object.entries({ analytics: { disabled: true } })) {
      config[key] = value;
    }
    config.never = config?.never?.set ?? missing;
    config.meeting = { ...new Meeting('a'), kind: Meeting.kind };
    config.flags ||= { async: true };
    config.stun = 'a:1,b:2'.split(',').map(url => ({ urls: 'stun:' + url }));
    config.big = 1_000;
  )") ==
      R"({"config":{"p2p":{"enabled":false},"list":[2,1],"title":"meet 2",)"
      R"("analytics":{"disabled":true},"never":"none","meeting":{"title":"a","kind":"open"},)"
      R"("flags":{"async":true},"stun":[{"urls":"stun:a:1"},{"urls":"stun:b:2"}],)"
      R"("big":1000}})");
}

BOOST_AUTO_TEST_CASE(what_is_missing_undefined_or_a_function_is_left_out)
{
  BOOST_TEST(
      value_of("var config = {f: function () {}, u: undefined, n: null, s: Symbol()};") ==
      R"({"config":{"n":null}})");
  BOOST_TEST(value_of("function config() {} var interfaceConfig;") == "{}");
  BOOST_TEST(value_of("") == "{}");
}

BOOST_AUTO_TEST_CASE(values_are_those_that_the_browser_reads)
{
  // Merging a configuration walks inherited members too, and nobody asks toJSON there.
  BOOST_TEST(
      config_of("Object.create({a: 1}, {b: {value: 2, enumerable: true}, c: {value: 3}})") ==
      R"({"config":{"b":2,"a":1}})");
  BOOST_TEST(config_of("{a: 1, toJSON() { return {a: 2}; }}") == R"({"config":{"a":1}})");
  BOOST_TEST(config_of("{get a() { return 1 + 1; }}") == R"({"config":{"a":2}})");
  BOOST_TEST(
      config_of("[1, , undefined, () => 1, NaN, 1 / 3, -0, 2 ** 53, 10n]") ==
      R"({"config":[1,null,null,null,null,0.3333333333333333,0,9007199254740992.0,"10"]})");
  BOOST_TEST(value_of("Object.prototype.a = 1; var config = {b: 2};") ==
             R"({"config":{"b":2,"a":1}})");
}

BOOST_AUTO_TEST_CASE(text_beyond_the_basic_plane_arrives_as_utf8)
{
  BOOST_TEST(value_of("var config = {a: 'ä€😀', b: '\\uD83D\\uDE00', c: '\\uD83D'};") ==
             "{\"config\":{\"a\":\"ä€😀\",\"b\":\"😀\",\"c\":\"\uFFFD\"}}");
  BOOST_TEST(value_of("var config = 'a\xFF\\0z';") == "{\"config\":\"a\uFFFD\\u0000z\"}");
}

BOOST_AUTO_TEST_CASE(it_is_evaluated_as_a_browser_would)
{
  for (const char* name : {"Duktape", "require", "process", "module", "exports", "global",
                           "Deno", "Bun", "print_", "load", "java", "dataLayer"}) {
    BOOST_TEST(config_of("typeof " + std::string{name}) == R"({"config":"undefined"})", name);
  }
  for (const char* name : {"window", "self", "globalThis", "document", "navigator", "location",
                           "localStorage", "console"}) {
    BOOST_TEST(config_of("typeof " + std::string{name}) == R"({"config":"object"})", name);
  }
  for (const char* name : {"setTimeout", "fetch", "addEventListener", "alert"}) {
    BOOST_TEST(config_of("typeof " + std::string{name}) == R"({"config":"function"})", name);
  }
  BOOST_TEST(config_of("[this === window, self === globalThis, window.window === self, "
                       "window.nothing, 'nothing' in window, window.name, String(setTimeout)"
                       ".includes('native code')]") ==
             R"({"config":[true,true,true,null,false,"",true]})");
  BOOST_TEST(config_of("[location.protocol, location.hostname, window.location.origin]") ==
             R"({"config":["https:","meet.example.org","https://meet.example.org"]})");
  BOOST_TEST(value_of("window.config = {a: 1}; console.log('x'); config.b = 2;") ==
             R"({"config":{"a":1,"b":2}})");
  BOOST_TEST(value_of("if (typeof Duktape === 'undefined' && typeof window !== 'undefined') "
                      "{ var config = {analytics: {googleAnalyticsTrackingID: 'UA-1'}}; }") ==
             R"({"config":{"analytics":{"googleAnalyticsTrackingID":"UA-1"}}})");
}

BOOST_AUTO_TEST_CASE(what_only_a_visitors_browser_knows_is_a_gap)
{
  const std::string set = "var config = {};\nif (";
  std::vector<Refused> all;
  for (const char* asked :
       {"navigator.userAgent", "document.cookie", "location.pathname", "localStorage.getItem",
        "top", "innerWidth", "HTMLElement", "chrome", "webkitURL", "onload", "XMLHttpRequest",
        "WebAssembly", "Intl", "screen.width", "URL"}) {
    all.push_back({set + asked + ") { config.analytics = {}; }",
                   std::string{"line 2: asks for "} + asked});
  }
  check_refused(all);
  check_refused({
      {"var config = {};\nsetTimeout(() => { config.a = 1; }, 0);",
       "line 2: asks for setTimeout"},
      {"try { navigator.language } catch (e) {} finally { config = {} }", "navigator.language"},
      {"var config = {a: typeof RTCPeerConnection};", "asks for RTCPeerConnection"},
      {"var config = {a: 'serviceWorker' in navigator};", "navigator.serviceWorker"},
      {"var config = {a: Math.random() < 0.5};", "Math.random()"},
      {"var config = {a: new Date().getHours()};", "local time"},
      {"var config = {a: new Error('x').stack};", "the stack of an error"},
      {"var config = {a: Object.keys(window)};", "all members of window"},
      {"var config = {...document};", "all members of document"},
      {"var config = {a: (1234.5).toLocaleString()};", "the visitor's language"},
      {"var config = {get a() { return navigator.vendor; }};", "navigator.vendor"},
      {"var config = {a: 1}; import('/x.js').then(() => { config.a = 2; });", "import()"},
      {"var config = new Proxy({}, {});", "Proxy"},
      {"var config = {a: [1].findLast(x => x)};", "newer than its engine"},
      {"document.addEventListener('x', () => {});", "document.addEventListener"},
  });
}

BOOST_AUTO_TEST_CASE(own_names_may_be_those_of_a_browsers_parts)
{
  BOOST_TEST(
      value_of("var Tracker = 1, URL = 'x'; class Screen {} const Event = 2; let top2 = 3;\n"
               "function open() { return 4; }\n"
               "var config = [Tracker, URL, typeof Screen, Event, top2, open()];") ==
      R"({"config":[1,"x","function",2,3,4]})");
}

BOOST_AUTO_TEST_CASE(without_a_host_its_name_is_a_gap)
{
  const auto answer = evaluate_javascript("var config = location.hostname;", "", k_variables);

  BOOST_TEST_REQUIRE(!answer.has_value());
  BOOST_TEST(answer.error().what.find("location.hostname") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_promises_bring_at_once_is_there)
{
  BOOST_TEST(value_of("var config = {}; Promise.resolve(1).then(x => { config.a = x; });"
                      "(async () => { await null; config.b = 2; })();") ==
             R"({"config":{"a":1,"b":2}})");
}

BOOST_AUTO_TEST_CASE(what_was_set_before_an_error_is_used_and_the_error_told)
{
  const std::vector<Refused> all{
      {"var config = {a: 1};\nconfig.gravatar.disabled = true;\nconfig.b = 2;",
       "line 2: TypeError: config.gravatar is undefined"},
      {"var config = {a: 1};\nundefinedName();", "line 2: ReferenceError: undefinedName"},
      {"var config = {a: 1}; let b = 1;\nJSON.parse('{');", "line 2: SyntaxError"},
      {"var config = {a: 1};\n\nthrow 's3cret';",
       "line 3: an error that the script throws itself"},
      {"var config = {a: 1}; throw new Error('s3cret');",
       "line 1: an error that the script throws itself"},
      {"var config = {a: 1}; throw {toString: function () { throw 's3cret'; }};",
       "line 1: an error that the script throws itself"},
  };
  for (const Refused& each : all) {
    const auto answer = evaluated(each.source);
    BOOST_TEST_REQUIRE(answer.has_value(), (answer ? "" : answer.error().what));
    BOOST_TEST(to_text(answer->variables) == R"({"config":{"a":1}})");
    BOOST_TEST(answer->stopped.starts_with(each.because), answer->stopped);
    BOOST_TEST(answer->stopped.find("s3cret") == std::string::npos);
  }
  const auto whole = evaluated("var config = {};");
  BOOST_TEST_REQUIRE(whole.has_value());
  BOOST_TEST(whole->stopped.empty());
  BOOST_TEST(value_of("let config = {a: nothing};") == "{}");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_evaluated_says_why_and_where)
{
  check_refused({
      {"var config = {};\nlet a = ;", "cannot evaluate: line 2: SyntaxError"},
      {"var config = {a: 1", "SyntaxError"},
      {"var config = {}; config.self = config;", "cyclic"},
      {"function f() { return f() + 1; } f();", "too much recursion"},
      {"var config = " + std::string(100'000, '['), "cannot evaluate: "},
      {"var config = []; for (var i = 0; i < 500; i++) config = [config];",
       "nested deeper than 128 levels"},
      {"var a = 'x'; while (true) { a += a; }", "allocation size overflow"},
      {std::string{"\xFF\xFE\0", 3}, "cannot evaluate: line 1: SyntaxError"},
  });
}

BOOST_AUTO_TEST_CASE(an_endless_loop_ends)
{
  for (const char* source : {"for (;;) {}", "(function f() { Promise.resolve().then(f); })()",
                             "var config = {get a() { for (;;) {} }};"}) {
    const auto answer = evaluated(
        source, {.processor = std::chrono::seconds{1}, .wall = std::chrono::minutes{5}});

    BOOST_TEST_REQUIRE(!answer.has_value());
    BOOST_TEST(answer.error().what ==
               "cannot evaluate: took longer than 1 s of processor time");
  }
}

BOOST_AUTO_TEST_CASE(allocating_without_end_ends_in_every_build)
{
  for (const char* source :
       {"var a = []; for (;;) a.push(new Array(1000).fill(1));",
        "var a = []; for (;;) a.push('x'.repeat(100000) + a.length);",
        "var a = []; for (;;) a.push(new Uint8Array(1000000));",
        "var m = new Map(); for (var i = 0; ; i++) m.set(i, {i});",
        "try { var a = [1]; for (;;) a = a.concat(a); } catch (e) { for (;;) {} }"}) {
    const auto answer = evaluated(source, {.processor = std::chrono::minutes{5},
                                           .wall = std::chrono::minutes{5},
                                           .memory = std::size_t{32} << 20});

    BOOST_TEST_REQUIRE(!answer.has_value(), source);
    BOOST_TEST(answer.error().what == "cannot evaluate: needed more than 32 MB", source);
  }
}

BOOST_AUTO_TEST_CASE(an_answer_without_end_is_refused)
{
  const auto answer =
      evaluated("var s = 'x'; for (var i = 0; i < 21; i++) s += s; var config = [s];",
                {.answer = std::size_t{1} << 20});

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
