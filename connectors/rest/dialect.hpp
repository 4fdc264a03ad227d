#pragma once

#include "connectors/http/http.hpp"
#include "connectors/model/manifest.hpp"
#include "connectors/rest/complaint.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// What is asked: of the document that it is about, only what the answer has to be read by.
/// The referred parts outlive it.
struct Question
{
  std::string place;      ///< `GET /api/v4/config`: for messages, holds no secret.
  Request request{};      ///< Without credentials.
  std::string document{}; ///< The entry's name, `boards/*`; empty: something on the way.
  const Needs& needs = nothing_needed();
  const Statuses& statuses = no_statuses();
  bool on_own_host = false; ///< Not the base, but one of the manifest's `hosts`.

  static const Needs& nothing_needed();
  static const Statuses& no_statuses();
};

/// An answer together with what was asked.
struct Answer
{
  const Question& question;
  const Response& response;
};

/// What differs between the vendors that speak JSON over REST. One object for one tenant
/// and one piece of work: it may keep a token.
class Dialect
{
public:
  virtual ~Dialect() = default;

  /// Add what proves who asks, with the token that `needs` names. May fetch one first.
  virtual Task<Result<void>> authorise(Request& request, const Needs& needs) = 0;

  /// The vendor refused the credentials: get others.
  /// @return False: there are no others, so the refusal stands.
  virtual Task<Result<bool>> renew() { co_return false; }

  /// What the vendor's own code takes out of the answers for a document, beside what is kept
  /// of it.
  [[nodiscard]] virtual std::vector<Pointer> own_of(std::string_view /*document*/) const
  {
    return {};
  }

  /// What an answer says: its JSON, or why there is none. `unauthorised` makes the reader
  /// renew() and ask once more.
  [[nodiscard]] virtual Result<Json> understand(const Answer& answer) const;
};

/// The rule that most vendors keep: a code that `errors` knows means what stands there, under
/// any status; else 2xx holds JSON; 401 `unauthorised`, 403 `forbidden` with the
/// scopes that are needed, 423, 429 and 5xx `unreachable`, all else `unexpected`, unless the
/// question's `statuses` say otherwise. Of an answer's body only plain codes are in an error.
[[nodiscard]] Result<Json> understand_rest(const Answer& answer, const ErrorCodes& errors = {});

/// The failure of the kind that the status stands for, for a 2xx too; in the words of
/// understand_rest(), with `detail` (`code 4711`) in brackets when there is one.
[[nodiscard]] Error refusal(const Answer& answer, Failure kind, std::string_view detail = {});

/// What the complaint says; the permissions that it names stand over those of the question,
/// and the plan that it names where the question has none.
/// @param otherwise  The kind where it says none.
[[nodiscard]] Error refusal(const Answer& answer, const Complaint& complaint,
                            Failure otherwise);

[[nodiscard]] bool is_success(const Response& response);

} // namespace klausur
