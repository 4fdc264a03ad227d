// What no source may hold, and how long it may be, as far as a machine can see it.

#include "tests/house/sources.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

using namespace klausur::test;

namespace {

/// What a compiler reads: without comments and what stands in quotes.
std::string
without_texts(const std::string& code)
{
  static const std::regex aside{
      R"re(R"(\w*)\([\s\S]*?\)\1"|//[^\n]*|"(\\.|[^"\\\n])*"|'(\\.|[^'\\\n])')re"};
  return std::regex_replace(code, aside, " ");
}

/// Whether a statement waits inside of `a ? b : c`: behind the question mark, or before one
/// that is not within what is waited for.
bool
waits_in_a_choice(std::string_view statement)
{
  constexpr std::string_view word = "co_await";
  int depth = 0;
  int waits_at = -1;
  bool asked = false;
  for (std::size_t i = 0; i < statement.size(); ++i) {
    const char c = statement[i];
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (c == '?') {
      asked = true;
      if (waits_at >= 0 && depth <= waits_at) {
        return true;
      }
    }
    if (statement.substr(i, word.size()) == word) {
      if (asked) {
        return true;
      }
      waits_at = waits_at < 0 ? depth : waits_at;
    }
  }
  return false;
}

bool
any_waits_in_a_choice(std::string_view code)
{
  while (!code.empty()) {
    const auto end = std::min(code.find_first_of(";{}"), code.size());
    if (waits_in_a_choice(code.substr(0, end))) {
      return true;
    }
    code.remove_prefix(std::min(end + 1, code.size()));
  }
  return false;
}

} // namespace

BOOST_AUTO_TEST_SUITE(sources_test)

BOOST_AUTO_TEST_CASE(a_result_that_is_declared_cannot_be_dropped_unseen)
{
  static const std::regex declaration{R"(^ *(virtual )?Result<[^;={(]*> \w+\([^;{]*;)",
                                      std::regex::multiline};
  for (const char* floor : {"connectors", "policies", "plugin"}) {
    for (const auto& file : code_below(floor)) {
      if (file.extension() == ".hpp") {
        BOOST_TEST(!std::regex_search(text_of(k_root / file), declaration), file.string());
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(no_time_is_formatted_through_the_machines_zone)
{
  for (const char* floor : {"connectors", "policies", "plugin"}) {
    for (const auto& file : code_below(floor)) {
      const auto includes = includes_in(file);
      BOOST_TEST(!std::ranges::count(includes, "fmt/chrono.h"),
                 file.string() << ": base/time.hpp prints times");
      const std::string text = text_of(k_root / file);
      for (const char* local : {"localtime", "mktime(", "strftime(", "std::put_time"}) {
        BOOST_TEST((text.find(local) == std::string::npos), file.string() << ": " << local);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(no_range_is_used_that_the_fuzzers_compiler_cannot_build)
{
  // clang 14 does not build the views of libstdc++ 12, nor what answers with a subrange.
  static const std::regex ranges{"std::views::|ranges::(subrange|unique|remove|remove_if|"
                                 "partition|stable_partition|rotate|"
                                 "search|find_end|equal_range)\\b"};
  for (const char* floor : {"connectors", "policies", "plugin"}) {
    for (const auto& file : code_below(floor)) {
      BOOST_TEST(!std::regex_search(text_of(k_root / file), ranges), file.string());
    }
  }
}

// g++ 12 corrupts memory there.
BOOST_AUTO_TEST_CASE(nobody_waits_for_a_task_inside_of_a_choice)
{
  for (const auto* bad : {"x = a ? co_await b() : c;", "co_return a ? b : co_await c();",
                          "f(a ? 1 : 2, co_await b());", "x = co_await a() ? b : c;",
                          "if (co_await a() && b ? c : d) {"}) {
    BOOST_TEST(any_waits_in_a_choice(bad), bad);
  }
  for (const auto* good : {"x = co_await f(a ? b : c);", "x = a ? b : c; co_await d();",
                           "co_await f(\"?\"); // a ? co_await b : c"}) {
    BOOST_TEST(!any_waits_in_a_choice(without_texts(good)), good);
  }
  for (const auto* floor : {"connectors", "policies", "plugin"}) {
    for (const auto& file : code_below(floor)) {
      BOOST_TEST(!any_waits_in_a_choice(without_texts(text_of(k_root / file))),
                 file << ": take co_await out of ?: and write an if");
    }
  }
}

BOOST_AUTO_TEST_CASE(no_file_is_longer_than_a_reader_bears)
{
  constexpr long longest = 400;
  for (const char* floor : {"connectors", "policies", "plugin"}) {
    for (const auto& file : code_below(floor)) {
      const std::string text = text_of(k_root / file);
      BOOST_TEST(std::ranges::count(text, '\n') <= longest, file.string());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
