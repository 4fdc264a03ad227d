// The program that evaluates foreign scripts, and nothing else: see README.md.

#include "connectors/script/inside/confine.hpp"
#include "connectors/script/inside/javascript.hpp"
#include "connectors/script/inside/lua.hpp"
#include "connectors/script/inside/parent_line.hpp"
#include "connectors/script/limits.hpp"

#include <charconv>
#include <exception>
#include <new>

namespace klausur::inside {

namespace {

std::size_t
number_in(const std::string& text)
{
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// The engine is made first, for it needs more of the system than foreign code may have; then
/// the door is closed, and only then something foreign is let in.
Message
work()
{
  const Message before = hear();
  if (before.size() != 4) {
    return failure({Failure::unexpected, "was not told its limits", {}});
  }
  const Confinement limits{.processor = number_in(before[1]), .memory = number_in(before[2])};
  const Evaluation evaluation{.memory = limits.memory, .answer = number_in(before[3])};
  const auto engine =
      before[0] == "javascript" ? make_javascript(evaluation) : make_lua(evaluation);
  if (!engine) {
    return failure({Failure::unexpected, "could not make an engine", {}});
  }
  if (const auto done = confine(limits); !done) {
    return failure(done.error());
  }
  try {
    return engine->evaluate(hear());
  } catch (const std::bad_alloc&) {
    return failure(memory_exceeded(limits.memory));
  } catch (const std::exception& problem) {
    return failure({Failure::unexpected, problem.what(), {}});
  }
}

} // namespace

} // namespace klausur::inside

int
main()
{
  klausur::inside::begin_alone();
  klausur::inside::say_last(klausur::inside::work());
}
