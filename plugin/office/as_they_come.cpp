#include "plugin/office/as_they_come.hpp"

#include <utility>

namespace klausur {

AsTheyCome::AsTheyCome(Loop& loop, std::size_t count, Told told,
                       std::chrono::milliseconds patience)
    : m_states(count, State::awaited), m_told{std::move(told)},
      m_patience{patience}, m_alarm{loop, [this] { lose_patience(); }}
{
}

void
AsTheyCome::finish(std::size_t place)
{
  if (m_states.at(place) == State::late) {
    m_states.at(place) = State::given;
    m_told.ready(place);
    return;
  }
  m_states.at(place) = State::finished;
  ++m_finished;
  go_on();
}

void
AsTheyCome::give(std::size_t place)
{
  m_states.at(place) = State::given;
  --m_finished;
  m_told.ready(place);
}

/// Give all that nobody stands before.
void
AsTheyCome::go_on()
{
  while (m_next < m_states.size() && m_states.at(m_next) != State::awaited) {
    if (m_states.at(m_next) == State::finished) {
      give(m_next);
    }
    ++m_next;
  }
  if (m_finished == 0) {
    m_alarm.unset();
  } else if (!m_alarm.is_set()) {
    m_alarm.set(m_patience);
  }
}

/// Whoever stands before one that is finished is waited for no longer.
void
AsTheyCome::lose_patience()
{
  std::size_t end = m_states.size();
  while (end > 0 && m_states.at(end - 1) != State::finished) {
    --end;
  }
  std::vector<std::size_t> late;
  for (std::size_t place = m_next; place < end; ++place) {
    if (m_states.at(place) == State::awaited) {
      m_states.at(place) = State::late;
      late.push_back(place);
    }
  }
  m_told.late(late);
  go_on();
}

} // namespace klausur
