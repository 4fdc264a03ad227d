#include "connectors/model/write_order.hpp"
#include "plugin/change/ordered.hpp"
#include "tests/plugin/change/bench.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using namespace klausur::test;

namespace {

/// users, groups and an account with locks.
Manifest
account()
{
  Manifest manifest{.vendor = "v"};
  const auto add = [&](std::string name, bool member, std::vector<std::string> before) {
    DocumentEntry entry{.name = std::move(name), .write = {.method = "PATCH"}};
    if (member) {
      entry.read.each = parse_address("list#/*/id").value();
    }
    entry.write.before = std::move(before);
    manifest.documents.push_back(std::move(entry));
  };
  add("account", false, {});
  add("group/*", true, {});
  add("user/*", true, {"group/*"});
  return manifest;
}

std::string
order(std::vector<PlannedChange> changes, const Manifest& manifest = account())
{
  ChangeSet set;
  set.changes = std::move(changes);
  return order_of(ordered(std::move(set), manifest));
}

PlannedChange
after(PlannedChange one, std::string_view need)
{
  one.after.push_back(setting_text(need));
  return one;
}

} // namespace

BOOST_AUTO_TEST_SUITE(ordered_test)

BOOST_AUTO_TEST_CASE(users_come_before_groups_and_groups_before_the_account)
{
  BOOST_TEST(order({change("account#/a", "0", "1"), change("group/1#/a", "0", "1"),
                    change("user/2#/a", "0", "1"), change("user/1#/a", "0", "1")}) ==
             "user/1#/a; user/2#/a; group/1#/a; account#/a");
}

BOOST_AUTO_TEST_CASE(what_is_needed_comes_first_whatever_its_rank)
{
  BOOST_TEST(order({after(change("user/1#/a", "0", "1"), "account#/a"),
                    change("account#/a", "0", "1")}) == "account#/a; user/1#/a");
}

BOOST_AUTO_TEST_CASE(changes_of_one_document_are_one_request_unless_one_needs_what_is_elsewhere)
{
  ChangeSet set;
  set.changes = {change("account#/a", "0", "1"), change("account#/b", "0", "1"),
                 after(change("account#/c", "0", "1"), "group/1#/a"),
                 change("group/1#/a", "0", "1")};

  const auto sorted = ordered(std::move(set), account());

  BOOST_TEST(order_of(sorted) == "group/1#/a; account#/a; account#/b; account#/c");
  BOOST_TEST(sorted.changes[1].step == sorted.changes[3].step);
  BOOST_TEST(sorted.changes[0].step != sorted.changes[1].step);
}

BOOST_AUTO_TEST_CASE(what_ends_the_credential_in_use_comes_last_in_a_request_of_its_own)
{
  auto own = change("account#/a", "true", "false");
  own.risks = std::vector<Risk>{{.danger = Danger::own_access, .says = {}}};
  ChangeSet set;
  set.changes = {own, change("account#/b", "0", "1"), change("zz#/b", "0", "1")};

  const auto sorted = ordered(std::move(set), account());

  BOOST_TEST(order_of(sorted) == "zz#/b; account#/b; account#/a");
  BOOST_TEST(sorted.changes[1].step != sorted.changes[2].step);
}

BOOST_AUTO_TEST_CASE(changes_that_need_each_other_are_left_out_with_their_reason)
{
  ChangeSet set;
  set.changes = {after(change("account#/a", "0", "1"), "account#/b"),
                 after(change("account#/b", "0", "1"), "account#/a"),
                 change("account#/c", "0", "1")};

  const auto sorted = ordered(std::move(set), account());

  BOOST_TEST(order_of(sorted) == "account#/c");
  BOOST_TEST(sorted.left_out.size() == 2U);
}

BOOST_AUTO_TEST_CASE(equal_sets_have_an_equal_order)
{
  const auto a = change("account#/a", "0", "1");
  const auto b = change("user/1#/a", "0", "1");
  const auto c = change("user/1#/b", "0", "1");
  BOOST_TEST(order({a, b, c}) == order({c, a, b}));
}

BOOST_AUTO_TEST_CASE(documents_that_come_before_each_other_are_refused)
{
  auto manifest = account();
  manifest.documents[1].write.before = {"user/*"};
  BOOST_TEST(!ranks_of(manifest).has_value());
}

BOOST_AUTO_TEST_CASE(a_member_is_written_as_the_document_that_it_is)
{
  auto manifest = account();
  manifest.documents.push_back(
      {.name = "boards", .write = {.method = "PUT", .each = "board/*"}});

  BOOST_TEST(written_as(setting_text("boards#/7/prefs/x"), manifest).text() ==
             "board/7#/prefs/x");
  BOOST_TEST(written_as(setting_text("account#/7/x"), manifest).text() == "account#/7/x");
}

BOOST_AUTO_TEST_SUITE_END()
