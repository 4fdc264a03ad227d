#include "connectors/rest/asker.hpp"

#include "connectors/format/json.hpp"

#include <utility>

namespace klausur {

namespace {

/// So often one question is put, where others renew the credentials again and again while it
/// waits.
constexpr int k_most_times = 5;

bool
is_refused(const Understood& answer)
{
  return !answer.json && answer.response.status != 0 &&
         answer.json.error().kind == Failure::unauthorised;
}

} // namespace

Task<Understood>
Asker::ask(const Question& question)
{
  for (int times = 1;; ++times) {
    const auto renewals = m_renewals;
    auto answer = co_await ask_once(question);
    if (!is_refused(answer) || m_refused.contains(question.document)) {
      co_return answer;
    }
    // While it waited for its turn, others may have used up what it was asked with.
    const bool superseded = m_renewals != renewals;
    if (times == k_most_times || (times > 1 && !superseded)) {
      m_refused.insert(question.document);
      co_return answer;
    }
    if (!superseded && !m_opens) {
      co_return answer;
    }
    const auto renewed = co_await renewed_since(renewals);
    if (!renewed) {
      co_return Understood{.json = tl::unexpected(renewed.error())};
    }
    if (!*renewed) {
      co_return answer;
    }
  }
}

Task<Understood>
Asker::ask_once(const Question& question)
{
  const auto renewals = m_renewals;
  Request request = question.request;
  const auto authorised = co_await m_dialect.authorise(request, question.needs);
  if (!authorised) {
    co_return Understood{.json = tl::unexpected(authorised.error())};
  }
  auto response = co_await m_http.fetch(std::move(request));
  if (!response) {
    co_return Understood{.json = tl::unexpected(std::move(response.error()))};
  }
  Understood answer{.response = std::move(*response), .json = Json{}};
  answer.json = m_dialect.understand({question, answer.response});
  if (m_renewals == renewals) {
    m_opens = m_opens || !is_refused(answer);
  }
  co_return answer;
}

/// Unless others have renewed since then, who then share what it gave.
Task<Result<bool>>
Asker::renewed_since(std::size_t renewals)
{
  const auto turn = co_await m_renewing.take();
  if (m_renewals == renewals) {
    m_last = co_await m_dialect.renew();
    ++m_renewals;
    m_opens = false;
  }
  co_return m_last;
}

Task<Result<void>>
Asker::tell(const Question& question)
{
  const auto answer = co_await ask(question);
  const bool silent_success = is_success(answer.response) && answer.response.body.empty();
  Result<void> told;
  if (!answer.json && !silent_success) {
    told = tl::unexpected(answer.json.error());
  }
  co_return told;
}

} // namespace klausur
