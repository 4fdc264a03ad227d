#include "policies/engine/pattern.hpp"

#include <boost/test/unit_test.hpp>

#include <random>
#include <regex>

using namespace klausur;

namespace {

bool
found(std::string_view pattern, std::string_view text)
{
  const auto compiled = Pattern::compile(pattern);
  BOOST_TEST_REQUIRE(compiled.has_value(), pattern);
  return compiled->found_in(text);
}

/// A text of `letters`, drawn by `chance`.
std::string
drawn(std::mt19937& chance, std::string_view letters, std::size_t most)
{
  std::string text;
  for (std::size_t left = chance() % (most + 1); left > 0; --left) {
    text += letters[chance() % letters.size()];
  }
  return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(pattern_test)

BOOST_AUTO_TEST_CASE(it_is_found_anywhere_unless_it_is_anchored)
{
  BOOST_TEST(found("b", "abc"));
  BOOST_TEST(!found("^b", "abc"));
  BOOST_TEST(!found("b$", "abc"));
  BOOST_TEST(found("^abc$", "abc"));
  BOOST_TEST(found("^a|c$", "abx"));
  BOOST_TEST(!found("^(a|c)$", "abx"));
}

BOOST_AUTO_TEST_CASE(classes_groups_and_repetitions_are_known)
{
  BOOST_TEST(found("^[a-c]+[^a-c]$", "abcd"));
  BOOST_TEST(!found("^[a-c]+[^a-c]$", "abca"));
  BOOST_TEST(found("^(1[0-9]|[2-9][0-9])\\.", "10.11"));
  BOOST_TEST(!found("^(1[0-9]|[2-9][0-9])\\.", "9.11"));
  BOOST_TEST(found("^a{2,3}$", "aaa"));
  BOOST_TEST(!found("^a{2,3}$", "aaaa"));
  BOOST_TEST(found("^[\\]\\-]$", "-"));
}

BOOST_AUTO_TEST_CASE(a_character_is_one_however_many_bytes_it_has)
{
  BOOST_TEST(found("^.$", "ü"));
  BOOST_TEST(found("^[ä-ü]+$", "öü"));
  BOOST_TEST(found("^.$", "\xFF"));
  BOOST_TEST(!found("^https:$", std::string_view{"https:\0x", 8}));
}

BOOST_AUTO_TEST_CASE(what_takes_other_engines_forever_takes_this_one_no_time)
{
  BOOST_TEST(!found("^(a*)*$", std::string(20'000, 'a') + "b"));
  BOOST_TEST(!found("(a|aa)+$", std::string(20'000, 'a') + "b"));
}

BOOST_AUTO_TEST_CASE(what_it_cannot_run_is_refused_with_its_place_and_a_way_out)
{
  struct Row
  {
    const char* pattern;
    const char* what;
    const char* next;
  };
  for (const auto& row : {
           Row{"(?!a)", "this engine cannot look ahead (\"(?!\", character 1)",
               "not: {type: string, pattern: ...}"},
           Row{"ä\\d+", "this engine knows no such class (\"\\d\", character 2)", "[0-9]"},
           Row{"a\\b", "this engine does not see where a word ends (\"\\b\", character 2)",
               "the characters that may stand there"},
           Row{"x[a-z", "it opens a class that is never closed, or is empty (character 2)",
               "] after its last character"},
           Row{"(a", "it opens a group that is never closed (character 1)", ") after it"},
           Row{"a)", "it closes a group that was never opened (character 2)",
               "\\) for the character itself"},
           Row{"*a", "it repeats nothing (character 1)", "\\* for the character itself"},
           Row{"a**", "it repeats what is repeated already (character 3)", "( ) around it"},
           Row{"a{x}", "it does not say how often in { } (character 2)", "{2}, {2,} or {2,5}"},
           Row{"((a{100}){100}){9}", "it comes to more than 4000 steps (character 10)",
               "smaller numbers into { }"},
       }) {
    const auto compiled = Pattern::compile(row.pattern);
    BOOST_TEST_REQUIRE(!compiled.has_value(), row.pattern);
    BOOST_TEST(compiled.error().what == row.what);
    BOOST_TEST(compiled.error().next == row.next);
  }
  BOOST_TEST(!Pattern::compile(std::string(401, 'a')).has_value());
}

BOOST_AUTO_TEST_CASE(what_fits_every_text_is_noticed)
{
  for (const char* pattern : {"", ".*", "a*", "a|", "^", "$", "^a?"}) {
    BOOST_TEST(Pattern::compile(pattern)->holds_for_all(), pattern);
  }
  for (const char* pattern : {"a", "^$", ".", "a+", "^a*$"}) {
    BOOST_TEST(!Pattern::compile(pattern)->holds_for_all(), pattern);
  }
}

BOOST_AUTO_TEST_CASE(it_agrees_with_another_engine_on_random_patterns_and_texts)
{
  std::mt19937 chance{7}; // NOLINT(cert-msc51-cpp): the same ones each time
  std::size_t compared = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::string pattern = drawn(chance, "ab.|()*+?^$[]{2,}", 9);
    const auto ours = Pattern::compile(pattern);
    std::optional<std::regex> theirs;
    try {
      theirs.emplace(pattern, std::regex::ECMAScript);
    } catch (const std::regex_error&) {
      continue; // it knows less, or calls something else a mistake
    }
    for (int i = 0; ours && i < 10; ++i) {
      const std::string text = drawn(chance, "abc", 6);
      ++compared;
      BOOST_TEST(ours->found_in(text) == std::regex_search(text, *theirs),
                 "/" << pattern << "/ in \"" << text << "\"");
    }
  }
  BOOST_TEST(compared > 10'000U);
}

BOOST_AUTO_TEST_SUITE_END()
