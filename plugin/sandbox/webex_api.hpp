#pragma once

#include "connectors/model/snapshot.hpp"
#include "plugin/sandbox/vendor.hpp"

#include <span>

namespace klausur::webex_sandbox {

/// What a fresh organisation holds: one site, six people, four past meetings, recordings.
/// The vendor documents hardly any default; the settings that are off by default according
/// to help.webex.com are off here, the others are a plausible choice.
[[nodiscard]] Json default_organisation(bool hardened, Time now);

/// The error body that all endpoints use.
[[nodiscard]] Outbound api_error(int status, std::string_view message,
                                 std::string_view description = {});

/// Answers only tokens with the scope; others get 403 in the vendor's words.
[[nodiscard]] std::function<Outbound(Call&)> scoped(std::string_view scope,
                                                    std::function<Outbound(Call&)> answer);

struct PageRule
{
  int usual; ///< Items in a page when the query does not say `max`.
  int most;  ///< More than this in `max` is 400.
  std::span<const std::string_view> hidden = {}; ///< Members of an item that are left out.
};

/// The page of `items` that the query asks for, as `{"items": [...]}` with a Link header to
/// the next one.
[[nodiscard]] Outbound page_of(const Call& call, const std::vector<const JsonValue*>& items,
                               PageRule rule);

/// The site that the query names, else the preferred one; nullptr when there is none.
[[nodiscard]] const JsonValue* site_of(const Call& call);

/// The person with this address; nullptr when there is none.
[[nodiscard]] JsonValue* person_at(const Call& call, std::string_view address);

/// `from` and `to` of the query, with the vendor's defaults around now; 400 when they are
/// no times, in the wrong order, or further apart than `most`.
struct Range
{
  std::string from;
  std::string to;
};
[[nodiscard]] tl::expected<Range, Outbound> range_of(const Call& call, std::chrono::days most);

[[nodiscard]] std::vector<Route> site_routes();
[[nodiscard]] std::vector<Route> people_routes();
[[nodiscard]] std::vector<Route> record_routes();

} // namespace klausur::webex_sandbox
