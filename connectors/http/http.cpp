#include "connectors/http/http.hpp"

#include "connectors/http/line.hpp"
#include "connectors/http/loop.hpp"

#include <algorithm>
#include <utility>

namespace klausur {

namespace {

/// A job as something to wait for.
class Answered
{
public:
  Answered(Line& line, const Request& request) : m_line{line}, m_job{.request = request} {}

  bool await_ready()
  {
    m_line.ask(m_job);
    return m_job.answer.has_value();
  }
  void await_suspend(std::coroutine_handle<> waiting) { m_job.waiting = waiting; }
  Result<Response> await_resume() { return std::move(*m_job.answer); }

private:
  Line& m_line;
  Line::Job m_job;
};

} // namespace

std::string_view
Response::header(std::string_view name) const
{
  const auto found = std::ranges::find(
      headers, name, [](const auto& header) { return std::string_view{header.first}; });
  return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

Http::Http(HttpOptions options, const Redactor& redactor, Loop& loop)
    : m_loop{&loop}, m_line{std::make_unique<Line>(loop.engine(), std::move(options), redactor)}
{
}

Http::Http(HttpOptions options, const Redactor& redactor)
    : m_own{std::make_unique<Loop>()}, m_loop{m_own.get()}, m_line{std::make_unique<Line>(
                                                                m_own->engine(),
                                                                std::move(options), redactor)}
{
}

Http::~Http() = default;

Task<Result<Response>>
Http::fetch(Request request)
{
  Answered answered{*m_line, request};
  co_return co_await answered;
}

Result<Response>
Http::send(const Request& request)
{
  return m_loop->wait(fetch(request));
}

std::vector<Result<Response>>
Http::send_all(std::span<const Request> requests)
{
  std::vector<Result<Response>> answers(requests.size(), Response{});
  std::size_t left = requests.size();
  for (std::size_t i = 0; i < requests.size(); ++i) {
    m_loop->start(fetch(requests[i]), [&answers, &left, i](Result<Response> answer) {
      answers[i] = std::move(answer);
      --left;
    });
  }
  m_loop->run_until([&] { return left == 0; });
  return answers;
}

void
Http::spend_at_most(std::chrono::milliseconds budget)
{
  m_line->spend_at_most(budget);
}

void
Http::cancel()
{
  m_line->cancel();
}

} // namespace klausur
