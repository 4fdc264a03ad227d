// The real program ends as by a power cut, or finds the disk full, at one journal write and one
// request after the other while it writes to a tenant or takes back what it wrote. Afterwards
// nothing is changed that is not in the journal, and a second run leads on or back.

#include "tests/plugin/commands/vendor_tenant.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <cstdlib>
#include <set>

using namespace klausur;
using klausur::test::Ended;
using klausur::test::run_in;
using klausur::test::VendorTenant;
using klausur::test::Writable;

namespace {

/// One document; many with one change each; many that wait for each other.
const Writable k_tenants[] = {
    {"mattermost", "licensed"},
    {"trello"},
    {"zoom",
     "",
     {"--check", "zoom.users.encryption-e2ee-available", "--check",
      "zoom.groups.encryption-e2ee-available", "--check", "zoom.encryption.e2ee-available"}}};

/// How many points are tried, evenly over all; the variable KLAUSUR_CRASH_POINTS says another
/// number.
long
points()
{
  const char* given = std::getenv("KLAUSUR_CRASH_POINTS");
  return given == nullptr ? 2 : std::atol(given);
}

std::vector<std::string>
with_shim(std::vector<std::string> more)
{
  const char* given = std::getenv("ASAN_OPTIONS");
  const std::string options = given == nullptr ? "" : std::string{given} + ":";
  more.push_back("LD_PRELOAD=" KLAUSUR_BINARY_DIR "/tests/support/libcrash_at.so");
  more.push_back("ASAN_OPTIONS=" + options + "verify_asan_link_order=0");
  return more;
}

/// What goes wrong, at which calls.
struct Trouble
{
  const char* at;
  const char* call;
  std::set<int> codes; ///< With which the program may end then.
};

/// What finds no room to open the store begins nothing, what finds none to close it has done
/// all.
const Trouble k_troubles[] = {{"CRASH_AT", "fdatasync", {128 + SIGKILL}},
                              {"CRASH_AT", "send", {128 + SIGKILL}},
                              {"FULL_AT", "pwrite64", {0, 2, 3, 4}}};

Ended
apply(const VendorTenant& at, const std::string& file,
      std::vector<std::string> environment = {})
{
  return at.run({"apply", file, "--yes"},
                environment.empty() ? environment : with_shim(std::move(environment)));
}

/// A second run: it goes on where the first one came to, or begins where that had not begun.
void
lead_on(const VendorTenant& at, const std::string& file)
{
  const auto resumed = at.run({"apply", file, "--yes", "--resume"});
  if (resumed.code == 0) {
    return;
  }
  BOOST_TEST(resumed.err.find("nothing to resume") != std::string::npos, resumed.err);
  const auto begun = apply(at, file);
  const bool is_used = begun.err.find("used already") != std::string::npos;
  BOOST_TEST((begun.code == 0 || is_used), begun.out << begun.err);
}

/// The run that wrote last, as the history tells it.
std::string
last_run(const VendorTenant& at)
{
  const auto history = at.run({"history"});
  std::smatch run;
  const std::regex wrote{"(\\S+)  acme +wrote "};
  return std::regex_search(history.out, run, wrote) ? run[1].str() : "";
}

void
lead_back(const VendorTenant& at, const std::string& run)
{
  const auto back = at.run({"rollback", run, "--output", "back.json"});
  BOOST_TEST_REQUIRE(back.code == 0, back.out << back.err);
  const auto undone = apply(at, "back.json");
  BOOST_TEST(undone.code == 0, undone.out << undone.err);
}

/// A tenant as it is after a plan was written into it and taken back. (What a vendor inherits
/// at first stands there by itself from then on.)
struct Course
{
  explicit Course(const Writable& which) : at{which}
  {
    at.plan();
    const auto whole = apply(at, "plan.json");
    BOOST_TEST_REQUIRE(whole.code == 0, whole.out << whole.err);
    after = at.state();
    lead_back(at, run_in(whole.out));
    before = at.state();
    BOOST_TEST_REQUIRE((before != after));
  }

  /// How many calls of this name writing the plan makes.
  [[nodiscard]] long calls(const std::string& file, const std::string& call) const
  {
    const auto whole = apply(at, file, {"CRASH_COUNT=count", "CRASH_ON=" + call});
    BOOST_TEST_REQUIRE(whole.code == 0, whole.out << whole.err);
    return std::stol(at.program.read("count"));
  }

  /// Write the file, and have the trouble on the way.
  void stumble(const std::string& file, const Trouble& trouble, long point) const
  {
    const auto ended = apply(at, file,
                             {std::string{trouble.at} + "=" + std::to_string(point),
                              std::string{"CRASH_ON="} + trouble.call});
    BOOST_TEST(trouble.codes.contains(ended.code), ended.code << ended.out << ended.err);
    const bool is_told = ended.err.find("--resume") != std::string::npos;
    BOOST_TEST((ended.code != 4 || is_told), ended.err);
  }

  void expect_sound_journal() const
  {
    const auto verified = at.run({"journal", "verify"});
    BOOST_TEST(verified.code == 0, verified.out << verified.err);
  }

  VendorTenant at;
  std::string before;
  std::string after;
};

/// Do it at some points of all.
template<typename Do>
void
at_points_of(long calls, const Trouble& trouble, Do tried)
{
  const long stride = std::max(calls / points(), 1L);
  bool is_even = false;
  for (long point = (stride + 1) / 2; point <= calls; point += stride) {
    BOOST_TEST_CONTEXT(trouble.at << " " << trouble.call << " " << point << " of " << calls)
    {
      tried(point, is_even);
    }
    is_even = !is_even;
  }
}

void
stumble_in_an_apply(const Course& course, const Trouble& trouble)
{
  const auto& at = course.at;
  at.plan();
  const long calls = course.calls("plan.json", trouble.call);
  lead_back(at, last_run(at));
  at_points_of(calls, trouble, [&](long point, bool is_even) {
    at.plan();
    course.stumble("plan.json", trouble, point);
    if (at.state() == course.before || is_even) {
      lead_on(at, "plan.json");
      BOOST_TEST((at.state() == course.after));
    }
    lead_back(at, last_run(at)); // Also from halfway: whatever was changed is in the journal.
    BOOST_TEST((at.state() == course.before));
  });
}

/// Write, and make the plan back. The run that it takes back.
std::string
plan_way_back(const VendorTenant& at)
{
  at.plan();
  const auto run = run_in(apply(at, "plan.json").out);
  const auto made = at.run({"rollback", run, "--output", "way.json"});
  BOOST_TEST_REQUIRE(made.code == 0, made.out << made.err);
  return run;
}

void
stumble_on_the_way_back(const Course& course, const Trouble& trouble)
{
  const auto& at = course.at;
  (void)plan_way_back(at);
  const long calls = course.calls("way.json", trouble.call);
  at_points_of(calls, trouble, [&](long point, bool is_even) {
    const auto run = plan_way_back(at);
    course.stumble("way.json", trouble, point);
    if (is_even) {
      lead_on(at, "way.json");
    } else {
      lead_back(at, run);
    }
    BOOST_TEST((at.state() == course.before));
  });
}

} // namespace

BOOST_AUTO_TEST_SUITE(crash_test)

BOOST_DATA_TEST_CASE(an_end_or_a_full_disk_at_any_call_of_an_apply_leads_on_and_back, k_tenants,
                     which)
{
  const Course course{which};
  for (const auto& trouble : k_troubles) {
    stumble_in_an_apply(course, trouble);
  }
  course.expect_sound_journal();
}

BOOST_DATA_TEST_CASE(an_end_or_a_full_disk_at_any_call_of_a_rollback_leads_on_or_begins_anew,
                     k_tenants, which)
{
  const Course course{which};
  for (const auto& trouble : k_troubles) {
    stumble_on_the_way_back(course, trouble);
  }
  course.expect_sound_journal();
}

BOOST_AUTO_TEST_SUITE_END()
