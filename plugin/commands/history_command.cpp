#include "plugin/change/lease.hpp"
#include "plugin/commands/commands.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

/// A line of the history and when it was; the newest comes first.
using Line = std::pair<Time, std::string>;

Line
line_of(const RunRecord& run)
{
  const auto light = fmt::format("{}{}", name_of(run.light), run.settled ? "" : "?");
  const auto score = run.score ? fmt::format("{:5.1f}", *run.score) : "  -  ";
  return {run.at, fmt::format("{}  {}  {:<24} {:<7}  score {}  coverage {:5.1f}  fail {:3}"
                              "  not read {:2}\n",
                              to_text(run.at), run.id, run.tenant, light, score, run.coverage,
                              run.failed, run.gaps)};
}

Line
line_of(const WriteRecord& run, bool is_under_way)
{
  return {run.at, fmt::format("{}  {}  {:<24} wrote   {} settings, {} failed: {}\n",
                              to_text(run.at), run.id, run.tenant, run.settings, run.failed,
                              !run.end.empty() ? run.end
                              : is_under_way   ? "under way"
                                               : "interrupted")};
}

/// Whether another process is just writing it.
Result<bool>
is_under_way(const Store& store, const WriteRecord& run, const Clock& clock)
{
  const auto open = store.interrupted_run(run.tenant);
  if (!open || !run.end.empty() || *open != run.id) {
    return open ? Result<bool>{false} : tl::unexpected(open.error());
  }
  return writer_of(store, run.tenant, clock).map([](const std::string& writer) {
    return !writer.empty();
  });
}

/// Of the newest runs and writes; an empty tenant: of all.
Result<std::vector<Line>>
lines_of(const Store& store, const std::string& tenant, std::size_t limit, const Clock& clock)
{
  const auto runs = store.runs(tenant, limit);
  const auto writes = store.writes(tenant, limit);
  if (!runs || !writes) {
    return tl::unexpected(runs ? writes.error() : runs.error());
  }
  std::vector<Line> lines;
  for (const auto& write : *writes) { // Before the runs: an audit follows what was written.
    const auto under_way = is_under_way(store, write, clock);
    if (!under_way) {
      return tl::unexpected(under_way.error());
    }
    lines.push_back(line_of(write, *under_way));
  }
  for (const auto& run : *runs) {
    lines.push_back(line_of(run));
  }
  std::ranges::stable_sort(lines, std::ranges::greater{}, &Line::first);
  lines.resize(std::min(lines.size(), limit));
  return lines;
}

/// A tenant without history has to be listed; one that is listed no more can have one.
Result<void>
expect_listed(Session& session, const std::string& tenant)
{
  return session.configuration()
      .and_then([&](const Configuration* configuration) {
        return select_tenants(*configuration, std::vector{tenant});
      })
      .map([](const auto&) {});
}

Exit
show_history(Session& session, const std::string& tenant, std::size_t limit)
{
  const auto store = session.needed_store();
  if (!store) {
    return session.refuse(store.error());
  }
  const auto lines = lines_of(**store, tenant, limit, session.clock);
  const auto head = (*store)->journal_head();
  if (!lines || !head) {
    return session.refuse(lines ? head.error() : lines.error());
  }
  if (lines->empty()) {
    const auto listed = tenant.empty() ? Result<void>{} : expect_listed(session, tenant);
    if (!listed) {
      return session.refuse(listed.error());
    }
    session.tell("no run is on record");
  }
  for (const auto& line : *lines) {
    session.print(line.second);
  }
  if (head->number > 0) {
    session.print(fmt::format("journal {}\n", head->text()));
  }
  return Exit::within_threshold;
}

} // namespace

void
add_history(CommandLine& line, Session& session)
{
  auto command = line.add("history", "Past runs, newest first");
  auto tenant = std::make_shared<std::string>();
  auto limit = std::make_shared<std::size_t>(20);
  command.option("tenant", *tenant, "Only this tenant");
  command.option("--limit", *limit, "At most so many lines", {.shows_default = true});
  command.does([&session, tenant, limit] { return show_history(session, *tenant, *limit); });
}

} // namespace klausur
