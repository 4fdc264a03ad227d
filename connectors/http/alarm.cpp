#include "connectors/http/alarm.hpp"

#include "connectors/http/engine.hpp"

#include <utility>

namespace klausur {

class Alarm::Bell final : public Waiter
{
public:
  Bell(Engine& engine, std::function<void()> on_time)
      : m_engine{engine}, m_on_time{std::move(on_time)}
  {
    m_engine.enter(*this);
  }
  ~Bell() override { m_engine.leave(*this); }
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;

  void set(Instant when)
  {
    m_is_set = when != Instant::max();
    m_engine.wake_at(*this, when);
  }
  [[nodiscard]] bool is_set() const { return m_is_set; }

  void wake(Instant /*now*/) override
  {
    if (std::exchange(m_is_set, false)) {
      m_on_time();
    }
  }
  void ended(CURL* /*handle*/, CURLcode /*code*/) override {} // It has no transfers.
  void stop() override { set(Instant::max()); }

private:
  Engine& m_engine;
  std::function<void()> m_on_time;
  bool m_is_set = false;
};

Alarm::Alarm(Loop& loop, std::function<void()> on_time)
    : m_bell{std::make_unique<Bell>(loop.engine(), std::move(on_time))}
{
}

Alarm::~Alarm() = default;

void
Alarm::set(std::chrono::milliseconds from_now)
{
  m_bell->set(Waiter::Instant::clock::now() + from_now);
}

void
Alarm::unset()
{
  m_bell->set(Waiter::Instant::max());
}

bool
Alarm::is_set() const
{
  return m_bell->is_set();
}

} // namespace klausur
