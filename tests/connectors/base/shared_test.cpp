#include "connectors/base/shared.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <optional>
#include <thread>
#include <vector>

using namespace klausur;

BOOST_AUTO_TEST_SUITE(shared_test)

BOOST_AUTO_TEST_CASE(copies_are_one_value_and_outlive_the_first)
{
  Shared<std::string> copy;
  {
    const Shared<std::string> first{"a text too long for the string itself"};
    copy = first;
    BOOST_TEST(copy.is(first));
    BOOST_TEST(&*copy == &*first);
  }
  BOOST_TEST(copy->ends_with("itself"));
  const auto moved = std::move(copy);
  BOOST_TEST(moved.has_value());
}

BOOST_AUTO_TEST_CASE(nothing_is_no_value_and_reads_as_an_empty_one)
{
  Shared<std::string> value{"x"};
  value.reset();
  BOOST_TEST(!value.has_value());
  BOOST_TEST(value->empty());
  BOOST_TEST(Shared<std::string>{""}.has_value());
}

BOOST_AUTO_TEST_CASE(copies_come_and_go_in_several_threads)
{
  const Shared<std::string> value{"the same for all"};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([mine = value] {
      for (int n = 0; n < 1000; ++n) {
        const std::vector<Shared<std::string>> copies(3, mine);
      }
    });
  }
  threads.clear();
  BOOST_TEST(*value == "the same for all");
}

BOOST_AUTO_TEST_CASE(a_shared_text_compares_with_every_kind_of_text)
{
  const SharedText text{"boards/7"};
  BOOST_TEST(text == "boards/7");
  BOOST_TEST(text == std::string{"boards/7"});
  BOOST_TEST(text == std::string_view{"boards/7"});
  BOOST_TEST(text == SharedText{std::string{"boards/7"}});
  BOOST_TEST((text <=> SharedText{"boards/8"} < 0));
  BOOST_TEST(fmt::format("{:>10}", text) == "  boards/7");
  BOOST_TEST(SharedText{""}.empty());
  const std::vector<SharedText> list{"a", "b"};
  BOOST_TEST((std::ranges::find(list, "b") == list.begin() + 1));
}

BOOST_AUTO_TEST_SUITE_END()
