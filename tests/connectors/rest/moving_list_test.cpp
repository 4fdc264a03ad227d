// A list that changes while its pages are read: each kind of paging sees it, looks once more,
// and gives no list that never was.

#include "connectors/http/url.hpp"
#include "connectors/rest/facts/kinds.hpp"
#include "connectors/rest/rest.hpp"
#include "tests/connectors/rest/desk.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <deque>
#include <functional>
#include <mutex>

using namespace klausur;
using namespace klausur::test;

namespace {

/// One kind of paging, and what of a request says where its page begins.
struct Kind
{
  std::string_view name;
  Paging paging;
  bool has_total = false;
};

const std::array k_kinds{
    Kind{"pages", Numbered{.into = "page", .first = 0}},
    Kind{"pages by total", Numbered{.into = "page", .first = 0, .ends = Ends::total}, true},
    Kind{"offset", Numbered{.into = "at", .first = 0, .step = Step::item}},
    Kind{"offset by total",
         Numbered{.into = "at", .first = 0, .step = Step::item, .ends = Ends::total}, true},
    Kind{"cursor", Cursor{"at", {"next"}}},
    Kind{"cursor with total", Cursor{"at", {"next"}}, true},
    Kind{"links", NextHeader{}},
};

std::size_t
number_after(std::string_view target, std::string_view name)
{
  const auto found = target.find(name);
  std::size_t number = 0;
  if (found != std::string_view::npos) {
    const auto* begin = target.data() + found + name.size();
    std::from_chars(begin, target.data() + target.size(), number);
  }
  return number;
}

/// Gives five items two by two. `changes` is called before each page but the first.
class MovingServer
{
public:
  using Change = std::function<void(std::deque<int>&)>;

  MovingServer(const Kind& kind, int times, Change change)
      : m_kind{kind}, m_times{times}, m_change{std::move(change)}
  {
  }

  Reply answer(const Received& request)
  {
    const std::lock_guard lock{m_mutex};
    const auto begin = std::max(number_after(request.target, "at="),
                                2 * number_after(request.target, "page="));
    m_dropped_filter = m_dropped_filter || !has(request.target, "kind=open");
    if (begin > 0 && m_times > 0) {
      --m_times;
      m_change(m_items);
    }
    std::string items;
    for (std::size_t i = begin; i < std::min(begin + 2, m_items.size()); ++i) {
      items += fmt::format("{}{{\"id\":\"i{}\",\"seen\":{}}}", items.empty() ? "" : ",",
                           m_items[i], ++m_served);
    }
    const bool last = begin + 2 >= m_items.size();
    Reply reply{.body = fmt::format(
                    R"({{"items":[{}],"next":"{}"{}}})", items,
                    last ? "" : std::to_string(begin + 2),
                    m_kind.has_total ? fmt::format(",\"total\":{}", m_items.size()) : "")};
    if (!last) {
      reply.headers = {{"Link", fmt::format("</list?at={}>; rel=next", begin + 2)}};
    }
    return reply;
  }

  [[nodiscard]] bool dropped_filter() const { return m_dropped_filter; }

private:
  const Kind& m_kind;
  int m_times;
  Change m_change;
  std::mutex m_mutex;
  std::deque<int> m_items{1, 2, 3, 4, 5};
  int m_served = 0; ///< What changes in an item from page to page is not what names it.
  bool m_dropped_filter = false;
};

void
add_in_front(std::deque<int>& items)
{
  items.push_front(static_cast<int>(items.size()) + 1);
}

void
remove_first(std::deque<int>& items)
{
  if (!items.empty()) {
    items.pop_front();
  }
}

/// How many items were read, or why none.
std::string
counted(const Kind& kind, MovingServer& server)
{
  Desk desk{[&](const Received& request) { return server.answer(request); }};
  desk.add(
      {.name = "list",
       .read = {.path = "/list",
                .query = {{"kind", "open"}},
                .list = List{.items = {"items"},
                             .total = kind.has_total ? Pointer{"total"} : Pointer{},
                             .paging = kind.paging}},
       .facts = {
           make_count(parse_json(R"({"numbers":{"all":{"says":{"en":"a","de":"b"}}}})").value())
               .value()}});
  PlainDialect dialect;
  return said(wait(desk.at, RestReader{desk.at, dialect}.read_document("list")).content);
}

} // namespace

BOOST_AUTO_TEST_SUITE(moving_list_test)

BOOST_AUTO_TEST_CASE(a_list_that_stands_still_is_read_whole_with_our_filter_on_every_page)
{
  for (const auto& kind : k_kinds) {
    MovingServer server{kind, 0, add_in_front};

    BOOST_TEST(counted(kind, server) == R"({"all":5})", kind.name);
    BOOST_TEST(!server.dropped_filter(), kind.name);
  }
}

BOOST_AUTO_TEST_CASE(an_item_that_comes_twice_makes_the_list_be_read_again)
{
  for (const auto& kind : k_kinds) {
    MovingServer server{kind, 1, add_in_front};

    BOOST_TEST(counted(kind, server) == R"({"all":6})", kind.name);
  }
}

BOOST_AUTO_TEST_CASE(a_list_that_moves_under_the_second_look_too_is_a_gap)
{
  for (const auto& kind : k_kinds) {
    MovingServer server{kind, 100, add_in_front};

    const auto list = counted(kind, server);

    BOOST_TEST(list.starts_with("unexpected: GET /list: "), kind.name << ": " << list);
    BOOST_TEST(has(list, "the list moved while it was read, twice"), kind.name << ": " << list);
  }
}

BOOST_AUTO_TEST_CASE(an_item_that_is_gone_is_noticed_where_a_total_is_said)
{
  for (const auto& kind : k_kinds) {
    if (kind.has_total) {
      MovingServer once{kind, 1, remove_first};
      MovingServer always{kind, 100, remove_first};

      BOOST_TEST(counted(kind, once) == R"({"all":4})", kind.name);
      BOOST_TEST(has(counted(kind, always), "the list moved while it was read, twice"),
                 kind.name);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
