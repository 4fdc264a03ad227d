#include "plugin/office/audit.hpp"

#include "connectors/format/suggest.hpp"
#include "plugin/office/as_they_come.hpp"
#include "plugin/office/examiner.hpp"
#include "plugin/office/identity.hpp"
#include "plugin/office/waivers.hpp"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <functional>
#include <optional>

namespace klausur {

namespace {

std::string
joined(const std::vector<std::string>& names)
{
  constexpr std::size_t most = 10;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) {
    text += (text.empty() ? "" : ", ") + names[i];
  }
  return names.size() > most ? text + " ..." : text;
}

/// A snapshot that says of every document why it could not be read.
Snapshot
unread(const Tenant& tenant, const Manifest& manifest, Time at, const Error& error)
{
  Snapshot snapshot{.tenant = tenant.name,
                    .vendor = tenant.vendor,
                    .taken_at = at,
                    .version = {},
                    .variant = tenant.variant,
                    .kept = {},
                    .readings = {}};
  for (const auto& entry : manifest.documents) {
    snapshot.readings.push_back({entry.name, "", at, tl::unexpected(error)});
  }
  snapshot.seal();
  return snapshot;
}

/// Told of each snapshot, which stays where it is.
using OnRead = std::function<void(std::size_t place, const Snapshot& snapshot)>;

/// Tenants that several coroutines take from.
struct Queue
{
  std::span<const Tenant* const> tenants;
  const OnRead& on_read;
  std::vector<const Policy*> policies{};
  std::vector<Snapshot> snapshots{};
  std::size_t next = 0;
};

/// One tenant after the other, until there is none left.
Task<void>
read_next_ones(const Office& office, Queue& queue, Loop& loop, const Stop& stop)
{
  while (queue.next < queue.tenants.size()) {
    const auto i = queue.next++;
    queue.snapshots[i] =
        co_await read_tenant(office, *queue.tenants[i], *queue.policies[i], loop, stop);
    queue.on_read(i, queue.snapshots[i]);
  }
}

/// Read tenants side by side.
Result<std::vector<Snapshot>>
read_on(Loop& loop, const Office& office, std::span<const Tenant* const> tenants, Stop& stop,
        const OnRead& on_read)
{
  Queue queue{.tenants = tenants, .on_read = on_read};
  for (const Tenant* tenant : tenants) {
    const auto policy = office.library.policy(tenant->vendor);
    if (!policy) {
      return tl::unexpected(policy.error());
    }
    queue.policies.push_back(*policy);
  }
  queue.snapshots.resize(tenants.size());
  const Stop::Reach reach{stop, loop};
  for (std::size_t i = 0; i < std::min(tenants.size(), office.at_once); ++i) {
    loop.start(read_next_ones(office, queue, loop, stop), [] {});
  }
  loop.run();
  return std::move(queue.snapshots);
}

/// Where tenants are judged as soon as they are read.
class Bench
{
public:
  Bench(const Examiner& examiner, std::span<const Tenant* const> tenants,
        const Onlooker& onlooker, Loop& loop)
      : m_examiner{examiner}, m_tenants{tenants}, m_onlooker{onlooker},
        m_report{examiner.head()}, m_order{loop,
                                           tenants.size(),
                                           {[this](std::size_t place) { show(place); },
                                            [this](const auto& places) { tell_late(places); }}}
  {
    m_report.tenants.resize(tenants.size());
  }

  void take(std::size_t place, const Snapshot& snapshot)
  {
    ::malloc_trim(
        0); // What only reading needed is not there again while judging takes its own.
    auto examined = m_examiner.examine(snapshot);
    if (!examined) {
      m_failed = m_failed ? m_failed : std::move(examined).error();
      return;
    }
    m_report.tenants.at(place) = std::move(*examined);
    m_order.finish(place);
  }

  Result<Examination> conclude(Result<std::vector<Snapshot>> snapshots, const Stop& stop)
  {
    if (!snapshots || m_failed) {
      return tl::unexpected(snapshots ? *m_failed : snapshots.error());
    }
    if (stop.requested()) {
      return fail(Failure::unreachable, "stopped");
    }
    return Examination{std::move(m_report), std::move(*snapshots), {}};
  }

private:
  void show(std::size_t place)
  {
    if (m_onlooker.judged) {
      m_onlooker.judged(m_examiner.head(), m_report.tenants.at(place));
    }
  }
  void tell_late(const std::vector<std::size_t>& places)
  {
    std::vector<std::string> names;
    for (const auto place : places) {
      names.push_back(m_tenants[place]->name);
    }
    if (m_onlooker.late) {
      m_onlooker.late(joined(names));
    }
  }

  const Examiner& m_examiner;
  std::span<const Tenant* const> m_tenants;
  const Onlooker& m_onlooker;
  RunReport m_report;
  std::optional<Error> m_failed;
  AsTheyCome m_order;
};

} // namespace

Task<Snapshot>
read_tenant(const Office& office, const Tenant& tenant, const Policy& policy, Loop& loop,
            const Stop& stop)
{
  if (stop.requested()) {
    co_return unread(tenant, policy.manifest, office.clock(),
                     {Failure::unreachable, "stopped", ""});
  }
  // Without its key nothing is digested, and drift then says that it cannot compare.
  const auto key = office.store == nullptr ? Result<std::string>{} : office.store->digest_key();
  Visit visit{tenant, policy, loop, office.clock, office.redactor, key.value_or("")};
  co_return co_await read_visited(tenant, visit);
}

Task<Snapshot>
read_visited(const Tenant& tenant, Visit& visit)
{
  auto snapshot = co_await visit.session().read();
  if (snapshot.variant.empty()) {
    snapshot.variant = tenant.variant;
  }
  snapshot.seal();
  co_return snapshot;
}

Result<std::vector<Snapshot>>
read_tenants(const Office& office, std::span<const Tenant* const> tenants, Stop& stop)
{
  Loop loop;
  auto snapshots = read_on(loop, office, tenants, stop, [](std::size_t, const Snapshot&) {});
  ::malloc_trim(0); // What only reading needed.
  return snapshots;
}

Result<Examination>
examine_tenants(const Office& office, std::span<const Tenant* const> tenants, Stop& stop,
                const Onlooker& onlooker)
{
  for (const Tenant* tenant : tenants) { // before hours of reading
    if (const auto judge = judge_for(office, tenant->vendor, tenant->name); !judge) {
      return tl::unexpected(judge.error());
    }
  }
  return Examiner::begin(office).and_then([&](const Examiner& examiner) {
    Loop loop;
    Bench bench{examiner, tenants, onlooker, loop};
    auto snapshots =
        read_on(loop, office, tenants, stop, [&](std::size_t place, const Snapshot& snapshot) {
          if (!stop.requested()) { // its gaps say nothing about the tenant
            bench.take(place, snapshot);
          }
        });
    return bench.conclude(std::move(snapshots), stop);
  });
}

Result<Examination>
examine_and_keep(const Office& office, std::span<const Tenant* const> tenants, Stop& stop,
                 const Onlooker& onlooker)
{
  // Before anything is judged: waivers and attestations go along with a new name.
  const auto known =
      office.store == nullptr ? Result<void>{} : follow_renames(office, tenants, stop);
  if (!known) {
    return tl::unexpected(known.error());
  }
  return examine_tenants(office, tenants, stop, onlooker).map([&](Examination found) {
    if (office.store != nullptr) {
      found.kept = office.store->save_run(found.report, found.snapshots);
      for (const auto& tenant : found.report.tenants) {
        found.kept = found.kept.and_then(
            [&] { return end_spent_waivers(*office.store, tenant, found.report.at); });
      }
    }
    return found;
  });
}

Result<std::vector<const Tenant*>>
select_tenants(const Configuration& configuration, std::span<const std::string> names)
{
  if (configuration.tenants.empty()) {
    return fail(Failure::invalid,
                fmt::format("{}: no tenant is listed; write at least one under \"tenants\"",
                            configuration.file.string()));
  }
  std::vector<const Tenant*> selected;
  std::vector<std::string> known;
  for (const auto& tenant : configuration.tenants) {
    known.push_back(tenant.name);
    if (names.empty()) {
      selected.push_back(&tenant);
    }
  }
  for (const auto& name : names) {
    const Tenant* tenant = configuration.find(name);
    if (tenant == nullptr) {
      const std::string meant = did_you_mean(name, known);
      return fail(Failure::invalid,
                  fmt::format("{}: there is no tenant \"{}\"{}", configuration.file.string(),
                              name, meant.empty() ? "; listed are " + joined(known) : meant));
    }
    if (std::ranges::find(selected, tenant) == selected.end()) {
      selected.push_back(tenant);
    }
  }
  return selected;
}

std::vector<std::string>
incomplete_sentences(const RunReport& report)
{
  std::vector<std::string> sentences;
  for (const auto& tenant : report.tenants) {
    if (const auto& gaps = tenant.gaps; !gaps.empty()) {
      const std::string more =
          gaps.size() == 1 ? "" : fmt::format(" (and {} more)", gaps.size() - 1);
      sentences.push_back(fmt::format("{}: incomplete: {}{} was not read: {}", tenant.name,
                                      gaps.front().document, more, gaps.front().why));
    }
  }
  return sentences;
}

std::vector<std::string>
not_rated_sentences(const RunReport& report)
{
  std::vector<std::string> sentences;
  for (const auto& tenant : report.tenants) {
    if (tenant.light == Light::grey) {
      sentences.push_back(
          fmt::format("{}: {} {}", tenant.name, tenant.reason.en, tenant.outlook.en));
    }
  }
  return sentences;
}

bool
reaches(const RunReport& report, Light threshold)
{
  return std::ranges::any_of(report.tenants, [&](const TenantReport& tenant) {
    switch (threshold) {
    case Light::grey:
      return tenant.light != Light::green;
    case Light::yellow:
      return tenant.light == Light::yellow || tenant.light == Light::red;
    default:
      return tenant.light == Light::red;
    }
  });
}

} // namespace klausur
