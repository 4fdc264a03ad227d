// Secrets are planted wherever one can come from, and looked for wherever the program writes.

#include "connectors/format/source_file.hpp"
#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"
#include "tests/plugin/commands/chat_server.hpp"
#include "tests/support/program.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>

using namespace klausur;
using namespace klausur::test;
namespace fs = std::filesystem;

namespace {

constexpr const char* k_from_environment = "planted-environment-7f3a91";
constexpr const char* k_from_file = "planted-file-c55e02";
constexpr const char* k_chat_token = "planted-channel-1b9d44";
constexpr const char* k_in_answer = "planted-answer-88e6f0"; ///< Known to the server only.

/// A config in which a server tells what it should keep, and all it was sent as well.
std::string
telling_config(const Received& request)
{
  const std::string sent = request.header("authorization");
  const std::string known = k_in_answer;
  return R"({"ServiceSettings":{"SiteURL":"https://chat.example.org/?token=)" + sent +
         R"("},"SqlSettings":{"DataSource":"postgres://mmuser:)" + known +
         R"(@db/mm"},"LdapSettings":{"Password":")" + known +
         R"("},"LogSettings":{"EnableDiagnostics":true,"FileLocation":")" + sent +
         R"("},"PluginSettings":{"Plugins":{"jitsi":{"jitsiappsecret":")" + known +
         R"("},"com.mattermost.calls":{"turnstaticauthsecret":")" + known + R"("}}}})";
}

Reply
telling_chat(const Received& request)
{
  if (request.method != "GET") { // a refusal that repeats the question
    return {.status = 400,
            .body = R"({"id":"x","message":")" + request.header("authorization") + R"("})"};
  }
  return request.target == "/api/v4/config" ? Reply{.body = telling_config(request)}
                                            : healthy_chat(request.target);
}

/// Faults whose answers hold what was sent.
Servers
servers()
{
  const auto echo = [](int status) {
    return [status](const Received& request) {
      const std::string sent = request.header("authorization");
      return Reply{
          .status = status,
          .body = R"({"message":"the token )" + sent + R"( is bad"})",
          .headers = {{"Location", "http://other.invalid/" +
                                       sent.substr(std::min<std::size_t>(sent.size(), 7))},
                      {"WWW-Authenticate", sent}}};
    };
  };
  return {{"telling", telling_chat},
          {"forbidden", echo(403)},
          {"broken", echo(500)},
          {"redirecting", echo(302)},
          {"refusing", echo(401)},
          {"garbled", [](const Received& request) {
             return Reply{.body = request.header("authorization"), .fault = Fault::garbage};
           }}};
}

std::string
configuration(const LoopbackServer& server, int port)
{
  std::string text =
      "store: sqlite://runs.db\nserve: {listen: '127.0.0.1:" + std::to_string(port) +
      "'}\ntenants:\n";
  for (const auto& [name, unused] : servers()) {
    text += "  - {name: " + name + ", vendor: mattermost, every: 1h, base_url: '" +
            server.url("/" + name) + "', timeouts: {idle: 1s}, auth: {token: " +
            (name == "broken" ? "'file:token.txt'" : "env:BOT") + "}}\n";
  }
  return text + "notify:\n  - {channel: mattermost, room: privacy, token: env:CHANNEL, url: '" +
         server.url("/refusing") + "'}\n";
}

/// The files below the directory, and which of them hold a secret.
std::string
files_that_hold_a_secret(const Program& program)
{
  std::string found;
  for (const auto& entry : fs::recursive_directory_iterator{program.directory}) {
    const auto name = entry.path().filename().string();
    if (!entry.is_regular_file() || name == "token.txt") {
      continue;
    }
    std::ifstream stream{entry.path(), std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    for (const char* secret : {k_from_environment, k_from_file, k_chat_token, k_in_answer}) {
      if (text.find(secret) != std::string::npos) {
        found += name + " holds " + secret + "\n";
      }
    }
  }
  return found;
}

} // namespace

BOOST_AUTO_TEST_SUITE(secrets_test)

BOOST_AUTO_TEST_CASE(no_secret_is_in_anything_that_is_written)
{
  const LoopbackServer server{by_first_step(servers())};
  const Program program;
  const int port = unused_port();
  program.write("klausur.yaml", configuration(server, port));
  program.write("token.txt", std::string{k_from_file} + "\n");
  fs::create_directory(program.directory / "out");
  const std::vector<std::string> environment{std::string{"BOT="} + k_from_environment,
                                             std::string{"CHANNEL="} + k_chat_token};
  int count = 0;
  const auto run = [&](std::vector<std::string> arguments) {
    const Ended ended = program.run(std::move(arguments), environment);
    program.write("kept/" + std::to_string(++count) + ".txt", ended.out + ended.err);
    return ended;
  };

  run({"audit", "--verbose", "--format", "json", "--format", "html", "--format", "text",
       "--output-dir", "out"});
  run({"audit", "--verbose", "--lang", "de"});
  run({"doctor"});
  for (const auto& [name, unused] : servers()) {
    run({"snapshot", name});
    run({"snapshot", name, "--output", "out/" + name + ".json"});
    run({"plan", name, "--output", "out/" + name + ".plan.json"});
  }
  run({"audit", "--verbose", "--offline", "out/telling.json"});
  const Ended applied = run({"apply", "out/telling.plan.json", "--yes"});
  BOOST_TEST(applied.code == 4, applied.err); // every write was refused, with the token in it
  run({"history"});
  run({"validate"});

  BOOST_TEST(program.read("out/telling.json").find("chat.example.org") != std::string::npos);
  BOOST_TEST(!program.read("runs.db").empty());
  BOOST_TEST(files_that_hold_a_secret(program) == "");
}

BOOST_AUTO_TEST_CASE(no_secret_is_in_the_log_the_metrics_or_the_store_of_the_daemon)
{
  const LoopbackServer server{by_first_step(servers())};
  const Program program;
  const int port = unused_port();
  program.write("klausur.yaml", configuration(server, port));
  program.write("token.txt", k_from_file);
  const Redactor redactor;
  Http http{{.attempts = 1}, redactor};
  std::string metrics;
  const auto all_are_seen = [&] {
    const auto answer =
        http.send({.url = "http://127.0.0.1:" + std::to_string(port) + "/metrics"});
    metrics = answer ? answer->body : "";
    return std::ranges::all_of(servers(), [&](const auto& each) {
      return metrics.find("\"" + each.first + "\"") != std::string::npos;
    });
  };

  const auto running = program.start({"serve"}, {std::string{"BOT="} + k_from_environment,
                                                 std::string{"CHANNEL="} + k_chat_token});
  BOOST_TEST(eventually(all_are_seen));
  running->signal(SIGTERM);
  const Ended ended = running->wait();

  BOOST_TEST(ended.code == 0, ended.err);
  BOOST_TEST(!ended.err.empty());
  program.write("metrics.txt", metrics);
  BOOST_TEST(files_that_hold_a_secret(program) == "");
}

BOOST_AUTO_TEST_SUITE_END()
