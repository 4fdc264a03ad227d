#include "connectors/rest/dialect.hpp"

#include "connectors/format/json.hpp"
#include "connectors/model/snapshot.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

/// The kind that the rule gives for a status, before the manifest's word.
Failure
kind_of_status(int status)
{
  switch (status) {
  case 401:
    return Failure::unauthorised;
  case 403:
    return Failure::forbidden;
  case 408:
  case 423:
  case 425:
  case 429:
    return Failure::unreachable;
  default:
    return status >= 500 && status != 501 ? Failure::unreachable : Failure::unexpected;
  }
}

/// What a refusal names as missing.
struct Lacking
{
  const std::vector<std::string>& scopes;
  const std::string& plan;
  std::string_view next = {}; ///< The manifest's own words for what to do; empty: none.
};

Lacking
needed(const Answer& answer)
{
  return {answer.question.needs.scopes, answer.question.needs.plan};
}

std::string
what_next(const Answer& answer, Failure kind, const Lacking& lacking)
{
  const auto& scopes = lacking.scopes;
  if (!lacking.next.empty()) {
    return std::string{lacking.next};
  }
  switch (kind) {
  case Failure::unauthorised:
    return "The credentials are refused: renew what `auth:` refers to.";
  case Failure::forbidden:
    return scopes.empty()
               ? "A permission is missing."
               : fmt::format("A permission is missing: grant {}.", fmt::join(scopes, ", "));
  case Failure::unreachable:
    return answer.response.status == 429 ? "The rate limit is used up: try again later."
                                         : "Try again later.";
  case Failure::unsupported:
    return lacking.plan.empty() ? "This version or plan does not have it."
                                : fmt::format("This needs the plan {}.", lacking.plan);
  default:
    return "Check base_url, or the vendor has changed its API.";
  }
}

/// The media type as far as it is harmless to show.
std::string
type_of(const Response& response)
{
  const auto header = response.header("content-type");
  const auto type = plain_word(header.substr(0, header.find(';')), "/.+-");
  return type.empty() ? "no content type" : type;
}

/// The parser's words without what it quotes: that would be a piece of the answer.
std::string
without_quotation(const std::string& what)
{
  return what.find('"') == std::string::npos ? what : what.substr(0, what.find(':'));
}

Result<Json>
json_of(const Answer& answer)
{
  auto json = parse_json(answer.response.body);
  if (!json) {
    const auto& body = answer.response.body;
    return fail(Failure::unexpected,
                fmt::format("{}: the answer is {} ({}, {} bytes). {}", answer.question.place,
                            body.empty() ? "empty" : without_quotation(json.error().what),
                            type_of(answer.response), body.size(),
                            what_next(answer, Failure::unexpected, needed(answer))));
  }
  return json;
}

Error
worded(const Answer& answer, Failure kind, std::string_view detail, const Lacking& lacking)
{
  auto what = fmt::format("{}: answered {}{}{}{}. {}", answer.question.place,
                          answer.response.status, detail.empty() ? "" : " (", detail,
                          detail.empty() ? "" : ")", what_next(answer, kind, lacking));
  const bool names_scope = kind == Failure::forbidden;
  return {kind, std::move(what),
          names_scope ? fmt::format("{}", fmt::join(lacking.scopes, ", ")) : ""};
}

} // namespace

bool
is_success(const Response& response)
{
  return response.status >= 200 && response.status < 300;
}

Error
refusal(const Answer& answer, Failure kind, std::string_view detail)
{
  return worded(answer, kind, detail, needed(answer));
}

Error
refusal(const Answer& answer, const Complaint& complaint, Failure otherwise)
{
  auto lacking = needed(answer);
  return worded(answer, complaint.kind.value_or(otherwise), complaint.detail,
                {complaint.scopes.empty() ? lacking.scopes : complaint.scopes,
                 lacking.plan.empty() ? complaint.plan : lacking.plan, complaint.next});
}

const Needs&
Question::nothing_needed()
{
  static const Needs k_needs;
  return k_needs;
}

const Statuses&
Question::no_statuses()
{
  static const Statuses k_statuses;
  return k_statuses;
}

Result<Json>
understand_rest(const Answer& answer, const ErrorCodes& errors)
{
  const int status = answer.response.status;
  auto json = json_of(answer);
  const auto complaint = json ? complaint_in(*json, errors) : Complaint{};
  const auto said = answer.question.statuses.find(status);
  const bool is_ruled = said != answer.question.statuses.end();
  if (!complaint.kind && !is_ruled && is_success(answer.response)) {
    return json;
  }
  const auto by_status = is_ruled ? said->second : kind_of_status(status);
  return tl::unexpected(refusal(answer, complaint, by_status));
}

Result<Json>
Dialect::understand(const Answer& answer) const
{
  return understand_rest(answer);
}

} // namespace klausur
