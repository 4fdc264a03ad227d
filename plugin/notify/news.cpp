#include "plugin/notify/news.hpp"

#include <algorithm>
#include <tuple>

namespace klausur {

namespace {

/// The light that an open finding of this severity makes by itself.
Light
light_of(Severity severity)
{
  switch (severity) {
  case Severity::critical:
    return Light::red;
  case Severity::high:
  case Severity::medium:
    return Light::yellow;
  case Severity::low:
    return Light::green;
  }
  return Light::green;
}

bool
interests(const NotifyChannel& channel, const Finding& finding)
{
  return light_of(finding.severity) >= channel.at_least;
}

int
weight_named(std::string_view severity)
{
  for (const auto each : {Severity::critical, Severity::high, Severity::medium}) {
    if (name_of(each) == severity) {
      return weight_of(each);
    }
  }
  return weight_of(Severity::low);
}

ToldRecord
record_of(const NotifyChannel& channel, const TenantReport& report, const Finding& finding,
          std::string status)
{
  return {.channel = channel.key(),
          .tenant = report.name,
          .check = std::string{finding.id},
          .scope = finding.scope.str(),
          .status = std::move(status),
          .severity = std::string{name_of(finding.severity)},
          .observed = finding.observed ? to_text(*finding.observed) : ""};
}

} // namespace

News
news_for(const NotifyChannel& channel, const TenantReport& report,
         std::span<const ToldRecord> told)
{
  News news;
  for (const auto& finding : report.findings) {
    const auto last = std::ranges::find_if(told, [&](const ToldRecord& each) {
      return each.check == finding.id && finding.scope == each.scope;
    });
    const bool told_open = last != told.end() && last->status == "fail";
    const bool open = finding.status == Status::fail && !finding.waived;
    const bool closed = finding.status == Status::pass ||
                        finding.status == Status::not_applicable || finding.waived.has_value();
    if (open && !told_open && interests(channel, finding)) {
      news.items.push_back({Turn::appeared, &finding});
      news.told.push_back(record_of(channel, report, finding, "fail"));
    } else if (open && told_open &&
               weight_of(finding.severity) > weight_named(last->severity)) {
      news.items.push_back({Turn::worsened, &finding});
      news.told.push_back(record_of(channel, report, finding, "fail"));
    } else if (closed && told_open) {
      news.items.push_back({Turn::resolved, &finding});
      news.told.push_back(record_of(channel, report, finding, "resolved"));
    }
  }
  std::ranges::stable_sort(news.items, {}, [](const NewsItem& item) {
    return std::tuple{item.turn == Turn::resolved, item.finding->severity};
  });
  return news;
}

} // namespace klausur
