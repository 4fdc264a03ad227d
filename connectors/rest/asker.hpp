#pragma once

#include "connectors/http/http.hpp"
#include "connectors/rest/dialect.hpp"

#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace klausur {

/// Puts questions in a vendor's dialect, and puts them once more with new credentials when
/// the old ones are refused on the way. One renewal serves all questions of one call.
class Asker
{
public:
  /// `response` is empty when none came.
  using Take =
      std::function<void(std::size_t index, const Response& response, Result<Json> understood)>;

  Asker(Http& http, Dialect& dialect) : m_http{http}, m_dialect{dialect} {}

  /// Ask all side by side, and hand over one answer after the other, each exactly once:
  /// only one is kept as JSON at a time.
  void ask(std::span<const Question> questions, const Take& take);

  [[nodiscard]] Result<Json> ask(const Question& question);

  /// Send a change. Success says only that the vendor took it.
  [[nodiscard]] Result<void> tell(const Question& question);

private:
  struct Refused
  {
    std::size_t index;
    Error error;
  };

  [[nodiscard]] std::vector<Refused> ask_some(std::span<const Question> questions,
                                              const std::vector<std::size_t>& which,
                                              const Take& take, bool may_renew);

  Http& m_http;
  Dialect& m_dialect;
  std::set<std::string> m_refused; ///< Documents that new credentials do not open either.
};

} // namespace klausur
