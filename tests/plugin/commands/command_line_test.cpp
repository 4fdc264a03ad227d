// What a newcomer types, right and wrong. Runs the real program.

#include "connectors/format/schema.hpp"
#include "connectors/format/source_file.hpp"
#include "tests/plugin/commands/chat_server.hpp"
#include "tests/support/program.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <sstream>
#include <string>

using namespace klausur;
using namespace klausur::test;

namespace {

const std::string k_yellow =
    KLAUSUR_SOURCE_DIR "/tests/fixtures/mattermost/default/snapshot.json";

/// Members of every finding of an offline audit with these further arguments.
std::vector<std::string>
findings(std::string_view name, const std::vector<std::string>& more)
{
  const Program program;
  std::vector<std::string> arguments{"audit", "--offline", k_yellow, "--fail-on",
                                     "never", "--format",  "json"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const auto report = parse_json(program.run(arguments).out).value();
  std::vector<std::string> found;
  for (const auto& each : member((*member(report, "tenants"))[0], "findings")->GetArray()) {
    found.emplace_back(member_text(each, name));
  }
  return found;
}

} // namespace

BOOST_AUTO_TEST_SUITE(command_line_test)

BOOST_AUTO_TEST_CASE(
    every_command_and_option_that_the_completion_offers_stands_in_the_manual_page)
{
  auto manual = read_file(KLAUSUR_SOURCE_DIR "/plugin/commands/klausur.1").value();
  std::erase(manual, '\\'); // "\\-" is a hyphen, and "\\fB" begins what is bold.
  std::istringstream lines{Program{}.run({"completion"}).out};
  std::size_t commands = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto end = line.find(") words=\"");
    if (end == std::string::npos || line.starts_with("    *")) {
      continue;
    }
    ++commands;
    const auto command = line.substr(4, end - 4);
    BOOST_TEST_CONTEXT(command)
    {
      const auto start = manual.find("\n.TP\nfB" + command);
      BOOST_TEST_REQUIRE(start != std::string::npos);
      const auto about = manual.substr(start, manual.find("\n.TP\n", start + 1) - start);
      std::istringstream words{line.substr(line.find("--"), line.rfind('"') - line.find("--"))};
      for (std::string option; words >> option;) {
        BOOST_TEST((option == "--help" || about.find(option) != std::string::npos), option);
      }
    }
  }
  BOOST_TEST(commands > 0U);
}

BOOST_AUTO_TEST_CASE(a_wrong_word_ends_with_2_and_the_right_one_is_suggested)
{
  const Program program;
  program.write("klausur.yaml", "tenants:\n  - {name: meet-berlin, vendor: jitsi, files: .}\n");
  program.write("none.yaml", "tenants: []\n");
  struct Row
  {
    std::vector<std::string> arguments;
    const char* error;
  };
  for (const auto& row : {
           Row{{}, "Usage: klausur"},
           Row{{"adit"}, "the command \"adit\" is not known; did you mean \"audit\"?"},
           Row{{"zzz"}, "the command \"zzz\" is not known; see klausur --help"},
           Row{{"audit", "--frmat", "json"},
               "\"--frmat\" is not known; did you mean \"--format\"?"},
           Row{{"validate", "x"},
               "the argument \"x\" is not known; see klausur validate --help"},
           Row{{"audit", "meet-berln"},
               "no tenant \"meet-berln\"; did you mean \"meet-berlin\"?"},
           Row{{"audit", "x"}, "no tenant \"x\"; listed are meet-berlin"},
           Row{{"snapshot", "x"}, "no tenant \"x\"; listed are meet-berlin"},
           Row{{"plan", "x"}, "no tenant \"x\"; listed are meet-berlin"},
           Row{{"doctor", "x"}, "no tenant \"x\"; listed are meet-berlin"},
           Row{{"snapshot"}, "tenant is required"},
           Row{{"--config", "none.yaml", "audit"}, "none.yaml: no tenant is listed"},
           Row{{"--config", "none.yaml", "doctor"}, "none.yaml: no tenant is listed"},
           Row{{"audit", "--check", "DP-RET-30"}, "\"DP-RET-30\"; did you mean \"DP-RET-03\"?"},
           Row{{"audit", "--check", "nothing-like-it"}, "klausur checks lists them"},
           Row{{"audit", "--point", "RTE"}, "RTE not in"},
           Row{{"audit", "--format", "json", "--format", "html"}, "need --output-dir"},
           Row{{"audit", "--output-dir", "no-such"}, "no-such"},
           Row{{"audit", "--offline", "no-such.json"}, "no-such.json: no such file"},
           Row{{"audit", "--offline", "/"}, "/: not a regular file"},
           Row{{"explain", "DP-RET-30"}, "did you mean \"DP-RET-03\"?"},
           Row{{"checks", "jitis"}, "of a vendor \"jitis\"; did you mean \"jitsi\"?"},
           Row{{"apply", "no-such.json"}, "klausur: no-such.json: no such file"},
           Row{{"history"}, "needs a history"},
           Row{{"completion", "fish"}, "fish not in"},
           Row{{"--data-dir", "no-such", "checks"}, "was not found below no-such"},
       }) {
    const Ended ended = program.run(row.arguments);
    BOOST_TEST(ended.code == 2, ended.err);
    BOOST_TEST((ended.err.find(row.error) != std::string::npos),
               ended.err << " instead of " << row.error);
    BOOST_TEST(ended.out == "");
  }
}

BOOST_AUTO_TEST_CASE(the_threshold_decides_between_0_and_1)
{
  const Program program;
  const auto ends_with = [&](const char* threshold) {
    return program.run({"audit", "--offline", k_yellow, "--fail-on", threshold}).code;
  };
  BOOST_TEST(ends_with("yellow") == 1);
  BOOST_TEST(ends_with("red") == 0);
  BOOST_TEST(ends_with("never") == 0);
}

BOOST_AUTO_TEST_CASE(points_and_checks_narrow_what_is_shown)
{
  for (const auto& point : findings("point", {"--point", "RET", "--point", "ENC"})) {
    BOOST_TEST((point == "RET" || point == "ENC"), point);
  }
  BOOST_TEST(!findings("point", {"--point", "RET"}).empty());
  for (const auto& control : findings("control", {"--check", "DP-RET-03"})) {
    BOOST_TEST(control == "DP-RET-03");
  }
  BOOST_TEST(!findings("check", {"--check", "DP-RET-03"}).empty());
  BOOST_TEST((findings("check", {"--check", "mattermost.access.mfa"}) ==
              std::vector<std::string>{"mattermost.access.mfa"}));
}

BOOST_AUTO_TEST_CASE(the_report_is_valid_by_the_schema_that_is_shipped)
{
  const auto schema = load_schema(KLAUSUR_SOURCE_DIR "/manifest/schemas/report.schema.json");
  BOOST_TEST_REQUIRE(schema.has_value());
  const Program program;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator{KLAUSUR_SOURCE_DIR "/tests/fixtures"}) {
    if (entry.path().filename() == "snapshot.json") {
      const Ended ended =
          program.run({"audit", "--offline", entry.path().string(), "--format", "json"});
      const auto report = parse_json(ended.out);
      BOOST_TEST_REQUIRE(report.has_value(), entry.path().string() << ended.err);
      const auto violation = schema->violation(*report);
      BOOST_TEST(!violation.has_value(), entry.path().string()
                                             << (violation ? violation->what : ""));
    }
  }
}

BOOST_AUTO_TEST_CASE(data_goes_to_stdout_and_only_what_is_wrong_to_stderr)
{
  const LoopbackServer server{[](const Received& request) {
    return request.target == "/api/v4/users/stats" ? Reply{.status = 500}
                                                   : healthy_chat(request.target);
  }};
  const Program program;
  program.write("klausur.yaml", "tenants:\n  - {name: chat, vendor: mattermost, base_url: '" +
                                    server.url() + "', auth: {token: env:BOT}}\n");
  for (const bool quiet : {false, true}) {
    std::vector<std::string> arguments{"snapshot", "chat"};
    if (quiet) {
      arguments.emplace_back("--quiet");
    }
    const Ended ended = program.run(arguments, {"BOT=planted"});
    BOOST_TEST(ended.code == 3);
    BOOST_TEST(parse_json(ended.out).has_value());
    BOOST_TEST(ended.err.find("user_stats") != std::string::npos);
  }
  const Ended text = program.run({"audit", "--no-color"}, {"BOT=planted"});
  BOOST_TEST(text.out.find('\x1b') == std::string::npos);
  BOOST_TEST(text.err == "klausur: chat: incomplete: user_stats was not read: " +
                             text.err.substr(text.err.find("GET ")));
}

BOOST_AUTO_TEST_CASE(everything_is_explained_in_both_languages)
{
  const Program program;
  for (const char* id : {"DP-RET-03", "mattermost.access.mfa"}) {
    const Ended ended = program.run({"explain", id});
    BOOST_TEST(ended.code == 0, ended.err);
    for (const char* part : {"EN ", "DE ", "Law / Recht", "Benchmarks"}) {
      BOOST_TEST(ended.out.find(part) != std::string::npos, part);
    }
  }
  BOOST_TEST(program.run({"explain", "DP-RET-03"}).out.find("conflicts") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_completion_offers_every_command_and_its_options)
{
  const Program program;
  program.write("try.sh", program.run({"completion", "bash"}).out +
                              "COMP_WORDS=(klausur au); COMP_CWORD=1; _klausur\n"
                              "echo \"${COMPREPLY[*]}\"\n"
                              "COMP_WORDS=(klausur audit --fo); COMP_CWORD=2; _klausur\n"
                              "echo \"${COMPREPLY[*]}\"\n");
  const std::string command = "bash " + (program.directory / "try.sh").string() + " > " +
                              (program.directory / "said").string();
  BOOST_TEST(std::system(command.c_str()) == 0);
  BOOST_TEST(program.read("said") == "audit\n--format\n");
}

BOOST_AUTO_TEST_CASE(every_command_has_help_and_stands_in_the_manual)
{
  const Program program;
  const std::string help = program.run({"--help"}).out;
  const std::string manual = read_file(KLAUSUR_SOURCE_DIR "/plugin/commands/klausur.1").value();
  for (const char* command :
       {"demo", "doctor", "audit", "snapshot", "plan", "apply", "rollback", "attest", "explain",
        "checks", "validate", "manifest", "history", "serve", "completion"}) {
    BOOST_TEST(help.find(std::string{"  "} + command) != std::string::npos, command);
    BOOST_TEST(manual.find(std::string{"\\fB"} + command + "\\fR") != std::string::npos,
               command);
    BOOST_TEST(program.run({command, "--help"}).code == 0, command);
  }
}

BOOST_AUTO_TEST_SUITE_END()
