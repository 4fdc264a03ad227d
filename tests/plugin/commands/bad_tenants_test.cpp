// Many bad tenants and two good ones in one run of the real program.

#include "connectors/format/source_file.hpp"
#include "tests/plugin/commands/chat_server.hpp"
#include "tests/support/program.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <set>
#include <stdexcept>

using namespace klausur;
using namespace klausur::test;

namespace {

/// A healthy server of which nobody has attested anything: too little of it is known.
constexpr int k_not_rated = 3;

constexpr const char* k_token = "planted-t0ken-of-a-bot";

/// What goes wrong at a tenant, and what the report says about it.
struct Bad
{
  const char* name;
  Reply reply;
  const char* why;
};

std::vector<Bad>
bad_servers()
{
  return {
      {"refused", {.status = 401, .body = R"({"message":"Invalid session"})"}, "401"},
      {"forbidden", {.status = 403, .body = R"({"message":"no"})"}, "403"},
      {"gone", {.status = 404, .body = "{}"}, "404"},
      {"busy", {.status = 429, .headers = {{"Retry-After", "3600"}}}, "429"},
      {"broken", {.status = 500, .body = "oops"}, "500"},
      {"drips", {.body = std::string(60, ' '), .fault = Fault::drip}, "no answer in time"},
      {"silent", {.fault = Fault::silence}, "no answer in time"},
      {"page", {.body = "<html>Please log in</html>"}, "JSON"},
      {"short", {.body = R"({"a":"bbbbbbbbbbbb"})", .fault = Fault::truncate}, "cut short"},
      {"lost", {.fault = Fault::hang_up}, "connection was lost"},
      {"huge", {.fault = Fault::endless}, "larger than 33554432 bytes"},
      {"claims", {.body = "x", .headers = {{"Content-Length", "1073741824"}}}, "larger than"},
      {"deep", {.body = std::string(100'000, '[')}, "nested deeper"},
      {"bytes", {.body = "{\"a\":\"\xff\xfe\"}"}, "Invalid encoding"},
      {"away",
       {.status = 302, .headers = {{"Location", "http://elsewhere.invalid/?t=planted"}}},
       "another host"},
  };
}

std::string
chat(const std::string& name, const std::string& address, const std::string& more = {})
{
  return "  - {name: " + name + ", vendor: mattermost, base_url: '" + address +
         "', auth: {token: env:BOT}, timeouts: {idle: 1s}" + more + "}\n";
}

const JsonValue&
tenant_named(const Json& report, std::string_view name)
{
  for (const auto& each : member(report, "tenants")->GetArray()) {
    if (member_text(each, "name") == name) {
      return each;
    }
  }
  throw std::runtime_error{"no such tenant"};
}

/// The first gap of every tenant that has one.
std::map<std::string, std::string>
gaps_in(const Json& report)
{
  std::map<std::string, std::string> gaps;
  for (const auto& gap : member(report, "incomplete")->GetArray()) {
    gaps.emplace(member_text(gap, "tenant"), member_text(gap, "why"));
  }
  return gaps;
}

} // namespace

BOOST_AUTO_TEST_SUITE(bad_tenants_test)

BOOST_AUTO_TEST_CASE(no_bad_tenant_stops_the_others_and_each_says_what_is_wrong_with_it)
{
  Servers servers;
  for (const auto& bad : bad_servers()) {
    servers[bad.name] = [reply = bad.reply](const Received&) { return reply; };
  }
  servers["good"] = [](const Received& request) { return healthy_chat(request.target); };
  std::set<std::string> asked;
  std::mutex mutex;
  servers["hasty"] = [&](const Received& request) { // 429 once for everything, then well
    const std::lock_guard lock{mutex};
    const bool first = asked.insert(request.target).second;
    return first ? Reply{.status = 429, .headers = {{"Retry-After", "1"}}}
                 : healthy_chat(request.target);
  };
  const LoopbackServer server{by_first_step(servers)};
  const LoopbackServer stranger{[](const Received&) { return Reply{.body = "{}"}; },
                                Certificate::untrusted};
  const Program program;
  std::string text = "tenants:\n";
  std::map<std::string, std::string> wanted{{"nobody", "no connection"},
                                            {"stranger", "certificate is not to be trusted"},
                                            {"tokenless", "env:NOT_SET"},
                                            {"nowhere", "is no directory"}};
  for (const auto& bad : bad_servers()) {
    text += chat(bad.name, server.url("/" + std::string{bad.name}));
    wanted[bad.name] = bad.why;
  }
  text += chat("good", server.url("/good")) + chat("hasty", server.url("/hasty")) +
          chat("nobody", "http://127.0.0.1:" + std::to_string(unused_port())) +
          chat("stranger", stranger.url()) +
          "  - {name: tokenless, vendor: mattermost, base_url: '" + server.url("/good") +
          "', auth: {token: env:NOT_SET}}\n"
          "  - {name: nowhere, vendor: jitsi, files: no-such-folder}\n"
          "  - {name: meet, vendor: jitsi, files: meet}\n";
  program.write("klausur.yaml", text);
  program.write("meet/config.js", "var config = { disableThirdPartyRequests: true };\n");

  const Ended ended = program.run({"audit", "--format", "json", "--fail-on", "never"},
                                  {std::string{"BOT="} + k_token});

  BOOST_TEST(ended.code == 3, ended.err);
  const auto report = parse_json(ended.out);
  BOOST_TEST_REQUIRE(report.has_value());
  BOOST_TEST(member(*report, "tenants")->Size() == wanted.size() + 3);
  const auto gaps = gaps_in(*report);
  for (const auto& [name, why] : wanted) {
    BOOST_TEST_REQUIRE(gaps.contains(name), name);
    BOOST_TEST((gaps.at(name).find(why) != std::string::npos), name << ": " << gaps.at(name));
    BOOST_TEST((ended.err.find("klausur: " + name + ": incomplete: ") != std::string::npos),
               name);
  }
  for (const char* name : {"good", "hasty"}) {
    BOOST_TEST(!gaps.contains(name), name << (gaps.contains(name) ? gaps.at(name) : ""));
    BOOST_TEST(member_text(tenant_named(*report, name), "version") == "11.7.0");
  }
  BOOST_TEST(ended.out.find(k_token) == std::string::npos);
  BOOST_TEST(ended.err.find(k_token) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_deviation_wins_over_what_could_not_be_read)
{
  const LoopbackServer server{[](const Received& request) {
    return request.target == "/api/v4/users/stats" ? Reply{.status = 500}
                                                   : healthy_chat(request.target);
  }};
  const Program program;
  program.write("klausur.yaml", "tenants:\n" + chat("chat", server.url()));
  const auto ends_with = [&](const char* threshold) {
    return program.run({"audit", "--format", "json", "--fail-on", threshold}, {"BOT=planted"})
        .code;
  };

  BOOST_TEST(ends_with("never") == 3);
  const auto report = parse_json(program.read("stdout")).value();
  const auto light = member_text(tenant_named(report, "chat"), "light");
  BOOST_TEST_REQUIRE((light == "yellow" || light == "grey"), light);
  BOOST_TEST(ends_with("yellow") == (light == "yellow" ? 1 : 3));
  BOOST_TEST(ends_with("red") == 3);
  BOOST_TEST(ends_with("grey") == 1); // Anything but green.
}

BOOST_AUTO_TEST_CASE(a_tenant_that_drips_spends_its_own_time_and_not_that_of_others)
{
  // Half an hour for each answer, and never so slow that it would count as idle.
  const LoopbackServer slow{[](const Received&) {
    return Reply{.body = std::string(60'000, ' '),
                 .fault = Fault::drip,
                 .drip_every = std::chrono::milliseconds{30}};
  }};
  const LoopbackServer quick{[](const Received& got) { return healthy_chat(got.target); }};
  const Program program;
  program.write("klausur.yaml", "tenants:\n" + chat("slow", slow.url(), ", budget: 2s") +
                                    chat("quick", quick.url(), ", insecure: true"));

  const Ended ended = program.run({"audit", "--format", "json", "--fail-on", "never"},
                                  {std::string{"BOT="} + k_token});

  BOOST_TEST(ended.code == 3, ended.err); // It would have been killed after a minute.
  const auto report = parse_json(ended.out);
  BOOST_TEST_REQUIRE(report.has_value());
  const auto gaps = gaps_in(*report);
  BOOST_TEST(gaps.at("slow").find("the time budget of 2 s is used up") != std::string::npos);
  BOOST_TEST(!gaps.contains("quick"));
  BOOST_TEST(member(tenant_named(*report, "quick"), "insecure")->IsTrue());
  BOOST_TEST(member(tenant_named(*report, "slow"), "insecure")->IsFalse());
}

BOOST_AUTO_TEST_CASE(a_proxy_of_the_environment_is_said_and_not_used)
{
  const LoopbackServer server{[](const Received& got) { return healthy_chat(got.target); }};
  const Program program;
  auto address = server.url();
  address.replace(address.find("127.0.0.1"), 9, "localhost");
  program.write("klausur.yaml", "tenants:\n" + chat("chat", address));

  const Ended ended =
      program.run({"audit", "--fail-on", "never"},
                  {"BOT=x-token-of-a-bot", "http_proxy=http://user:planted@127.0.0.1:1"});

  BOOST_TEST((ended.err.find("http_proxy in the environment is not used") != std::string::npos),
             ended.err);
  BOOST_TEST(ended.err.find("planted") == std::string::npos);
  BOOST_TEST(server.requests() > 0U);
}

BOOST_AUTO_TEST_CASE(an_interrupted_run_loses_no_finished_one)
{
  std::atomic<bool> stuck = false;
  std::atomic<bool> asked = false;
  const LoopbackServer server{[&](const Received& request) {
    asked = asked || stuck;
    return stuck ? Reply{.fault = Fault::silence} : healthy_chat(request.target);
  }};
  const Program program;
  program.write("klausur.yaml",
                "store: sqlite://runs.db\ntenants:\n" + chat("chat", server.url()));
  const std::vector<std::string> audit{"audit", "--format",  "json", "--output-dir",
                                       ".",     "--fail-on", "never"};
  BOOST_TEST(program.run(audit, {"BOT=planted"}).code == k_not_rated);
  const std::string report = program.read("report.json");
  const std::string history = program.run({"history"}).out;
  BOOST_TEST(history.find("chat") != std::string::npos);

  stuck = true;
  for (const int signal : {SIGTERM, SIGINT, SIGKILL}) {
    asked = false;
    const auto running = program.start(audit, {"BOT=planted"});
    BOOST_TEST(eventually([&] { return asked.load(); }));
    running->signal(signal);
    const Ended ended = running->wait();

    BOOST_TEST(ended.code == 128 + signal);
    BOOST_TEST(program.read("report.json") == report);
    const Ended after = program.run({"history"});
    BOOST_TEST(after.code == 0, after.err);
    BOOST_TEST(after.out == history);
  }
}

BOOST_AUTO_TEST_CASE(a_store_that_cannot_be_opened_is_said_before_anything_is_read)
{
  const LoopbackServer server{
      [](const Received& request) { return healthy_chat(request.target); }};
  const Program program;
  program.write("klausur.yaml",
                "store: sqlite:///dev/full/runs.db\ntenants:\n" + chat("chat", server.url()));

  const Ended ended = program.run({"audit", "--format", "json"}, {"BOT=planted"});

  BOOST_TEST(ended.code == 2); // What the configuration names cannot be used.
  BOOST_TEST(ended.err.find("/dev/full/runs.db") != std::string::npos, ended.err);
  BOOST_TEST(server.requests() == 0U);
}

BOOST_AUTO_TEST_CASE(many_tenants_are_read_side_by_side_and_each_within_its_own_concurrency)
{
  constexpr std::size_t tenants = 12;
  constexpr std::size_t together = 18; // every second tenant may be asked two things at once
  std::mutex mutex;
  std::condition_variable changed;
  std::map<std::string, std::size_t> now;
  std::map<std::string, std::size_t> most;
  const auto all_are_at_work = [&] {
    std::size_t sum = 0;
    for (const auto& [tenant, count] : most) {
      sum += count;
    }
    return sum >= together;
  };
  const LoopbackServer server{[&](const Received& request) {
    const auto slash = request.target.find('/', 1);
    const std::string tenant = request.target.substr(0, slash);
    std::unique_lock lock{mutex};
    most[tenant] = std::max(most[tenant], ++now[tenant]);
    changed.notify_all();
    changed.wait_for(lock, std::chrono::minutes{1}, all_are_at_work);
    --now[tenant];
    return healthy_chat(request.target.substr(slash));
  }};
  const Program program;
  std::string text = "tenants:\n";
  for (std::size_t i = 0; i < tenants; ++i) {
    const std::string number = std::to_string(i);
    text += "  - {name: t" + number + ", vendor: mattermost, base_url: '" +
            server.url("/t" + number) +
            "', auth: {token: env:BOT}, concurrency: " + std::to_string(1 + i % 2) + "}\n";
  }
  program.write("klausur.yaml", text);

  const Ended ended = program.run({"audit", "--fail-on", "never"}, {"BOT=planted"});

  BOOST_TEST(ended.code == k_not_rated, ended.err);
  for (std::size_t i = 0; i < tenants; ++i) {
    BOOST_TEST(most["/t" + std::to_string(i)] == 1 + i % 2);
  }
}

BOOST_AUTO_TEST_SUITE_END()
