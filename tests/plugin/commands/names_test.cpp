// Names, addresses and titles of the people at a tenant stand in no output and not in the
// store.

#include "tests/plugin/commands/at_sandbox.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <ostream>
#include <vector>

using namespace klausur;
using test::configure;
using test::Program;

namespace {

/// What a sandbox holds of people, in a variant in which as much as possible is read.
struct People
{
  const char* vendor;
  const char* variant;
  std::vector<std::string> planted;
};

std::ostream&
operator<<(std::ostream& out, const People& each)
{
  return out << each.vendor;
}

const People k_people[] = {
    {"slack",
     "enterprise",
     {"ustermann", "erika", "example.org", "Gabi", "Gast AG", "gehaltsliste", "prospekt",
      "protokoll", "Umfragen", "Musterfirma", "kunde-gast", "allgemein", "Ehemalig"}},
    {"slack", "out-of-the-box", {"ustermann", "erika", "example.org", "gehaltsliste"}},
    {"webex",
     "out-of-the-box",
     {"Mustermann", "Großkopf", "O'Neill", "beispiel.example", "Sprechstunde", "Gehaltsrunde",
      "Personalgespräch", "geheim", "4711471", "198.51.100", "+49301234", "lsr.php",
      "Beispiel GmbH", "sandbox-webex-secret", "sandbox-webex-access"}},
    {"google",
     "out-of-the-box",
     {"ustermann", "Erika", "erika.privat", "+4930", "Beispiel GmbH", "Heidestra", "198.51.100",
      "klausur-admin@", "Team von", "sandbox-google-token", "private_key"}},
    {"trello",
     "out-of-the-box",
     {"ustermann", "Erika", "Application", "Roadmap", "Party", "Timers Ltd", "timer.example",
      "help@zoom", "manifest.json", "4a0a0000", "4b0a0000", "sandboxtoken"}},
    {"zoom",
     "out-of-the-box",
     {"ustermann", "Erika", "Personalgespr", "Personalabteilung", "Vertrieb", "299492849",
      "example.org/rec", "archiv@", "sandbox-archive", "Konten-Profil-A", "sandbox-secret",
      "sandbox-zoom-token"}},
};

void
look_for(const std::vector<std::string>& planted, const std::string& text,
         std::string_view where)
{
  BOOST_TEST(!text.empty(), where << " is empty");
  for (const auto& word : planted) {
    BOOST_TEST(text.find(word) == std::string::npos, word << " stands in " << where);
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(names_test)

BOOST_DATA_TEST_CASE(nothing_of_people_is_in_any_output_or_in_the_store, k_people, people)
{
  const auto sandbox = Sandbox::open(people.vendor, {.variant = people.variant}).value();
  const Program program;
  configure(program, *sandbox);
  const std::vector<std::vector<std::string>> runs{
      {"audit", "--fail-on", "never", "--verbose"},
      {"audit", "--fail-on", "never", "--output-dir", ".", "--format", "json", "--format",
       "html", "--format", "text"},
      {"snapshot", "acme", "--output", "snapshot.json"},
      {"doctor"},
      {"plan", "acme", "--output", "plan.json"},
      {"history"}};

  for (auto arguments : runs) {
    const auto name = arguments.front();
    arguments.insert(arguments.begin(), {"--data-dir", KLAUSUR_SOURCE_DIR});
    const auto ended = program.run(std::move(arguments));
    BOOST_TEST((ended.code == 0 || ended.code == 1 || ended.code == 3),
               name << ": " << ended.err);
    look_for(people.planted, name + ended.out + ended.err, name);
  }
  for (const char* file :
       {"report.json", "report.html", "report.txt", "snapshot.json", "plan.json"}) {
    look_for(people.planted, program.read(file), file);
  }
  for (const auto& entry : std::filesystem::directory_iterator{program.directory}) {
    const auto name = entry.path().filename().string();
    if (name.starts_with("klausur.db")) { // The store, and what it writes first.
      look_for(people.planted, name + program.read(name), name);
    }
  }
  BOOST_TEST(!program.read("klausur.db").empty());
}

BOOST_AUTO_TEST_SUITE_END()
