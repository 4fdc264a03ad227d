#include "connectors/base/task.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>

using namespace klausur;

namespace {

/// Somewhere to wait until somebody goes on with it.
struct Park
{
  std::vector<std::coroutine_handle<>> waiting{};

  [[nodiscard]] bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> one) { waiting.push_back(one); }
  void await_resume() const {}

  void go_on()
  {
    for (const auto one : std::exchange(waiting, {})) {
      one.resume();
    }
  }
};

template<typename T, typename OnDone>
Detached
begin(Task<T> task, OnDone on_done)
{
  if constexpr (std::is_void_v<T>) {
    co_await task;
    on_done();
  } else {
    on_done(co_await task);
  }
}

Task<std::unique_ptr<std::string>>
text_of(int number, Park& park)
{
  if (number % 1000 == 0) {
    co_await park;
  }
  co_return std::make_unique<std::string>(std::to_string(number));
}

Task<std::size_t>
length_of_all(int numbers, Park& park)
{
  std::size_t length = 0;
  for (int i = 1; i <= numbers; ++i) {
    const auto text = co_await text_of(i, park);
    length += text->size();
  }
  co_return length;
}

/// Whether it is still there.
struct Witness
{
  explicit Witness(int& alive) : m_alive{alive} { ++m_alive; }
  ~Witness() { --m_alive; }
  Witness(const Witness&) = delete;
  Witness& operator=(const Witness&) = delete;
  int& m_alive;
};

Task<void>
stay(int& alive, Park& park)
{
  const Witness witness{alive};
  co_await park;
}

Task<void>
pass(Turnstile& stile, Park& park, int& inside, int& passed)
{
  const auto turn = co_await stile.take();
  BOOST_TEST(++inside == 1);
  if (passed % 3 == 0) {
    co_await park;
  }
  --inside;
  ++passed;
}

} // namespace

BOOST_AUTO_TEST_SUITE(task_test)

BOOST_AUTO_TEST_CASE(a_task_gives_its_value_to_who_awaits_it_and_waiting_or_not_takes_no_stack)
{
  constexpr int k_numbers = 200'000;
  Park park;
  std::size_t length = 0;
  begin(length_of_all(k_numbers, park), [&](std::size_t given) { length = given; });
  while (!park.waiting.empty()) {
    park.go_on();
  }

  // 9 * 1 + 90 * 2 + 900 * 3 + 9000 * 4 + 90000 * 5 + 100001 * 6
  BOOST_TEST(length == 1'088'895U);
}

BOOST_AUTO_TEST_CASE(a_task_that_nobody_awaits_does_nothing)
{
  Park park;
  int alive = 0;

  {
    const auto never = stay(alive, park);
  }

  BOOST_TEST(alive == 0);
  BOOST_TEST(park.waiting.empty());
}

BOOST_AUTO_TEST_CASE(all_go_on_side_by_side_and_the_last_one_ends_it)
{
  Park park;
  int alive = 0;
  bool done = false;
  std::vector<Task<void>> tasks;
  for (int i = 0; i < 5; ++i) {
    tasks.push_back(stay(alive, park));
  }

  begin(all_of(std::move(tasks)), [&] { done = true; });

  BOOST_TEST(alive == 5);
  BOOST_TEST(!done);
  park.go_on();
  BOOST_TEST(alive == 0);
  BOOST_TEST(done);
}

BOOST_AUTO_TEST_CASE(all_of_nothing_ends_at_once)
{
  bool done = false;

  begin(all_of({}), [&] { done = true; });

  BOOST_TEST(done);
}

BOOST_AUTO_TEST_CASE(a_turnstile_lets_one_at_a_time_through_and_forgets_nobody)
{
  Turnstile stile;
  Park park;
  int inside = 0;
  int passed = 0;
  for (int i = 0; i < 1000; ++i) {
    begin(pass(stile, park, inside, passed), [] {});
  }
  while (!park.waiting.empty()) {
    park.go_on();
  }

  BOOST_TEST(passed == 1000);
  BOOST_TEST(inside == 0);
}

BOOST_AUTO_TEST_SUITE_END()
