#include "connectors/base/clock.hpp"
#include "plugin/sandbox/webex_api.hpp"

#include <algorithm>

namespace klausur::webex_sandbox {

namespace {

constexpr int k_usual = 10;
constexpr int k_most = 100;
constexpr std::chrono::days k_month{30};
constexpr std::chrono::days k_year{366};
constexpr std::chrono::days k_decade{3660};

/// Items of a list whose time lies in the range, the newest first.
template<typename Fits>
std::vector<const JsonValue*>
in_range(const JsonValue& list, const char* time, const Range& range, Fits fits)
{
  std::vector<const JsonValue*> found;
  for (const auto& each : list.GetArray()) {
    const auto at = member_text(each, time);
    if (at >= range.from && at < range.to && fits(each)) {
      found.push_back(&each);
    }
  }
  std::ranges::stable_sort(found, [&](const auto* a, const auto* b) {
    return member_text(*a, time) > member_text(*b, time);
  });
  return found;
}

Outbound
recordings(Call& call)
{
  const auto range = range_of(call, k_month);
  const auto* site = site_of(call);
  if (!range || site == nullptr) {
    return range ? api_error(404, "siteUrl is not found") : range.error();
  }
  const auto status = call.parameter("status", "available");
  const auto fits = [&](const JsonValue& each) {
    return member_text(each, "status") == status &&
           member_text(each, "siteUrl") == member_text(*site, "siteUrl");
  };
  return page_of(call, in_range(*member(call.state, "recordings"), "createTime", *range, fits),
                 {k_usual, k_most});
}

Outbound
transcripts(Call& call)
{
  const auto range = range_of(call, k_decade);
  if (call.parameter("siteUrl").empty() || !range) {
    return range ? api_error(400, "siteUrl is required") : range.error();
  }
  const auto fits = [&](const JsonValue& each) {
    return member_text(each, "siteUrl") == call.parameter("siteUrl");
  };
  return page_of(call, in_range(*member(call.state, "transcripts"), "startTime", *range, fits),
                 {k_usual, k_most});
}

/// `hasChat=true` and its like; a filter that is not given lets everything through.
bool
passes(const Call& call, const JsonValue& meeting, const char* filter)
{
  const auto wanted = call.parameter(filter);
  const auto* has = member(meeting, filter);
  return wanted.empty() || (has != nullptr && has->IsTrue()) == (wanted == "true");
}

Outbound
meetings(Call& call)
{
  const auto* host = person_at(call, call.parameter("hostEmail"));
  if (host == nullptr) {
    return api_error(404, "The requested resource could not be found.", "host is not found");
  }
  const auto type = call.parameter("meetingType", "meetingSeries");
  const auto fits = [&](const JsonValue& each) {
    return member_text(each, "meetingType") == type && passes(call, each, "hasChat") &&
           passes(call, each, "hasSummary");
  };
  Range range{to_text(system_time()), to_text(system_time() + k_month)};
  if (type == "meeting") {
    const auto asked = range_of(call, k_decade);
    if (!asked) {
      return asked.error();
    }
    range = *asked;
  }
  return page_of(call, in_range(*member(*host, "meetings"), "start", range, fits),
                 {k_usual, k_most});
}

Outbound
audit_events(Call& call)
{
  for (const auto* name : {"orgId", "from", "to"}) {
    if (call.parameter(name).empty()) {
      return api_error(400, std::string{name} + " is required");
    }
  }
  const auto range = range_of(call, k_year);
  if (!range) {
    return range.error();
  }
  constexpr int k_most_events = 200;
  const auto all = [](const JsonValue&) { return true; };
  return page_of(call, in_range(*member(call.state, "audit"), "created", *range, all),
                 {k_most, k_most_events});
}

} // namespace

std::vector<Route>
record_routes()
{
  return {
      {"GET", "/admin/recordings", scoped("meeting:admin_recordings_read", recordings)},
      {"GET", "/admin/meetingTranscripts",
       scoped("spark-compliance:meetings_read", transcripts)},
      {"GET", "/meetings", scoped("meeting:admin_schedule_read", meetings)},
      {"GET", "/adminAudit/events", scoped("audit:events_read", audit_events)},
  };
}

} // namespace klausur::webex_sandbox
