#include "connectors/rest/facts/kinds.hpp"
#include "connectors/rest/paging.hpp"
#include "connectors/rest/rest.hpp"
#include "tests/connectors/rest/desk.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace klausur;
using namespace klausur::test;

namespace {

Reply
json(std::string body)
{
  return {.body = std::move(body)};
}

Reply
linked(std::string body, std::string link)
{
  return {.body = std::move(body), .headers = {{"Link", std::move(link)}}};
}

/// Two at a time, and how the pages of them follow each other.
struct Way
{
  std::string size;
  Paging paging;
  Pointer total{};
};

/// What the list `/users` is, read as `way` says.
std::string
list_of(Desk& desk, const Way& way, Pointer items = {"users"})
{
  desk.add(
      {.name = "users",
       .read = {
           .path = "/users",
           .query = {{way.size, "2"}},
           .list = List{.items = std::move(items), .total = way.total, .paging = way.paging}}});
  PlainDialect dialect;
  return said(
      wait(desk.at, RestReader{desk.at, dialect, {.most_pages = 5}}.read_document("users"))
          .content);
}

std::string
list_of(const std::map<std::string, Reply>& replies, const Way& way, Pointer items = {"users"})
{
  Desk desk{answers(replies)};
  return list_of(desk, way, std::move(items));
}

const Way k_pages{"per_page", Numbered{.into = "page", .first = 0}};
const Way k_pages_by_total{
    "per_page", Numbered{.into = "page", .first = 0, .ends = Ends::total}, {"total"}};
const Way k_cursor{"limit", Cursor{"cursor", {"meta", "next"}}, {"total"}};
const Way k_links{"max", NextHeader{}};
const Way k_urls{"top", NextUrl{{"@odata.nextLink"}}};
const Way k_offsets{"count", Numbered{.into = "startIndex", .first = 1, .step = Step::item}};

} // namespace

BOOST_AUTO_TEST_SUITE(paging_test)

BOOST_AUTO_TEST_CASE(pages_are_counted_until_one_is_empty_whatever_their_length)
{
  BOOST_TEST(list_of({{"GET /users?page=0&per_page=2", json("[1,2]")},
                      {"GET /users?page=1&per_page=2", json("[3]")},
                      {"GET /users?page=2&per_page=2", json("[4]")},
                      {"GET /users?page=3&per_page=2", json("[]")}},
                     k_pages, {}) == "[1,2,3,4]");
}

BOOST_AUTO_TEST_CASE(an_announced_total_ends_the_list_and_must_be_reached)
{
  BOOST_TEST(list_of({{"GET /users?page=0&per_page=2", json(R"({"users":[1],"total":2})")},
                      {"GET /users?page=1&per_page=2", json(R"({"users":[2],"total":2})")}},
                     k_pages_by_total) == R"({"users":[1,2],"total":2})");
  BOOST_TEST(has(list_of({{"GET /users?page=0&per_page=2", json(R"({"users":[1],"total":2})")},
                          {"GET /users?page=1&per_page=2", json(R"({"users":[],"total":2})")}},
                         k_pages_by_total),
                 "unexpected: GET /users: ends its list after 1 of 2 items"));
  BOOST_TEST(has(
      list_of({{"GET /users?page=0&per_page=2", json(R"({"users":[1]})")}}, k_pages_by_total),
      "does not say how many items there are"));
  BOOST_TEST(
      has(list_of({{"GET /users?limit=2", json(R"({"users":[1],"total":7})")}}, k_cursor),
          "1 of 7 items"));
}

BOOST_AUTO_TEST_CASE(a_server_that_ignores_the_page_number_is_found_out)
{
  Desk desk{[](const Received&) { return json("[1,2]"); }};

  BOOST_TEST(has(list_of(desk, k_pages, {}), "unexpected: GET /users: gives the same page"));
  BOOST_TEST(desk.server.requests() == 4U); // It is looked at twice.
}

BOOST_AUTO_TEST_CASE(cursors_are_followed_at_any_depth_until_empty_missing_or_null)
{
  for (const auto* end : {R"({"users":[3],"meta":{"next":""}})", R"({"users":[3],"meta":{}})",
                          R"({"users":[3],"meta":null})", R"({"users":[3]})",
                          R"({"users":[3],"meta":{"next":null}})"}) {
    BOOST_TEST(
        list_of({{"GET /users?limit=2", json(R"({"users":[1,2],"meta":{"next":"a=/"}})")},
                 {"GET /users?cursor=a%3D%2F&limit=2", json(end)}},
                k_cursor) == R"({"users":[1,2,3],"meta":{"next":"a=/"}})");
  }
  const Way top{"limit", Cursor{"cursor", {"next"}}};
  BOOST_TEST(list_of({{"GET /users?limit=2", json(R"({"users":[1],"next":17})")},
                      {"GET /users?cursor=17&limit=2", json(R"({"users":[2]})")}},
                     top) == R"({"users":[1,2],"next":17})");
}

BOOST_AUTO_TEST_CASE(a_cursor_of_a_post_goes_into_the_form)
{
  Desk desk{[](const Received& request) {
    return json(request.body == "limit=2&team=T1" ? R"({"users":[1],"meta":{"next":"x"}})"
                                                  : R"({"users":[2]})");
  }};
  desk.add({.name = "users",
            .read = {.method = "POST",
                     .path = "/users.list",
                     .query = {{"team", "T1"}, {"limit", "2"}},
                     .list = List{.items = {"users"}, .paging = k_cursor.paging}}});
  PlainDialect dialect;

  BOOST_TEST_REQUIRE(
      wait(desk.at, RestReader(desk.at, dialect).read_document("users")).content.has_value());

  BOOST_TEST(desk.server.received()[1].body == "cursor=x&limit=2&team=T1");
}

BOOST_AUTO_TEST_CASE(a_cursor_that_comes_again_is_a_gap)
{
  Desk desk{[](const Received& request) {
    return json(has(request.target, "cursor=a") ? R"({"users":[2],"meta":{"next":"b"}})"
                                                : R"({"users":[1],"meta":{"next":"a"}})");
  }};

  BOOST_TEST(has(list_of(desk, k_cursor), "gives the same page twice"));
  BOOST_TEST(desk.server.requests() == 6U); // It is looked at twice.
}

BOOST_AUTO_TEST_CASE(a_list_without_end_is_a_gap)
{
  std::atomic<int> count = 0;
  Desk desk{[&](const Received&) {
    const auto number = std::to_string(++count);
    return json(R"({"users":[)" + number + R"(],"meta":{"next":")" + number + "\"}}");
  }};

  BOOST_TEST(has(list_of(desk, k_cursor), "gives more than 5 pages"));
  BOOST_TEST(desk.server.requests() == 5U);
}

BOOST_AUTO_TEST_CASE(a_page_that_fails_half_way_makes_the_whole_list_a_gap)
{
  for (const auto& bad :
       {Reply{.status = 500}, Reply{.body = "[3,", .headers = {}},
        Reply{.body = "[3,4]", .fault = Fault::hang_up}, Reply{.body = R"({"error":"x"})"}}) {
    const auto list = list_of({{"GET /users?page=0&per_page=2", json("[1,2]")},
                               {"GET /users?page=1&per_page=2", bad}},
                              k_pages, {});

    BOOST_TEST((list.starts_with("unreachable: ") || list.starts_with("unexpected: ")), list);
  }
}

BOOST_AUTO_TEST_CASE(a_page_without_the_list_is_a_gap_and_not_an_empty_list)
{
  for (const auto* page : {"{}", R"({"users":null})", R"({"users":{}})", "[]"}) {
    BOOST_TEST(has(list_of({{"GET /users?limit=2", json(page)}}, k_cursor),
                   "has no list at \"/users\""));
  }
}

BOOST_AUTO_TEST_CASE(without_pages_too_what_is_no_list_is_neither_an_empty_one_nor_without_age)
{
  for (const auto* answer : {"{}", R"({"message":"sorry"})", "null"}) {
    Desk desk{answers({{"GET /keyed", json(answer)}, {"GET /aged", json(answer)}})};
    desk.add({.name = "keyed", .read = {.path = "/keyed", .list = List{.key = {"id"}}}});
    desk.add({.name = "aged",
              .read = {.path = "/aged", .list = List{}},
              .facts = {make_age(parse_json(R"({"of":"/made"})").value()).value()}});
    PlainDialect dialect;
    RestReader reader{desk.at, dialect};

    BOOST_TEST(
        has(said(wait(desk.at, reader.read_document("keyed")).content), "has no list at"),
        answer);
    BOOST_TEST(has(said(wait(desk.at, reader.read_document("aged")).content), "has no list at"),
               answer);
  }
}

BOOST_AUTO_TEST_CASE(links_are_followed_relative_or_whole_with_our_own_query_in_them)
{
  BOOST_TEST(
      list_of({{"GET /users?max=2", linked("[1]", "</users?p=2>; rel=\"next\"")},
               {"GET /users?p=2&max=2", linked("[2]", "<?max=9&p=3>; title=\"a\"; rel=next")},
               {"GET /users?max=2&p=3", linked("[3]", "</users?p=2>; rel=\"prev\"")}},
              k_links, {}) == "[1,2,3]");
}

BOOST_AUTO_TEST_CASE(a_link_to_another_host_is_not_followed_with_our_credentials)
{
  const LoopbackServer other{[](const Received&) { return json("[2]"); }};

  const auto list =
      list_of({{"GET /users?max=2", linked("[1]", "<" + other.url("/users") + ">; rel=next")}},
              k_links, {});

  BOOST_TEST(has(list, "names a next page on another host"), list);
  BOOST_TEST(other.requests() == 0U);
}

BOOST_AUTO_TEST_CASE(a_link_that_comes_again_is_a_gap)
{
  BOOST_TEST(has(list_of({{"GET /users?max=2", linked("[1]", "</users?p=2>; rel=next")},
                          {"GET /users?p=2&max=2", linked("[2]", "</users?p=2>; rel=next")}},
                         k_links, {}),
                 "gives the same next page twice"));
}

/// A page of `users` that names the next one.
Reply
naming(std::string_view user, const std::string& next)
{
  return json(fmt::format(R"({{"users":[{}],"@odata.nextLink":"{}"}})", user, next));
}

BOOST_AUTO_TEST_CASE(a_page_may_name_the_next_one_as_an_address_which_keeps_our_own_query)
{
  const auto list = list_of({{"GET /users?top=2", naming("1", "/users?skip=x&top=900")},
                             {"GET /users?skip=x&top=2", naming("2", "/users?skip=y")},
                             {"GET /users?skip=y&top=2", json(R"({"users":[3]})")}},
                            k_urls);

  BOOST_TEST(list.starts_with(R"({"users":[1,2,3])"), list);
}

BOOST_AUTO_TEST_CASE(an_address_of_a_page_on_another_host_or_one_that_comes_again_is_a_gap)
{
  const LoopbackServer other{[](const Received&) { return json(R"({"users":[2]})"); }};

  BOOST_TEST(has(list_of({{"GET /users?top=2", naming("1", other.url("/users"))}}, k_urls),
                 "names a next page on another host"));
  BOOST_TEST(other.requests() == 0U);
  BOOST_TEST(has(list_of({{"GET /users?top=2", naming("1", "/users?p=2")},
                          {"GET /users?p=2&top=2", naming("2", "/users?p=2")}},
                         k_urls),
                 "gives the same next page twice"));
  BOOST_TEST(
      has(list_of({{"GET /users?top=2", naming("1", "/users?p=2")}}, k_urls), "unexpected"));
}

BOOST_AUTO_TEST_CASE(offsets_count_the_items_so_far)
{
  BOOST_TEST(list_of({{"GET /users?count=2&startIndex=1", json(R"({"users":[1,2]})")},
                      {"GET /users?count=2&startIndex=3", json(R"({"users":[3]})")},
                      {"GET /users?count=2&startIndex=4", json(R"({"users":[]})")}},
                     k_offsets) == R"({"users":[1,2,3]})");
}

BOOST_AUTO_TEST_CASE(pages_are_cut_one_by_one_to_what_is_kept_and_what_the_way_on_needs)
{
  Desk desk{answers(
      {{"GET /users?limit=2",
        json(R"({"users":[{"id":1,"name":"A","key":"k"}],"meta":{"next":"x"}})")},
       {"GET /users?cursor=x&limit=2", json(R"({"users":[{"id":2,"name":"B","key":""}]})")}})};
  desk.add({.name = "users",
            .read = {.path = "/users",
                     .query = {{"limit", "2"}},
                     .list = List{.items = {"users"}, .paging = k_cursor.paging}}});
  desk.add(
      {.name = "user/*",
       .read = {.path = "/users/{id}", .each = parse_address("users#/users/*/id").value()}});
  desk.keep({"users#/users/*/key"});
  PlainDialect dialect;

  BOOST_TEST(said(wait(desk.at, RestReader{desk.at, dialect}.read_document("users")).content) ==
             R"({"users":[{"id":1,"key":"k"},{"id":2,"key":""}]})");
}

BOOST_AUTO_TEST_CASE(only_the_link_named_next_is_the_next)
{
  BOOST_TEST(next_link("") == "");
  BOOST_TEST(next_link("</a>; rel=\"last\", </b>; rel=\"next\"") == "/b");
  BOOST_TEST(next_link("</a>; REL=\"NEXT\"") == "/a");
  BOOST_TEST(next_link("</a?x=1,2;3>; rel=\"next\", </b>; rel=\"first\"") == "/a?x=1,2;3");
  BOOST_TEST(next_link("</a>; rel=\"nextish\"") == "");
  BOOST_TEST(next_link("</a") == "");
  BOOST_TEST(next_link("</a>;;rel") == "");
}

BOOST_AUTO_TEST_SUITE_END()
