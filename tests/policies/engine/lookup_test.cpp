#include "policies/engine/lookup.hpp"
#include "tests/policies/engine/sample.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>

using namespace klausur;
using sample::json;

namespace {

/// What is found, as text; "-" for nothing.
std::string
text_at(const Lookup::Memory& memory, std::uint32_t number)
{
  return memory.found[number] == nullptr ? "-" : to_text(*memory.found[number]);
}

} // namespace

BOOST_AUTO_TEST_SUITE(lookup_test)

BOOST_AUTO_TEST_CASE(settings_are_found_at_any_depth_in_lists_and_as_the_whole)
{
  Lookup lookup;
  const auto deep = lookup.add({"a", "b"});
  const auto above = lookup.add({"a"});
  const auto listed = lookup.add({"l", "1", "x"});
  const auto whole = lookup.add({});
  const auto missing = lookup.add({"a", "c"});
  BOOST_TEST(lookup.add({"a", "b"}) == deep);
  lookup.finish();
  Lookup::Memory memory;

  const Json root = json(R"({"l":[{"x":1},{"x":2}],"a":{"b":3}})");
  lookup.find(root, memory);

  BOOST_TEST(text_at(memory, deep) == "3");
  BOOST_TEST(text_at(memory, above) == R"({"b":3})");
  BOOST_TEST(text_at(memory, listed) == "2");
  BOOST_TEST(text_at(memory, whole) == to_text(root));
  BOOST_TEST(text_at(memory, missing) == "-");
}

BOOST_AUTO_TEST_CASE(nothing_is_left_of_the_document_before)
{
  Lookup lookup;
  const auto number = lookup.add({"a"});
  lookup.finish();
  Lookup::Memory memory;
  for (const char* content : {R"({"a":1})", "{}", "[]", "5", R"({"b":1,"a":2})"}) {
    const Json root = json(content);
    lookup.find(root, memory);
    const JsonValue* value = member(root, "a");
    BOOST_TEST(memory.found[number] == value, content);
  }
}

BOOST_AUTO_TEST_CASE(order_and_absence_change_nothing_about_what_is_found)
{
  std::mt19937 chance{3}; // NOLINT(cert-msc51-cpp): the same ones each time
  std::vector<std::string> names{"",
                                 "a",
                                 "ab",
                                 "abc",
                                 "abcd",
                                 "key10",
                                 "a_very_long_name_1",
                                 "a_very_long_name_2",
                                 "a_very_long-name_1"};
  for (int i = 0; i < 200; ++i) {
    names.push_back("key" + std::to_string(i * 7));
  }
  Lookup lookup;
  std::vector<std::uint32_t> numbers;
  for (const auto& name : names) {
    numbers.push_back(lookup.add({"s", name}));
  }
  lookup.finish();
  Lookup::Memory memory;
  for (int round = 0; round < 50; ++round) {
    auto there = names;
    if (round % 3 > 0) { // now and then two documents of the same order follow each other
      std::ranges::shuffle(there, chance);
      there.resize(there.size() - chance() % 20);
    }
    std::string text = "{\"s\":{";
    for (const auto& name : there) {
      text += (text.ends_with('{') ? "\"" : ",\"") + name + "\":\"" + name + "!\"";
    }
    const Json root = json(text + "}}");
    lookup.find(root, memory);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const bool is_there = std::ranges::find(there, names[i]) != there.end();
      BOOST_TEST(text_at(memory, numbers[i]) ==
                 (is_there ? "\"" + names[i] + "!\"" : std::string{"-"}));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
