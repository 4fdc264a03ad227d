// One tenant that answers late beside others that are quick. Runs the real program.

#include "connectors/format/json.hpp"
#include "tests/support/loopback_server.hpp"
#include "tests/support/program.hpp"

#include <boost/test/unit_test.hpp>

#include <future>

using namespace klausur;
using test::LoopbackServer;
using test::Program;
using test::Received;
using test::Reply;

namespace {

/// A vendor that answers nobody before it is let to, and two deployments beside it.
struct Slow
{
  Slow()
  {
    program.write("one/config.js", "var config = { disableThirdPartyRequests: true };\n");
    program.write("two/config.js", "var config = {};\n");
    program.write("klausur.yaml", "tenants:\n"
                                  "  - {name: quick-one, vendor: jitsi, files: one}\n"
                                  "  - {name: slow, vendor: mattermost, base_url: '" +
                                      server.url() +
                                      "', auth: {token: env:BOT}}\n"
                                      "  - {name: quick-two, vendor: jitsi, files: two}\n");
  }
  ~Slow() { release(); }
  Slow(const Slow&) = delete;
  Slow& operator=(const Slow&) = delete;

  void release()
  {
    if (!m_released) {
      m_gate.set_value();
      m_released = true;
    }
  }

  [[nodiscard]] auto audit(std::vector<std::string> more = {}) const
  {
    more.insert(more.begin(), "audit");
    return program.start(std::move(more), {"BOT=a-token-of-the-test"});
  }

  Program program;

private:
  std::promise<void> m_gate;
  std::shared_future<void> m_open = m_gate.get_future().share();
  bool m_released = false;

public:
  LoopbackServer server{[open = m_open](const Received&) {
    open.wait();
    return Reply{.status = 403, .body = R"({"message":"no permission"})"};
  }};
};

bool
in_order(const std::string& text, std::initializer_list<std::string_view> parts)
{
  std::size_t at = 0;
  for (const auto part : parts) {
    at = text.find(part, at);
    if (at == std::string::npos) {
      return false;
    }
  }
  return true;
}

} // namespace

BOOST_AUTO_TEST_SUITE(live_test)

BOOST_AUTO_TEST_CASE(a_slow_tenant_does_not_hold_the_results_of_the_others)
{
  Slow slow;
  const auto running = slow.audit();

  BOOST_TEST(test::eventually([&] {
    return in_order(running->out(), {"] quick-one", "] quick-two", "klausur plan"});
  }));
  BOOST_TEST(running->out().find("] slow") == std::string::npos);
  slow.release();
  const auto ended = running->wait();

  BOOST_TEST(ended.code == 3, ended.err);
  BOOST_TEST(in_order(ended.out, {"Klausur ", "] quick-one", "] quick-two", "] slow"}));
  BOOST_TEST(ended.err.find("still reading") == std::string::npos); // for a terminal alone
}

BOOST_AUTO_TEST_CASE(what_machines_read_keeps_its_order)
{
  Slow slow;
  const auto running = slow.audit({"--format", "json"});
  slow.release();
  const auto ended = running->wait();
  const auto report = parse_json(ended.out);
  BOOST_TEST_REQUIRE(report.has_value(), ended.err);
  BOOST_TEST(in_order(ended.out, {R"("quick-one")", R"("slow")", R"("quick-two")"}));
}

BOOST_AUTO_TEST_CASE(only_what_was_asked_for_is_shown_as_it_comes)
{
  Slow slow;
  slow.release();
  const auto ended = slow.audit({"--check", "jitsi.third-party.off"})->wait();
  BOOST_TEST(ended.code != 2, ended.err);
  BOOST_TEST(ended.out.find("jitsi.third-party.off") != std::string::npos);
  BOOST_TEST(ended.out.find("jitsi.third-party.no-") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
