// What is read from Prosody's files against what a real Prosody with these files says.

#include "connectors/http/loop.hpp"
#include "connectors/jitsi/bosh.hpp"
#include "tests/connectors/jitsi/whole.hpp"
#include "tests/support/loopback_server.hpp"
#include "tests/support/program.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <sstream>

using namespace klausur;
using namespace klausur::test;

namespace {

constexpr const char* k_anonymous = "meet.example.org";
constexpr const char* k_login = "closed.example.org";

/// Prosody with the files of a deployment, until it goes.
class Prosody
{
public:
  explicit Prosody(const Whole& whole) : m_folder{whole.folder.path()}, m_port{unused_port()}
  {
    const auto folder = m_folder.string();
    whole.folder.write(
        "etc/prosody/prosody.cfg.lua",
        fmt::format("run_as_root = true\npidfile = \"{0}/prosody.pid\"\n"
                    "data_path = \"{0}/data\"\nadmin_socket = \"{0}/admin.sock\"\n"
                    "certificates = \"{0}\"\nlog = \"{0}/prosody.log\"\n"
                    "interfaces = {{ \"127.0.0.1\" }}\nhttp_interfaces = {{ \"127.0.0.1\" }}\n"
                    "http_ports = {{ {1} }}\nhttps_ports = {{ }}\nc2s_ports = {{ }}\n"
                    "c2s_direct_tls_ports = {{ }}\ns2s_ports = {{ }}\n"
                    "http_default_host = \"{2}\"\nconsider_bosh_secure = true\n"
                    "modules_enabled = {{ \"bosh\"; \"disco\"; \"saslauth\"; \"roster\" }}\n"
                    "modules_disabled = {{ \"s2s\" }}\n"
                    "Include \"conf.d/*.cfg.lua\"\n",
                    folder, m_port, k_anonymous));
    whole.folder.write(
        "etc/prosody/conf.d/meet.example.org.cfg.lua",
        fmt::format("VirtualHost \"{0}\"\n authentication = \"anonymous\"\n"
                    "VirtualHost \"{1}\"\n authentication = \"internal_plain\"\n"
                    "Component \"conference.{0}\" \"muc\"\n storage = \"memory\"\n",
                    k_anonymous, k_login));
    std::filesystem::create_directories(m_folder / "data");
    start();
  }

  ~Prosody()
  {
    ::kill(m_child, SIGTERM);
    ::waitpid(m_child, nullptr, 0);
  }
  Prosody(const Prosody&) = delete;
  Prosody& operator=(const Prosody&) = delete;

  [[nodiscard]] Result<jitsi::XmppFacts> ask(const std::string& domain) const
  {
    Redactor redactor;
    Http http{{.attempts = 1}, redactor};
    jitsi::BoshSession session{http, fmt::format("http://127.0.0.1:{}/http-bind", m_port),
                               domain};
    return http.loop().wait(session.ask());
  }

  [[nodiscard]] std::string log() const
  {
    std::ostringstream text;
    text << std::ifstream{m_folder / "prosody.log"}.rdbuf()
         << std::ifstream{m_folder / "prosody.out"}.rdbuf();
    return text.str();
  }

private:
  void start()
  {
    m_child = ::fork();
    if (m_child == 0) {
      const int out = ::open((m_folder / "prosody.out").c_str(), O_WRONLY | O_CREAT, 0600);
      ::dup2(out, STDOUT_FILENO);
      ::dup2(out, STDERR_FILENO);
      const auto config = (m_folder / "etc/prosody/prosody.cfg.lua").string();
      ::execlp("prosody", "prosody", "--config", config.c_str(), "-F", nullptr);
      ::_exit(127);
    }
  }

  std::filesystem::path m_folder;
  int m_port;
  pid_t m_child = -1;
};

bool
has(const std::vector<std::string>& list, std::string_view what)
{
  return std::ranges::find(list, what) != list.end();
}

} // namespace

BOOST_AUTO_TEST_SUITE(real_prosody_test)

BOOST_AUTO_TEST_CASE(a_running_prosody_offers_what_its_files_were_read_to_say)
{
  Whole whole;
  whole.debian();
  const Prosody prosody{whole};
  BOOST_TEST_REQUIRE(eventually([&] { return prosody.ask(k_anonymous).has_value(); }),
                     prosody.log());

  const auto open = prosody.ask(k_anonymous).value();
  const auto closed = prosody.ask(k_login).value();
  const auto snapshot = whole.read();

  BOOST_TEST(said(snapshot, "prosody", "/main/authentication") == R"("anonymous")");
  BOOST_TEST(open.mechanisms == std::vector<std::string>{"ANONYMOUS"},
             boost::test_tools::per_element());
  BOOST_TEST(open.logged_in);
  BOOST_TEST(has(open.items, "conference.meet.example.org"));
  BOOST_TEST(said(snapshot, "prosody", "/mucs/conference/storage") == R"("memory")");
  BOOST_TEST(has(closed.mechanisms, "PLAIN"));
  BOOST_TEST(!has(closed.mechanisms, "ANONYMOUS"));
  BOOST_TEST(!closed.logged_in);
}

BOOST_AUTO_TEST_CASE(a_domain_that_the_server_does_not_have_is_an_error)
{
  Whole whole;
  whole.debian();
  const Prosody prosody{whole};
  BOOST_TEST_REQUIRE(eventually([&] { return prosody.ask(k_anonymous).has_value(); }),
                     prosody.log());

  BOOST_TEST(!prosody.ask("elsewhere.example.org").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
