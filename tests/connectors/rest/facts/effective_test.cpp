#include "tests/connectors/rest/facts/fact_of.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using namespace klausur::test;

namespace {

constexpr std::string_view k_policies =
    R"({"of":"/type","prefix":"settings/","unit":"/at","group":"/group","order":"/order",)"
    R"("value":"/value","first":{"/by":"ADMIN"},"joined":["chat"]})";

std::string
said(std::string_view policies)
{
  return told(&make_effective, k_policies, policies);
}

} // namespace

BOOST_AUTO_TEST_SUITE(effective_test)

BOOST_AUTO_TEST_CASE(each_unit_and_group_that_sets_something_shows_what_is_in_force_there)
{
  BOOST_TEST(said(R"([{"type":"settings/rec","at":"/","value":{"on":false}},
                      {"type":"settings/rec","at":"/sales","value":{"on":true}},
                      {"type":"settings/rec","at":"/","group":"g1","value":{"on":true}},
                      {"type":"other/rec","at":"/","value":{"on":true}}])") ==
             R"({"rec":{"/":{"on":false},"/sales":{"on":true},"group:g1":{"on":true}}})");
}

BOOST_AUTO_TEST_CASE(the_higher_order_counts_and_what_people_set_stands_over_the_vendors_own)
{
  BOOST_TEST(said(R"([{"type":"settings/rec","order":2,"by":"ADMIN","value":{"on":2}},
                      {"type":"settings/rec","order":1,"by":"ADMIN","value":{"on":1}},
                      {"type":"settings/rec","order":9,"by":"SYSTEM","value":{"on":9}}])") ==
             R"({"rec":{"/":{"on":2}}})");
}

BOOST_AUTO_TEST_CASE(a_top_that_nothing_sets_is_silent_and_not_left_out)
{
  BOOST_TEST(said(R"([{"type":"settings/rec","at":"/sales","value":{"on":false}},
                      {"type":"settings/chat","at":"/sales","value":{"on":false}}])") ==
             R"({"chat":{"/":{},"/sales":{"on":false}},"rec":{"/":{},"/sales":{"on":false}}})");
}

BOOST_AUTO_TEST_CASE(what_is_not_joined_replaces_the_whole_value_above)
{
  BOOST_TEST(said(R"([{"type":"settings/rec","at":"/","value":{"on":true,"by":"all"}},
                      {"type":"settings/rec","at":"/a","value":{"on":false}}])") ==
             R"({"rec":{"/":{"on":true,"by":"all"},"/a":{"on":false}}})");
}

BOOST_AUTO_TEST_CASE(what_is_joined_is_inherited_member_by_member_from_the_nearest_unit)
{
  BOOST_TEST(said(R"([{"type":"settings/chat","at":"/a/b/c","value":{"x":3}},
                      {"type":"settings/chat","at":"/","value":{"x":0,"y":0,"z":0}},
                      {"type":"settings/chat","at":"/ab","value":{"z":9}},
                      {"type":"settings/chat","at":"/a","order":2,"value":{"y":2}},
                      {"type":"settings/chat","at":"/a","order":1,"value":{"y":1,"z":1}},
                      {"type":"settings/chat","group":"g","value":{"y":7}}])") ==
             R"({"chat":{"/":{"x":0,"y":0,"z":0},"/a":{"x":0,"y":2,"z":1},)"
             R"("/a/b/c":{"x":3,"y":2,"z":1},"/ab":{"x":0,"y":0,"z":9},)"
             R"("group:g":{"x":0,"y":7,"z":0}}})");
}

BOOST_AUTO_TEST_CASE(a_unit_whose_place_is_not_known_inherits_nothing)
{
  BOOST_TEST(said(R"([{"type":"settings/chat","at":"/","value":{"x":0,"y":0}},
                      {"type":"settings/chat","at":"?77","value":{"x":1}}])") ==
             R"({"chat":{"/":{"x":0,"y":0},"?77":{"x":1}}})");
}

BOOST_AUTO_TEST_CASE(two_of_one_order_that_differ_are_silence_there_and_nowhere_else)
{
  BOOST_TEST(said(R"([{"type":"settings/rec","order":1,"value":{"on":1}},
                      {"type":"settings/rec","order":1,"value":{"on":2}},
                      {"type":"settings/rec","order":1,"value":{"on":2}},
                      {"type":"settings/chat","order":1,"value":{"on":1}},
                      {"type":"settings/chat","order":1,"value":{"on":1}},
                      {"type":"settings/chat","at":"/a","order":1,"value":{"on":1}},
                      {"type":"settings/chat","at":"/a","order":1,"value":{"on":2}},
                      {"type":"settings/chat","at":"/a/b","order":1,"value":{"x":2}}])") ==
             R"({"chat":{"/":{"on":1},"/a":{},"/a/b":{}},"rec":{"/":{}}})");
}

BOOST_AUTO_TEST_CASE(one_item_that_cannot_be_read_leaves_all_unknown)
{
  BOOST_TEST(said(R"([{"value":{}}])") == "item 0 has no text at /type");
  BOOST_TEST(said(R"([{"type":"settings/rec","value":true}])") ==
             "item 0 has no object at /value");
}

BOOST_AUTO_TEST_CASE(no_item_is_no_value_and_not_an_empty_one)
{
  BOOST_TEST(said("[]") == "{}");
  BOOST_TEST(promised(&make_effective, k_policies) == "/*/*/*; ");
}

BOOST_AUTO_TEST_SUITE_END()
