// klausur serve as it is run: the real program, a server to watch and a server to tell.

#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"
#include "tests/plugin/commands/chat_tenant.hpp"
#include "tests/support/holds.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <regex>

using namespace klausur;
using klausur::test::ChatTenant;
using klausur::test::eventually;
using klausur::test::holds;
using klausur::test::Running;

namespace {

constexpr const char* k_link = "/FileSettings/EnablePublicLink";

/// Wait until the tenant was read so many more times.
bool
read_again(const ChatTenant& at, std::size_t times)
{
  const auto before = at.tenant->count("/api/v4/users/stats");
  return eventually([&] { return at.tenant->count("/api/v4/users/stats") >= before + times; });
}

std::string
address_in(const Running& serve)
{
  std::smatch found;
  const std::string log = serve.err();
  return std::regex_search(log, found, std::regex{"listening on (\\S+)"}) ? found[1].str() : "";
}

Response
get(const std::string& url)
{
  Redactor redactor;
  Http http{{}, redactor};
  return http.send({.method = "GET", .url = url}).value();
}

/// Its exit code, after it was asked to end.
int
stop(Running& serve)
{
  serve.signal(SIGTERM);
  return serve.wait().code;
}

} // namespace

BOOST_AUTO_TEST_SUITE(serve_test)

BOOST_AUTO_TEST_CASE(
    a_change_is_told_once_also_over_a_restart_and_once_more_when_it_is_resolved)
{
  const ChatTenant at;
  auto serve = at.start({"serve"});
  BOOST_TEST_REQUIRE(eventually([&] { return at.posts() == 1; }), serve->err());

  at.change(k_link, "true");
  BOOST_TEST_REQUIRE(eventually([&] { return at.posts() == 2; }), serve->err());
  BOOST_TEST(holds(at.last_post(), "Neue Abweichung"));
  BOOST_TEST(holds(at.last_post(), "EnablePublicLink"));
  BOOST_TEST(read_again(at, 2));
  BOOST_TEST(at.posts() == 2U);

  BOOST_TEST(stop(*serve) == 0);
  serve = at.start({"serve"});
  BOOST_TEST(read_again(at, 2), serve->err());
  BOOST_TEST(at.posts() == 2U);

  BOOST_TEST(at.run({"plan", "chat", "--output", "plan.json"}).code == 1);
  const auto applied = at.run({"apply", "plan.json", "--yes"});
  BOOST_TEST(applied.code == 0, applied.out << applied.err);
  BOOST_TEST_REQUIRE(eventually([&] { return at.posts() == 3; }), serve->err());
  BOOST_TEST(holds(at.last_post(), "Behoben"));
  BOOST_TEST(holds(at.last_post(), "0 neu oder schlechter"));
}

BOOST_AUTO_TEST_CASE(a_broken_configuration_does_not_replace_the_one_that_works)
{
  const ChatTenant at;
  const auto serve = at.start({"serve"});
  BOOST_TEST_REQUIRE(read_again(at, 1), serve->err());

  at.program.write("klausur.yaml", "tennants: []\n");
  serve->signal(SIGHUP);
  BOOST_TEST(eventually([&] { return holds(serve->err(), "the old configuration stays"); }));
  BOOST_TEST(holds(serve->err(), "klausur.yaml:1:1"));
  BOOST_TEST(read_again(at, 1), serve->err());

  at.configure("");
  serve->signal(SIGHUP);
  BOOST_TEST(eventually([&] { return holds(serve->err(), "reloaded: 1 tenants"); }));
}

BOOST_AUTO_TEST_CASE(health_and_metrics_are_on_loopback_and_name_no_secret)
{
  const ChatTenant at;
  const auto serve = at.start({"serve"});
  BOOST_TEST_REQUIRE(eventually([&] { return at.posts() == 1; }), serve->err());
  const auto address = address_in(*serve);

  const auto health = get(address + "/health");
  const auto metrics = get(address + "/metrics");
  const auto elsewhere = get(address + "/");

  BOOST_TEST(address.starts_with("http://127.0.0.1:"));
  BOOST_TEST(health.status == 200);
  BOOST_TEST(metrics.status == 200);
  BOOST_TEST(holds(metrics.body, "tenant=\"chat\""));
  BOOST_TEST(!holds(metrics.body + health.body, "sandboxadmintoken"));
  BOOST_TEST(elsewhere.status == 404);
}

BOOST_AUTO_TEST_CASE(it_stops_also_while_a_server_does_not_answer)
{
  constexpr std::chrono::seconds answers_after{10};
  const auto begin = std::chrono::steady_clock::now();
  const ChatTenant at;
  at.tenant->arm({.path = "*", .times = 100, .delay = answers_after});
  const auto serve = at.start({"serve"});
  BOOST_TEST_REQUIRE(eventually([&] { return holds(serve->err(), "listening on"); }));

  BOOST_TEST(stop(*serve) == 0);

  // Whoever waits for the answer ends later than it comes.
  BOOST_TEST((std::chrono::steady_clock::now() - begin < answers_after));
}

BOOST_AUTO_TEST_SUITE_END()
