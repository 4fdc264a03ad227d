#pragma once

#include "connectors/base/task.hpp"
#include "connectors/http/http.hpp"
#include "connectors/rest/dialect.hpp"

#include <set>
#include <string>

namespace klausur {

/// What came of a question.
struct Understood
{
  Response response{}; ///< Empty when none came.
  Result<Json> json;
};

/// Puts questions in a vendor's dialect, and puts them once more with new credentials when
/// the old ones are refused on the way. One renewal serves all questions that are under way,
/// and new credentials that opened nothing are not renewed again.
class Asker
{
public:
  Asker(Http& http, Dialect& dialect) : m_http{http}, m_dialect{dialect} {}

  /// @param question  Outlives the task.
  Task<Understood> ask(const Question& question);

  /// Send a change. Success says only that the vendor took it.
  Task<Result<void>> tell(const Question& question);

private:
  Task<Understood> ask_once(const Question& question);
  Task<Result<bool>> renewed_since(std::size_t renewals);

  Http& m_http;
  Dialect& m_dialect;
  Turnstile m_renewing;
  std::size_t m_renewals = 0;
  bool m_opens = true;             ///< The present credentials, or nothing was asked with them.
  Result<bool> m_last = false;     ///< What the last renewal gave.
  std::set<std::string> m_refused; ///< Documents that new credentials do not open either.
};

} // namespace klausur
