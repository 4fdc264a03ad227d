// The whole way as a user goes it, with the real program, and what must be nowhere afterwards.

#include "tests/connectors/webex/webex_tenant.hpp"
#include "tests/support/program.hpp"

#include <fmt/format.h>

#include <iterator>

using namespace klausur;
using namespace klausur::test;
namespace fs = std::filesystem;

namespace {

/// The sandbox's organisation as a tenant of the program.
struct Office
{
  explicit Office(std::string variant = "")
      : sandbox{std::move(Sandbox::open("webex", {.variant = std::move(variant)}).value())}
  {
    for (const auto& [name, text] : sandbox->vendor().secrets()) {
      program.write(name, text + "\n");
    }
    Json file = literal(R"({"store":"sqlite:///","tenants":[{"name":"acme-webex"}]})");
    auto& memory = file.GetAllocator();
    set_member(file, "store", fmt::format("sqlite://{}/klausur.db", program.directory.string()),
               memory);
    const Json entry = sandbox->vendor().tenant(sandbox->url(), program.directory.string());
    merge(file.FindMember("tenants")->value[0], entry, memory);
    program.write("klausur.yaml", to_pretty_text(file));
  }

  std::string run(std::vector<std::string> arguments, int code) const
  {
    const auto ended = program.run(std::move(arguments));
    BOOST_TEST(ended.code == code, ended.err);
    return ended.out + ended.err;
  }

  std::unique_ptr<Sandbox> sandbox;
  Program program;
};

std::string
bytes_of(const fs::path& path)
{
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

} // namespace

BOOST_AUTO_TEST_SUITE(webex_run_test)

BOOST_AUTO_TEST_CASE(a_plan_is_applied_and_nothing_of_people_or_secrets_is_left_anywhere)
{
  const Office office;
  std::string shown;

  office.program.write("reports/.keep", "");
  shown += office.run({"snapshot", "acme-webex", "--output", "snapshot.json"}, 0);
  shown += office.run({"audit", "--format", "text", "--format", "json", "--format", "html",
                       "--output-dir", "reports", "--lang", "de", "--fail-on", "never"},
                      0);
  shown += office.run({"plan", "acme-webex", "--output", "plan.json"}, 1);
  shown += office.run({"apply", "plan.json", "--yes"}, 0);
  shown += office.run({"audit", "--format", "json", "--fail-on", "never"}, 0);
  shown += office.run({"plan", "acme-webex", "--output", "rest.json"}, 0);

  const auto rest = parse_json(office.program.read("rest.json"));
  BOOST_TEST(member(*rest, "changes")->Empty());
  for (const auto& entry : fs::recursive_directory_iterator{office.program.directory}) {
    if (entry.is_regular_file()) {
      shown += bytes_of(entry.path());
    }
  }
  check_that_nothing_planted_is_in(shown);
  BOOST_TEST(!has(shown, "sandbox-webex-refresh"));
  BOOST_TEST(!has(shown, "sandbox-webex-access"));
  const Json state = office.sandbox->state();
  BOOST_TEST(to_text(*find_at(state, "/people/3/room/hostPin")) == "\"47114713\"");
}

BOOST_AUTO_TEST_SUITE_END()
