// The real program ends as by a power cut, at one call after the other that reaches the disk or
// the network, while it writes to a tenant.

#include "tests/plugin/commands/chat_tenant.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <regex>

using namespace klausur;
using klausur::test::ChatTenant;
using klausur::test::Ended;
using klausur::test::run_named_in;

namespace {

constexpr long k_points = 10; ///< How many of the calls are tried, evenly over all of them.

std::vector<std::string>
with_shim(std::string more)
{
  const char* given = std::getenv("ASAN_OPTIONS");
  const std::string options = given == nullptr ? "" : std::string{given} + ":";
  return {"LD_PRELOAD=" KLAUSUR_BINARY_DIR "/tests/support/libcrash_at.so",
          "ASAN_OPTIONS=" + options + "verify_asan_link_order=0", std::move(more)};
}

/// The run that `plan` warns of, or the one that came to its end before it could say so and
/// stands in the history; empty when there is none.
std::string
run_that_wrote(const ChatTenant& at, const Ended& planned)
{
  std::smatch run;
  if (std::regex_search(planned.err, run, std::regex{"run (\\S+) was interrupted"})) {
    return run[1].str();
  }
  const auto history = at.run({"history"});
  return std::regex_search(history.out, run, std::regex{"(\\S+)  chat +wrote .*: applied"})
             ? run[1].str()
             : "";
}

std::string
config_of(const ChatTenant& at)
{
  return canonical_text(*find_at(at.tenant->state(), "/config"));
}

Ended
apply_with(const ChatTenant& at, const std::string& environment)
{
  std::filesystem::remove(at.program.directory / "klausur.db");
  std::filesystem::remove(at.program.directory / "klausur.db-wal");
  std::filesystem::remove(at.program.directory / "klausur.db-shm");
  BOOST_TEST_REQUIRE(at.run({"plan", "chat", "--output", "plan.json"}).code == 1);
  return at.program.run({"--data-dir", KLAUSUR_SOURCE_DIR, "apply", "plan.json", "--yes"},
                        with_shim(environment));
}

void
roll_back(const ChatTenant& at, const std::string& run)
{
  const auto back = at.run({"rollback", run, "--output", "back.json"});
  const auto undone = at.run({"apply", "back.json", "--yes"});
  BOOST_TEST(back.code == 0, back.out << back.err);
  BOOST_TEST(undone.code == 0, undone.out << undone.err);
}

} // namespace

BOOST_AUTO_TEST_SUITE(crash_test)

BOOST_AUTO_TEST_CASE(an_end_at_any_call_leaves_either_the_old_state_or_a_run_that_can_be_undone)
{
  const ChatTenant at{"licensed"};
  const auto before = config_of(at);
  const auto whole = apply_with(at, "CRASH_COUNT=count");
  BOOST_TEST_REQUIRE(whole.code == 0, whole.out << whole.err);
  const long calls = std::stol(at.program.read("count"));
  roll_back(at, run_named_in(whole));
  BOOST_TEST_REQUIRE(config_of(at) == before);

  long with_changes = 0;
  constexpr long k_spread = 8; // Not every run makes exactly as many calls.
  for (long point = 1; point <= calls - k_spread; point += std::max(calls / k_points, 1L)) {
    const auto ended = apply_with(at, "CRASH_AT=" + std::to_string(point));
    BOOST_TEST_CONTEXT("call " << point << " of " << calls)
    {
      BOOST_TEST(ended.code == 128 + SIGKILL, ended.out << ended.err);
      const bool is_changed = config_of(at) != before;
      const auto next = at.run({"plan", "chat"});
      BOOST_TEST((next.code == 0 || next.code == 1), next.out << next.err);
      const auto run = run_that_wrote(at, next);
      BOOST_TEST((!is_changed || !run.empty()), "a change without a trace: " << next.err);
      if (is_changed) {
        ++with_changes;
        roll_back(at, run);
      }
      BOOST_TEST(config_of(at) == before);
    }
  }
  BOOST_TEST(with_changes > 0);
}

BOOST_AUTO_TEST_SUITE_END()
