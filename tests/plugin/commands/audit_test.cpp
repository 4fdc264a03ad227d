// The main job as a user has it done, against a server with faults. Runs the real program.

#include "connectors/format/source_file.hpp"
#include "tests/support/loopback_server.hpp"
#include "tests/support/program.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>

using namespace klausur;
using test::Ended;
using test::Fault;
using test::LoopbackServer;
using test::Program;
using test::Received;
using test::Reply;

namespace {

constexpr const char* k_secret = "planted-s3cr3t-bot-token";

/// One tenant at a server that answers everything alike, and a healthy Jitsi beside it.
Ended
audit_with(const Reply& reply)
{
  const LoopbackServer server{[&](const Received&) { return reply; }};
  const Program program;
  program.write("meet/config.js", "var config = { disableThirdPartyRequests: true };\n");
  program.write("klausur.yaml", "tenants:\n"
                                "  - {name: chat, vendor: mattermost, base_url: '" +
                                    server.url() +
                                    "', auth: {token: env:BOT}}\n"
                                    "  - {name: meet, vendor: jitsi, files: meet}\n");
  return program.run({"audit", "--format", "json"}, {std::string{"BOT="} + k_secret});
}

std::string
fixture(const std::string& vendor, const std::string& scenario)
{
  return KLAUSUR_SOURCE_DIR "/tests/fixtures/" + vendor + "/" + scenario + "/snapshot.json";
}

} // namespace

BOOST_AUTO_TEST_SUITE(audit_test)

BOOST_AUTO_TEST_CASE(a_bad_tenant_never_stops_the_others_and_the_run_says_incomplete)
{
  struct Row
  {
    const char* name;
    Reply reply;
  };
  for (const auto& row :
       {Row{"401", {.status = 401, .body = R"({"message":"Invalid or expired session"})"}},
        Row{"403", {.status = 403, .body = R"({"message":"no permission"})"}},
        Row{"404", {.status = 404, .body = "{}"}}, Row{"500", {.status = 500, .body = "oops"}},
        Row{"not JSON", {.body = "<html>login</html>"}},
        Row{"truncated", {.body = R"({"a":"bbbbbbbbbbbbbbbb"})", .fault = Fault::truncate}},
        Row{"hangs up", {.fault = Fault::hang_up}},
        Row{"nested", {.body = std::string(100'000, '[')}},
        Row{"invalid UTF-8", {.body = "{\"a\":\"\xff\xfe\"}"}}}) {
    const Ended ended = audit_with(row.reply);
    BOOST_TEST((ended.code == 3 || ended.code == 1), row.name << " ended with " << ended.code);
    const auto report = parse_json(ended.out);
    BOOST_TEST_REQUIRE(report.has_value(), row.name);
    BOOST_TEST(member(*report, "tenants")->Size() == 2U);
    BOOST_TEST(member(*report, "incomplete")->Size() > 0U, row.name);
    BOOST_TEST(ended.out.find(k_secret) == std::string::npos);
    BOOST_TEST(ended.err.find(k_secret) == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(what_could_not_be_read_is_never_a_pass_or_a_fail)
{
  const Ended ended = audit_with({.status = 403, .body = R"({"message":"no"})"});
  const auto report = parse_json(ended.out);
  BOOST_TEST_REQUIRE(report.has_value());
  for (const auto& finding : member((*member(*report, "tenants"))[0], "findings")->GetArray()) {
    const auto setting = member_text(finding, "setting");
    const auto status = member_text(finding, "status");
    if (!setting.empty()) {
      BOOST_TEST((status != "pass" && status != "fail"), setting);
    }
  }
}

BOOST_AUTO_TEST_CASE(an_offline_audit_needs_no_configuration_and_repeats_itself_to_the_byte)
{
  const Program program;
  const std::vector<std::string> arguments{"audit",    "--offline", fixture("jitsi", "default"),
                                           "--format", "json",      "--fail-on",
                                           "never"};
  const Ended first = program.run(arguments);
  BOOST_TEST((first.code == 0 || first.code == 3), first.err);
  const Ended second = program.run(arguments);
  const auto without_run = [](const std::string& text) {
    auto json = parse_json(text).value();
    json.RemoveMember("run");
    return to_text(json);
  };
  BOOST_TEST(without_run(first.out) == without_run(second.out));
}

BOOST_AUTO_TEST_CASE(reports_are_written_in_every_format_and_language)
{
  const Program program;
  std::filesystem::create_directory(program.directory / "out");
  for (const char* language : {"en", "de"}) {
    const Ended ended =
        program.run({"audit", "--offline", fixture("mattermost", "default"), "--format", "json",
                     "--format", "html", "--format", "text", "--output-dir", "out", "--lang",
                     language, "--fail-on", "never"});
    BOOST_TEST((ended.code == 0 || ended.code == 3), ended.err);
    BOOST_TEST(program.read("out/report.html").find(std::string{"<html lang=\""} + language) !=
               std::string::npos);
    BOOST_TEST(!program.read("out/report.json").empty());
    BOOST_TEST(!program.read("out/report.txt").empty());
  }
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error_and_an_earlier_report_stays)
{
  const Program program;
  program.write("out/report.json", "earlier");
  std::filesystem::permissions(program.directory / "out",
                               std::filesystem::perms::owner_read |
                                   std::filesystem::perms::owner_exec);
  if (::geteuid() != 0) { // root may write everywhere
    BOOST_TEST(program
                   .run({"audit", "--offline", fixture("jitsi", "default"), "--format", "json",
                         "--output-dir", "out"})
                   .code == 2);
    BOOST_TEST(program.read("out/report.json") == "earlier");
  }
  std::filesystem::permissions(program.directory / "out", std::filesystem::perms::owner_all);
  const Ended ended = program.run({"snapshot", "meet", "--output", "/dev/full/x"});
  BOOST_TEST(ended.code == 2);
}

BOOST_AUTO_TEST_CASE(output_that_nobody_takes_is_an_error)
{
  const std::string command = "cd / && " KLAUSUR_BINARY_DIR "/klausur checks > /dev/full 2>&1";
  const int status = std::system(command.c_str());
  BOOST_TEST(WEXITSTATUS(status) == 2);
}

BOOST_AUTO_TEST_CASE(hostile_snapshots_are_refused_with_the_file_and_the_reason)
{
  const Program program;
  for (const char* text : {"", "{}", "[]", "{\"format\":1}", "{\"format\":1,", "\xff\xfe"}) {
    program.write("s.json", text);
    const Ended ended = program.run({"audit", "--offline", "s.json"});
    BOOST_TEST(ended.code == 2, text);
    BOOST_TEST(ended.err.find("s.json") != std::string::npos, ended.err);
  }
  program.write("s.json", std::string(100'000, '['));
  BOOST_TEST(program.run({"audit", "--offline", "s.json"}).code == 2);
}

BOOST_AUTO_TEST_SUITE_END()
