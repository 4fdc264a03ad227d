#include "connectors/rest/asker.hpp"

#include "connectors/format/json.hpp"

#include <numeric>
#include <utility>

namespace klausur {

void
Asker::ask(std::span<const Question> questions, const Take& take)
{
  std::vector<std::size_t> all(questions.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  auto refused = ask_some(questions, all, take, /*may_renew=*/true);
  if (refused.empty()) {
    return;
  }
  const auto renewed = m_dialect.renew();
  if (renewed && *renewed) {
    all.clear();
    for (const auto& each : refused) {
      all.push_back(each.index);
    }
    static_cast<void>(ask_some(questions, all, take, /*may_renew=*/false));
    return;
  }
  for (auto& each : refused) {
    take(each.index, Response{},
         tl::unexpected(renewed ? std::move(each.error) : renewed.error()));
  }
}

/// @return Those that were refused and may be asked again with new credentials.
std::vector<Asker::Refused>
Asker::ask_some(std::span<const Question> questions, const std::vector<std::size_t>& which,
                const Take& take, bool may_renew)
{
  std::vector<std::size_t> sent;
  std::vector<Refused> refused;
  std::vector<Request> requests;
  for (const auto i : which) {
    Request request = questions[i].request;
    if (auto good = m_dialect.authorise(request, questions[i].needs); !good) {
      take(i, Response{}, tl::unexpected(std::move(good.error())));
      continue;
    }
    sent.push_back(i);
    requests.push_back(std::move(request));
  }
  auto answers = m_http.send_all(requests);
  for (std::size_t n = 0; n < sent.size(); ++n) {
    const auto& question = questions[sent[n]];
    if (!answers[n]) {
      take(sent[n], Response{}, tl::unexpected(std::move(answers[n].error())));
      continue;
    }
    const Response response = std::move(*answers[n]);
    auto understood = m_dialect.understand({question, response});
    const bool is_refused = !understood && understood.error().kind == Failure::unauthorised;
    if (is_refused && may_renew && !m_refused.contains(question.document)) {
      refused.push_back({sent[n], std::move(understood.error())});
      continue;
    }
    if (is_refused) {
      m_refused.insert(question.document);
    }
    take(sent[n], response, std::move(understood));
  }
  return refused;
}

Result<Json>
Asker::ask(const Question& question)
{
  Result<Json> result{Json{}};
  ask({&question, 1}, [&](std::size_t, const Response&, Result<Json> understood) {
    result = std::move(understood);
  });
  return result;
}

Result<void>
Asker::tell(const Question& question)
{
  Result<void> result;
  ask({&question, 1}, [&](std::size_t, const Response& response, Result<Json> understood) {
    const bool silent_success = is_success(response) && response.body.empty();
    if (!understood && !silent_success) {
      result = tl::unexpected(std::move(understood.error()));
    }
  });
  return result;
}

} // namespace klausur
