#include "connectors/jitsi/limited_child.hpp"

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <memory>
#include <thread>
#include <vector>

using namespace klausur;
using namespace std::chrono_literals;

namespace {

[[noreturn]] void
loop_forever()
{
  for (std::atomic<unsigned> each = 0;; ++each) {
  }
}

std::string
problem_of(const std::function<Result<std::string>()>& work,
           const EvaluationLimits& limits = {})
{
  const auto answer = run_limited(limits, work);
  return answer ? "no error" : answer.error().what;
}

bool
has_a_child()
{
  return waitpid(-1, nullptr, WNOHANG) != -1 || errno != ECHILD;
}

} // namespace

BOOST_AUTO_TEST_SUITE(limited_child_test)

BOOST_AUTO_TEST_CASE(the_answer_comes_back_byte_for_byte)
{
  const std::string bytes = std::string(3'000'000, 'x') + '\0' + "\xFF end";

  const auto answer = run_limited({}, [&]() -> Result<std::string> { return bytes; });

  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST((*answer == bytes));
}

BOOST_AUTO_TEST_CASE(an_error_keeps_its_kind_and_its_words)
{
  const auto answer = run_limited(
      {}, []() -> Result<std::string> { return fail(Failure::invalid, "no such file"); });

  BOOST_TEST_REQUIRE(!answer.has_value());
  BOOST_TEST((answer.error().kind == Failure::invalid));
  BOOST_TEST(answer.error().what == "no such file");
}

BOOST_AUTO_TEST_CASE(an_endless_loop_is_ended_by_its_processor_time)
{
  BOOST_TEST(problem_of([]() -> Result<std::string> { loop_forever(); }, {.processor = 1s}) ==
             "took longer than 1 s of processor time");
  BOOST_TEST(!has_a_child());
}

BOOST_AUTO_TEST_CASE(a_child_that_sleeps_is_ended_by_the_clock)
{
  const auto begin = std::chrono::steady_clock::now();

  BOOST_TEST(problem_of(
                 []() -> Result<std::string> {
                   for (;;) {
                     pause();
                   }
                 },
                 {.wall = 300ms}) == "took longer than 0.3 s");
  BOOST_TEST((std::chrono::steady_clock::now() - begin < 3s));
  BOOST_TEST(!has_a_child());
}

BOOST_AUTO_TEST_CASE(a_crash_is_named_by_its_signal)
{
  BOOST_TEST(problem_of([]() -> Result<std::string> {
               raise(SIGSEGV);
               return "alive";
             }) == "crashed with signal 11");
  BOOST_TEST(!has_a_child());
}

BOOST_AUTO_TEST_CASE(a_child_that_leaves_without_an_answer_is_an_error)
{
  BOOST_TEST(problem_of([]() -> Result<std::string> { _exit(7); }) ==
             "ended without an answer (exit code 7)");
}

BOOST_AUTO_TEST_CASE(an_exception_becomes_an_error)
{
  BOOST_TEST(problem_of([]() -> Result<std::string> { throw std::runtime_error{"broken"}; }) ==
             "broken");
}

BOOST_AUTO_TEST_CASE(an_answer_beyond_the_limit_is_refused)
{
  BOOST_TEST(
      problem_of([]() -> Result<std::string> { return std::string(std::size_t{2} << 20, 'x'); },
                 {.answer = std::size_t{1} << 20}) == "gave an answer larger than 1 MB");
  BOOST_TEST(!has_a_child());
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
BOOST_AUTO_TEST_CASE(allocating_without_end_is_ended_by_the_memory_limit)
{
  BOOST_TEST(problem_of(
                 []() -> Result<std::string> {
                   std::vector<std::unique_ptr<std::string>> all;
                   for (;;) {
                     all.push_back(std::make_unique<std::string>(1 << 20, 'x'));
                   }
                 },
                 {.memory = std::size_t{64} << 20}) == "needed more than 64 MB");
}
#endif

BOOST_AUTO_TEST_CASE(the_child_cannot_write_a_file)
{
  const auto file = std::filesystem::temp_directory_path() / "klausur-limited-child";

  const std::string problem = problem_of([&]() -> Result<std::string> {
    const int target = open(file.c_str(), O_CREAT | O_WRONLY, 0600);
    return write(target, "x", 1) == 1 ? "written" : "refused";
  });

  BOOST_TEST(problem == "crashed with signal 25");
  BOOST_TEST(std::filesystem::file_size(file) == 0U);
  std::filesystem::remove(file);
}

// The allocator of these sanitizers (unlike glibc's) does not let go of its locks in a fork.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
BOOST_AUTO_TEST_CASE(children_run_side_by_side_while_other_threads_allocate)
{
  std::atomic<bool> stop = false;
  std::jthread busy{[&] {
    while (!stop) {
      std::vector<std::string> waste(100, std::string(1000, 'x'));
    }
  }};
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 6; ++thread) {
      threads.emplace_back([&right, thread] {
        for (int each = 0; each < 10; ++each) {
          const auto text = std::to_string(thread * 100 + each);
          const auto answer = run_limited(
              {}, [&]() -> Result<std::string> { return std::string(100'000, 'x') + text; });
          right += answer && answer->ends_with(text) ? 1 : 0;
        }
      });
    }
  }
  stop = true;

  BOOST_TEST(right == 60);
  BOOST_TEST(!has_a_child());
}
#endif

BOOST_AUTO_TEST_SUITE_END()
