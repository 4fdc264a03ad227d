#include "plugin/journal/entry.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

namespace {

const Time k_at = *parse_time("2026-11-24T09:00:00Z");

JournalEntry
kept(std::string kind, std::string_view body)
{
  return {.number = 7, .at = k_at, .kind = std::move(kind), .body = parse_json(body).value()};
}

std::string
fault_of(std::string kind, std::string_view body)
{
  const auto read = typed(kept(std::move(kind), body));
  return read ? "" : read.error().what;
}

/// Written and read again.
template<typename Kind>
Kind
there_and_back(Kind made)
{
  const Entry entry{std::move(made)};
  const auto body = body_of(entry, [](const std::string& name) { return "digest of " + name; });
  const auto read = typed(kept(std::string{kind_of(entry)}, to_text(body)));
  BOOST_TEST_REQUIRE(read.has_value(), (read ? "" : read.error().what));
  // A Json only moves: write what was read and compare the texts.
  BOOST_TEST(to_text(body_of(*read, [](const std::string& name) { return name; })) ==
             to_text(body));
  auto again = typed(kept(std::string{kind_of(entry)}, to_text(body))).value();
  return std::move(std::get<Kind>(again));
}

} // namespace

BOOST_AUTO_TEST_SUITE(entry_test)

BOOST_AUTO_TEST_CASE(every_kind_is_read_as_it_was_written)
{
  there_and_back(PlanMade{.plan = "p", .changes = 3, .ends_at = k_at});
  BOOST_TEST(there_and_back(Approval{.plan = "p", .by = {.name = "A"}}).by.digest ==
             "digest of A");
  there_and_back(RunBegun{.run = "r", .plan = "p", .by = {.name = "A"}, .rollback_of = "q"});
  there_and_back(WriteOutcome{.run = "r",
                              .setting = "d#/a",
                              .outcome = "applied",
                              .observed = parse_json("[1]").value()});
  there_and_back(RunEnded{.run = "r", .end = "applied"});
  there_and_back(WaiverMade{.id = "w",
                            .check = "c",
                            .value = parse_json("null").value(),
                            .reason = "x",
                            .requested_by = {.name = "A"},
                            .approved_by = {.name = "B"},
                            .until = k_at});
  there_and_back(WaiverEnded{.id = "w"});
  there_and_back(AttestationMade{.id = "a",
                                 .check = "c",
                                 .statement = "s",
                                 .signed_by = {.name = "A"},
                                 .from = k_at,
                                 .until = k_at});
  there_and_back(AttestationEnded{.check = "c"});
  there_and_back(BaselineAccepted{.snapshot_run = "r", .account = "x", .readings = "h"});
  there_and_back(KeyChange{.key = "k", .before = "j"});
  there_and_back(KeyChange{
      .key = "k", .before = "j", .lost = true, .by = {.name = "A"}, .why = "the disk broke"});
  there_and_back(StoreRestored{.made_at = k_at, .head = "1/sha256:x"});
  there_and_back(PersonForgotten{.who = {.name = "A"}});
}

BOOST_AUTO_TEST_CASE(a_value_that_was_not_there_is_not_the_value_null)
{
  const auto absent =
      there_and_back(Intent{.run = "r", .setting = "d#/a", .to = parse_json("1").value()});
  const auto null = there_and_back(Intent{.run = "r",
                                          .setting = "d#/a",
                                          .from = parse_json("null").value(),
                                          .to = parse_json("1").value()});
  BOOST_TEST(!absent.from.has_value());
  BOOST_TEST_REQUIRE(null.from.has_value());
  BOOST_TEST(null.from->IsNull());
}

BOOST_AUTO_TEST_CASE(a_broken_entry_names_itself_and_the_member)
{
  BOOST_TEST(fault_of("write", R"({"run":"r","setting":"d#/a","to":1})") ==
             R"(journal entry 7 (write, 2026-11-24T09:00:00Z): "from" is missing)");
  BOOST_TEST(fault_of("write", R"({"run":1,"setting":"d#/a","from":2,"to":1})")
                 .ends_with(R"("run" is no text)"));
  BOOST_TEST(fault_of("end", R"({"run":"r","end":"applied","more":1})")
                 .ends_with(R"("more" is not known here)"));
  BOOST_TEST(fault_of("end", "[]").ends_with(R"(its body is no object)"),
             fault_of("end", "[]"));
  BOOST_TEST(fault_of("waiver", R"({"id":"w","check":"c","reason":"x","requested_by":"d",)"
                                R"("until":"tomorrow"})")
                 .ends_with(R"("until" is no time)"));
  BOOST_TEST(fault_of("dance", "{}").find("dance") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(entries_of_earlier_versions_have_types_too)
{
  const auto outcome = [](const char* kind) {
    return std::get<WriteOutcome>(
               typed(kept(kind, R"({"run":"r","setting":"d#/a","from":1,"from_absent":false,)"
                                R"("to":2,"check":"c","observed":2,"why":""})"))
                   .value())
        .outcome;
  };
  BOOST_TEST(outcome("read-back") == "applied");
  BOOST_TEST(outcome("failed") == "failed");
  BOOST_TEST(outcome("conflict") == "conflict");
  BOOST_TEST(std::get<RunEnded>(typed(kept("not applied", R"({"run":"r"})")).value()).end ==
             "not applied");
  BOOST_TEST(
      std::get<RunBegun>(typed(kept("apply", R"({"run":"r","plan":"p"})")).value()).plan ==
      "p");
  const auto write = typed(kept("write", R"({"run":"r","setting":"d#/a","from":null,)"
                                         R"("from_absent":true,"to":2,"check":""})"));
  BOOST_TEST(!std::get<Intent>(*write).from.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
