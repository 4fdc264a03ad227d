#include "connectors/format/json_list.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <vector>

using namespace klausur;

namespace {

struct Split
{
  explicit Split(const std::string& text)
  {
    std::istringstream in{text};
    rest = parse_list(in, "list", [&](Json item) { items.push_back(to_text(item)); });
  }

  std::vector<std::string> items;
  Result<Json> rest;
};

} // namespace

BOOST_AUTO_TEST_SUITE(json_list_test)

BOOST_AUTO_TEST_CASE(the_items_of_one_list_come_one_by_one_and_the_rest_stays)
{
  struct Row
  {
    const char* text;
    std::vector<std::string> items;
    const char* rest;
  };
  for (const auto& row :
       {Row{R"({"a":1,"list":[{"x":[1]},2,"t",null,[[]]],"b":{"list":[3]}})",
            {R"({"x":[1]})", "2", R"("t")", "null", "[[]]"},
            R"({"a":1,"list":[],"b":{"list":[3]}})"},
        Row{R"({"list":[]})", {}, R"({"list":[]})"},
        Row{R"({"list":{"list":[1]}})", {}, R"({"list":{"list":[1]}})"},
        Row{R"({"a":[1,[2]],"list":[1.5]})", {"1.5"}, R"({"a":[1,[2]],"list":[]})"},
        Row{R"([{"list":[1]}])", {}, R"([{"list":[1]}])"}, Row{"7", {}, "7"}}) {
    const Split split{row.text};
    BOOST_TEST((split.items == row.items), row.text);
    BOOST_TEST_REQUIRE(split.rest.has_value(), row.text);
    BOOST_TEST(to_text(*split.rest) == row.rest);
  }
}

BOOST_AUTO_TEST_CASE(what_parse_json_refuses_is_refused_here_too)
{
  const std::string deep(200, '[');
  const std::vector<std::string> broken{
      "",
      R"({"list":[1,)",
      R"({"list":[{"a":1,"a":2}]})",
      R"({"a":1,"a":2,"list":[]})",
      R"({"list":[1]} x)",
      "{\"list\":[\"\xff\"]}",
      R"({"list":[)" + deep + std::string(200, ']') + "]}",
      deep + std::string(200, ']'),
  };
  for (const auto& text : broken) {
    const Split split{text};
    BOOST_TEST(!split.rest.has_value(), text);
    BOOST_TEST((split.rest.error().kind == Failure::unexpected), text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
