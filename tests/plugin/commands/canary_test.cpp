// One board first: the others follow only when it is as it should be.

#include "tests/plugin/commands/vendor_tenant.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <regex>
#include <set>

using namespace klausur;
using klausur::test::VendorTenant;
using klausur::test::Writable;

namespace {

struct Boards : VendorTenant
{
  Boards() : VendorTenant{Writable{"trello"}}
  {
    this->plan();
    const auto text = program.read("plan.json");
    const std::regex board{"\"boards#/([^/\"]+)/"};
    for (std::sregex_iterator at{text.begin(), text.end(), board}; at != std::sregex_iterator{};
         ++at) {
      boards.insert((*at)[1].str());
    }
    BOOST_TEST_REQUIRE(boards.size() > 1U);
  }

  /// The boards in the order in which they were written.
  [[nodiscard]] std::vector<std::string> written() const
  {
    std::vector<std::string> ids;
    for (const auto& each : sandbox->log()) {
      std::smatch found;
      if (each.method == "PUT" &&
          std::regex_search(each.path, found, std::regex{"/boards/([^/?]+)"})) {
        ids.push_back(found[1].str());
      }
    }
    return ids;
  }

  std::set<std::string> boards;
};

} // namespace

BOOST_AUTO_TEST_SUITE(canary_test)

BOOST_AUTO_TEST_CASE(the_canary_is_written_first_and_the_others_follow)
{
  const Boards at;
  const auto last = *at.boards.rbegin();

  const auto ended = at.run(
      {"apply", "plan.json", "--yes", "--canary", "boards/" + last, "--canary-wait", "0"});

  BOOST_TEST(ended.code == 0, ended.out << ended.err);
  BOOST_TEST_REQUIRE(!at.written().empty());
  BOOST_TEST(at.written().front() == last);
  BOOST_TEST(at.written().size() == at.boards.size());
}

BOOST_AUTO_TEST_CASE(nothing_follows_a_canary_that_was_refused)
{
  const Boards at;
  const auto last = *at.boards.rbegin();
  at.sandbox->arm({.path = "*/boards/" + last + "*",
                   .method = "PUT",
                   .times = 100,
                   .answer = {.status = 403, .body = "unauthorized permission requested"}});

  const auto ended = at.run(
      {"apply", "plan.json", "--yes", "--canary", "boards/" + last, "--canary-wait", "0"});

  BOOST_TEST(ended.code == 4, ended.out << ended.err);
  BOOST_TEST((ended.out.find("held back") != std::string::npos), ended.out);
  BOOST_TEST(std::ranges::count(at.written(), last) ==
             static_cast<std::ptrdiff_t>(at.written().size()));
}

BOOST_AUTO_TEST_CASE(many_boards_go_back_each_to_what_it_was)
{
  const Boards at;
  const auto before = canonical_text(at.sandbox->state());

  const auto applied = at.run({"apply", "plan.json", "--yes"});
  std::smatch run;
  BOOST_TEST_REQUIRE(std::regex_search(applied.out, run, std::regex{"run (\\S+)"}),
                     applied.out);
  const auto back = at.run({"rollback", run[1].str(), "--output", "back.json"});
  const auto undone = at.run({"apply", "back.json", "--yes"});

  BOOST_TEST(applied.code == 0, applied.out << applied.err);
  BOOST_TEST(back.code == 0, back.err);
  BOOST_TEST(undone.code == 0, undone.out << undone.err);
  BOOST_TEST(canonical_text(at.sandbox->state()) == before);
}

BOOST_AUTO_TEST_CASE(a_canary_that_the_plan_does_not_change_is_refused)
{
  const Boards at;

  const auto ended = at.run({"apply", "plan.json", "--yes", "--canary", "boards/nowhere"});

  BOOST_TEST(ended.code == 2, ended.out << ended.err);
  BOOST_TEST(
      (ended.err.find("the plan changes nothing of \"boards/nowhere\"") != std::string::npos),
      ended.err);
  BOOST_TEST(at.written().empty());
}

BOOST_AUTO_TEST_SUITE_END()
