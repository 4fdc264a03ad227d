// The real program at every vendor's sandbox, whose answers have secrets and people's data
// planted wherever something may stand: nothing of it is in any output, report, snapshot, plan,
// evidence, log, metric or chat message, nor in the store.

#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"
#include "plugin/sandbox/state.hpp"
#include "tests/plugin/leaks/planting_proxy.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <csignal>
#include <ostream>

using namespace klausur;
using namespace klausur::test;

namespace {

struct Vendor
{
  const char* name;
  const char* variant;
};

std::ostream&
operator<<(std::ostream& out, const Vendor& each)
{
  return out << each.name;
}

/// In a variant in which as much as possible is read.
constexpr Vendor k_vendors[] = {
    {"mattermost", ""}, {"slack", "enterprise"}, {"trello", ""}, {"webex", ""}, {"zoom", ""}};

/// A tenant whose answers are planted in, a chat where people are told, and the program.
class Stage
{
public:
  Stage(const Vendor& vendor, Planted planted)
      : m_tenant{vendor.name, vendor.variant, planted},
        m_chat{Sandbox::open("mattermost").value()}, m_port{unused_port()}
  {
    const auto folder = program.directory.string() + "/secrets";
    std::filesystem::create_directory(folder);
    for (const auto& [name, content] : m_tenant.sandbox().vendor().secrets()) {
      program.write("secrets/" + name, content);
    }
    program.write("secrets/chat", "sandboxadmintoken000000001");
    auto file = parse_json(R"({"tenants": [], "notify": [], "serve": {}})").value();
    auto& memory = file.GetAllocator();
    JsonValue entry{m_tenant.tenant(folder), memory};
    set_member(entry, "name", "acme", memory);
    set_member(entry, "every", "1h", memory);
    file["tenants"].PushBack(entry, memory);
    const auto channel = parse_json(fmt::format(
        R"({{"channel": "mattermost", "url": "{}", "token": "file:{}/chat", "room": "privacy"}})",
        m_chat->url(), folder));
    file["notify"].PushBack(JsonValue{*channel, memory}, memory);
    set_member(file["serve"], "listen", fmt::format("127.0.0.1:{}", m_port), memory);
    set_member(file, "store", fmt::format("sqlite://{}/klausur.db", program.directory.string()),
               memory);
    program.write("klausur.yaml", to_text(file));
  }

  /// What it says goes into a file of its own.
  Ended run(std::vector<std::string> arguments)
  {
    const auto name = fmt::format("said/{}-{}.txt", ++m_count, arguments.front());
    arguments.insert(arguments.begin(), {"--data-dir", KLAUSUR_SOURCE_DIR});
    auto ended = program.run(std::move(arguments));
    BOOST_TEST(ended.code < 128, name << ": " << ended.err);
    program.write(name, ended.out + ended.err);
    return ended;
  }

  /// One round of the daemon; its log, its metrics and what it posts go into files.
  void serve()
  {
    Redactor redactor;
    Http http{{.attempts = 1}, redactor};
    std::string metrics;
    const auto running =
        program.start({"--data-dir", KLAUSUR_SOURCE_DIR, "serve"}, {}, "serving");
    BOOST_TEST(eventually([&] {
                 const auto answer =
                     http.send({.url = fmt::format("http://127.0.0.1:{}/metrics", m_port)});
                 metrics = answer ? answer->body : "";
                 return metrics.find("\"acme\"") != std::string::npos && posts() > 2;
               }),
               running->err());
    running->signal(SIGTERM);
    BOOST_TEST(running->wait().code == 0);
    program.write("metrics.txt", metrics);
    program.write("chat.json", to_text(m_chat->state()));
  }

  [[nodiscard]] std::string leaks() const
  {
    return leaks_in(program, {"secrets", "klausur.yaml"});
  }

  Program program;

private:
  [[nodiscard]] std::size_t posts() const
  {
    const Json state = m_chat->state();
    return to_text(*find_at(state, "/posts")).size();
  }

  PlantingProxy m_tenant;
  std::unique_ptr<Sandbox> m_chat;
  int m_port;
  int m_count = 0;
};

} // namespace

BOOST_AUTO_TEST_SUITE(tenants_test)

BOOST_DATA_TEST_CASE(nothing_that_is_planted_in_answers_comes_out_anywhere,
                     boost::unit_test::data::make(k_vendors) *
                         boost::unit_test::data::make({0, 1, 2}),
                     vendor, planted)
{
  Stage stage{vendor, static_cast<Planted>(planted)};

  stage.serve();
  stage.run({"audit", "--verbose", "--fail-on", "never"});
  stage.run({"audit", "--verbose", "--lang", "de", "--output-dir", ".", "--format", "json",
             "--format", "html", "--format", "text"});
  stage.run({"snapshot", "acme"});
  stage.run({"snapshot", "acme", "--output", "snapshot.json"});
  stage.run({"audit", "--offline", "snapshot.json", "--verbose"});
  stage.run({"baseline", "accept", "acme", "--by", "N. N., officer"});
  stage.run({"plan", "acme", "--output", "plan.json"});
  stage.run({"apply", "plan.json", "--yes", "--keep"});
  stage.run({"drift", "acme"});
  const auto history = stage.run({"history"}).out;
  stage.run({"journal", "verify"});
  stage.run({"evidence", "acme", "--output", "evidence"});
  stage.run({"doctor"});

  BOOST_TEST(!stage.program.read("report.json").empty());
  if (planted == static_cast<int>(Planted::values)) { // It came as far as where it is masked.
    BOOST_TEST(stage.program.read("snapshot.json").find("********") != std::string::npos);
  }
  BOOST_TEST(history.find("acme") != std::string::npos);
  BOOST_TEST(stage.leaks() == "");
}

BOOST_AUTO_TEST_SUITE_END()
