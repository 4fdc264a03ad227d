// The child as this program starts it.

#include "connectors/script/run_script.hpp"
#include "tests/support/holds.hpp"

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

using namespace klausur;
using klausur::test::holds;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

std::string
text_of(const fs::path& file)
{
  std::ostringstream text;
  text << std::ifstream{file, std::ios::binary}.rdbuf();
  return text.str();
}

/// What the child of the calling process looks like while it waits for an answer.
struct Seen
{
  std::string status;
  std::string environment;
  std::string limits;
  std::string program;
  std::vector<std::string> descriptors;
};

Seen
look_at_child()
{
  Seen seen;
  const std::string parent = "PPid:\t" + std::to_string(::getpid()) + "\n";
  for (const auto& entry : fs::directory_iterator{"/proc"}) {
    std::error_code problem; // processes go while they are looked at
    const std::string status = text_of(entry.path() / "status");
    if (status.find(parent) == std::string::npos ||
        status.find("klausur-script") == std::string::npos) {
      continue;
    }
    seen.status = status;
    seen.environment = text_of(entry.path() / "environ");
    seen.limits = text_of(entry.path() / "limits");
    seen.program = fs::read_symlink(entry.path() / "exe", problem).filename().string();
    for (fs::directory_iterator each{entry.path() / "fd", problem}, end; each != end; ++each) {
      seen.descriptors.push_back(each->path().filename().string());
    }
  }
  return seen;
}

bool
has_a_child()
{
  return ::waitpid(-1, nullptr, WNOHANG) != -1 || errno != ECHILD;
}

} // namespace

BOOST_AUTO_TEST_SUITE(run_script_test)

BOOST_AUTO_TEST_CASE(the_child_is_a_program_of_its_own_with_nothing_of_ours)
{
  ::setenv("KLAUSUR_TEST_SECRET", "pl4nted", 1);
  const int open_file = ::open("/etc/hostname", O_RDONLY); // not closed on exec
  Seen seen;

  const auto answer = run_script("lua", {"main", "Include 'x'"}, {}, [&](const Message&) {
    seen = look_at_child();
    return Message{"none", "nothing"};
  });
  ::close(open_file);
  ::unsetenv("KLAUSUR_TEST_SECRET");

  BOOST_TEST_REQUIRE(answer.has_value(), (answer ? "" : answer.error().what));
  BOOST_TEST(holds(seen.status, "Seccomp:\t2\n"), seen.status);
  BOOST_TEST(holds(seen.status, "NoNewPrivs:\t1\n"));
  BOOST_TEST(holds(seen.limits, "Max core file size        0                    0"));
  BOOST_TEST(!holds(seen.limits, "Max address space         unlimited"));
  BOOST_TEST(!holds(seen.environment, "pl4nted"));
  // Only root may look at these two of a process that nobody may look into.
  BOOST_TEST((seen.program.empty() || seen.program == "klausur-script"));
  BOOST_TEST((seen.descriptors.empty() || seen.descriptors.size() == 4));
  BOOST_TEST(!has_a_child());
}

BOOST_AUTO_TEST_CASE(a_task_and_an_answer_of_megabytes_pass)
{
  const std::string long_text(3'000'000, 'x');

  const auto answer =
      run_script("javascript", {"var config = '" + long_text + "';", "", "config"}, {});

  BOOST_TEST_REQUIRE(answer.has_value(), (answer ? "" : answer.error().what));
  BOOST_TEST((answer->front() == R"({"config":")" + long_text + R"("})"));
}

BOOST_AUTO_TEST_CASE(a_child_that_waits_too_long_is_ended_by_the_clock)
{
  // Whatever the machine is like, the answer comes after the time that was given.
  const EvaluationLimits limits{.wall = 300ms};

  const auto answer = run_script("lua", {"main", "Include 'x'"}, limits, [](const Message&) {
    std::this_thread::sleep_for(400ms);
    return Message{"none", "late"};
  });

  BOOST_TEST_REQUIRE(!answer.has_value());
  BOOST_TEST(answer.error().what == "took longer than 0.3 s");
  BOOST_TEST(!has_a_child());
}

BOOST_AUTO_TEST_CASE(what_the_child_may_not_ask_ends_it)
{
  const auto answer = run_script("lua", {"main", "Include 'x'"}, {});

  BOOST_TEST_REQUIRE(!answer.has_value());
  BOOST_TEST(answer.error().what == "gave an answer that cannot be read");
  BOOST_TEST(!has_a_child());
}

BOOST_AUTO_TEST_CASE(a_language_gets_what_it_takes_or_says_so)
{
  for (const char* language : {"javascript", "lua"}) {
    const auto answer = run_script(language, {"alone"}, {});
    BOOST_TEST_REQUIRE(!answer.has_value());
    BOOST_TEST(answer.error().what.starts_with("was given no "));
  }
}

BOOST_AUTO_TEST_CASE(children_run_side_by_side)
{
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&right, thread] {
        for (int each = 0; each < 5; ++each) {
          const std::string number = std::to_string(thread * 100 + each);
          const auto answer =
              run_script("javascript", {"var config = " + number + ";", "", "config"},
                         {.processor = 5min, .wall = 5min});
          right += answer && answer->front() == "{\"config\":" + number + "}" ? 1 : 0;
        }
      });
    }
  }

  BOOST_TEST(right == 20);
  BOOST_TEST(!has_a_child());
}

BOOST_AUTO_TEST_SUITE_END()
