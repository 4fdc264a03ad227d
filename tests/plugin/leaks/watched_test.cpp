// Of every vendor, a setting that no check looks at is seen to change, and neither its value
// nor anything that changes by itself is told.

#include "tests/plugin/commands/at_sandbox.hpp"
#include "tests/plugin/leaks/planting.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

using namespace klausur;
using namespace klausur::test;

namespace {

/// A setting in a sandbox's state that no check looks at.
struct Unseen
{
  const char* vendor;
  const char* at;
};

std::ostream&
operator<<(std::ostream& out, const Unseen& each)
{
  return out << each.vendor;
}

constexpr Unseen k_unseen[] = {
    {"mattermost", "/config/TeamSettings/SiteName"},
    {"slack", "/team/domain"},
    {"trello", "/organization/prefs/googleAppsVersion"},
    {"webex", "/session_types/0/shortName"},
    {"zoom", "/authentication/authentication_options/0/name"},
};

Ended
run(const Program& program, std::vector<std::string> arguments)
{
  arguments.insert(arguments.begin(), {"--data-dir", KLAUSUR_SOURCE_DIR});
  return program.run(std::move(arguments));
}

/// Accept what is, and expect that nothing has changed when it is read again.
void
expect_quiet(const Program& program)
{
  run(program, {"audit", "--fail-on", "never"});
  const auto accepted = run(program, {"baseline", "accept", "acme", "--by", "N. N., officer"});
  BOOST_TEST(accepted.code == 0, accepted.err);
  const auto quiet = run(program, {"drift", "acme"});
  BOOST_TEST(quiet.code != 1, quiet.out << quiet.err);
  BOOST_TEST(quiet.out.find("0 changed since") != std::string::npos, quiet.out << quiet.err);
  BOOST_TEST(quiet.out.find("no check looks at it") == std::string::npos, quiet.out);
}

void
expect_one_change(const Program& program)
{
  const auto changed = run(program, {"drift", "acme"});
  BOOST_TEST(changed.code == 1, changed.out << changed.err);
  BOOST_TEST(changed.out.find("no check looks at it") != std::string::npos, changed.out);
  BOOST_TEST(leak_in(changed.out + changed.err) == "");
}

} // namespace

BOOST_AUTO_TEST_SUITE(watched_test)

BOOST_DATA_TEST_CASE(a_setting_that_no_check_looks_at_is_seen_to_change,
                     boost::unit_test::data::make(k_unseen), unseen)
{
  const auto sandbox = Sandbox::open(unseen.vendor).value();
  const Program program;
  configure(program, *sandbox);

  expect_quiet(program);
  BOOST_TEST(sandbox->change(unseen.at, json_string("pl4nted")).has_value());
  expect_one_change(program);
}

BOOST_AUTO_TEST_CASE(a_line_of_a_file_that_no_check_looks_at_is_seen_to_change)
{
  const auto sandbox = Sandbox::open("jitsi").value();
  const Program program;
  configure(program, *sandbox);
  expect_quiet(program);

  for (const auto& [name, content] : sandbox->vendor().secrets()) {
    if (name.ends_with("-config.js")) {
      program.write(name, content + "\nconfig.mouseMoveCallbackInterval = 4711;\n");
    }
  }
  expect_one_change(program);
}

BOOST_AUTO_TEST_SUITE_END()
