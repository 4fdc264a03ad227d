#include "connectors/script/run_script.hpp"

#include "connectors/script/child_process.hpp"

#include <fmt/format.h>
#include <sys/wait.h>

#include <csignal>
#include <utility>

namespace klausur {

namespace {

using Clock = ChildProcess::Clock;

tl::unexpected<Error>
too_late(const EvaluationLimits& limits)
{
  return fail(Failure::unexpected,
              fmt::format("took longer than {:g} s",
                          std::chrono::duration<double>{limits.wall}.count()));
}

tl::unexpected<Error>
cause_of_death(std::optional<int> status, const EvaluationLimits& limits)
{
  if (status && WIFSIGNALED(*status)) {
    const int signal = WTERMSIG(*status);
    if (signal == SIGXCPU) {
      return fail(Failure::unexpected, fmt::format("took longer than {} s of processor time",
                                                   limits.processor.count()));
    }
    return fail(Failure::unexpected,
                signal == SIGSYS ? "was ended because it asked the system for what it may not"
                                 : fmt::format("crashed with signal {}", signal));
  }
  if (status && WIFEXITED(*status) && WEXITSTATUS(*status) == k_exit_without_memory) {
    return tl::unexpected(memory_exceeded(limits.memory));
  }
  if (status && WIFEXITED(*status)) {
    return fail(Failure::unexpected,
                fmt::format("ended without an answer (exit code {})", WEXITSTATUS(*status)));
  }
  return fail(Failure::unexpected, "ended without an answer");
}

/// The messages of one child, whole.
class Conversation
{
public:
  Conversation(ChildProcess& child, const EvaluationLimits& limits)
      : m_child{child}, m_limits{limits}, m_deadline{Clock::now() + limits.wall}
  {
  }

  [[nodiscard]] bool say(const Message& message)
  {
    return m_child.send(packed(message), m_deadline);
  }

  /// @error When it ended, or took too long, before it said something whole.
  [[nodiscard]] Result<Message> hear()
  {
    for (;;) {
      if (m_received.size() >= k_message_head) {
        const std::size_t size = size_in(m_received);
        if (size > m_limits.answer) {
          return fail(Failure::unexpected,
                      fmt::format("gave an answer larger than {} MB", m_limits.answer >> 20));
        }
        if (m_received.size() >= k_message_head + size) {
          return take(size);
        }
      }
      const auto more = m_child.receive(m_received, m_deadline);
      if (!more) {
        return too_late(m_limits);
      }
      if (*more == 0) {
        return cause_of_death(m_child.wait_until(m_deadline), m_limits);
      }
    }
  }

private:
  Result<Message> take(std::size_t size)
  {
    auto message = unpacked(std::string_view{m_received}.substr(k_message_head, size));
    m_received.erase(0, k_message_head + size);
    return message ? Result<Message>{*std::move(message)}
                   : fail(Failure::unexpected, "gave an answer that cannot be read");
  }

  ChildProcess& m_child;
  const EvaluationLimits& m_limits;
  Clock::time_point m_deadline;
  std::string m_received;
};

} // namespace

Result<Message>
run_script(std::string_view language, const Message& task, const EvaluationLimits& limits,
           const Answering& answering)
{
  auto child = ChildProcess::start();
  if (!child) {
    return tl::unexpected(child.error());
  }
  Conversation talk{*child, limits};
  const Message before{std::string{language}, std::to_string(limits.processor.count()),
                       std::to_string(limits.memory), std::to_string(limits.answer)};
  if (!talk.say(before) || !talk.say(task)) {
    return too_late(limits);
  }
  for (;;) {
    auto heard = talk.hear();
    if (!heard) {
      return heard;
    }
    if (heard->front() == "failed") {
      return tl::unexpected(failure_in(*heard));
    }
    if (heard->front() == "done") {
      heard->erase(heard->begin());
      return heard;
    }
    const bool asks = heard->front() == "ask" && answering;
    if (!asks) {
      return fail(Failure::unexpected, "gave an answer that cannot be read");
    }
    if (!talk.say(answering(*heard))) {
      return too_late(limits);
    }
  }
}

} // namespace klausur
