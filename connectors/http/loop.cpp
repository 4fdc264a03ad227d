#include "connectors/http/loop.hpp"

#include "connectors/http/engine.hpp"

namespace klausur {

Loop::Loop() : m_engine{std::make_unique<Engine>()} {}
Loop::~Loop() = default;

void
Loop::run()
{
  while (m_engine->has_jobs()) {
    m_engine->turn();
  }
}

void
Loop::cancel()
{
  m_engine->cancel();
}

void
Loop::begun()
{
  m_engine->begun();
}

void
Loop::ended()
{
  m_engine->ended();
}

void
Loop::turn()
{
  m_engine->turn();
}

void
Loop::set_aside(const std::function<void()>& work, std::coroutine_handle<> waiting)
{
  m_engine->set_aside(work, waiting);
}

} // namespace klausur
