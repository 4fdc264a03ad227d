#include "plugin/office/audit.hpp"

#include "connectors/format/suggest.hpp"
#include "plugin/office/identity.hpp"
#include "plugin/office/waivers.hpp"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <random>

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

/// Tenants that several coroutines take from.
struct Queue
{
  std::span<const Tenant* const> tenants;
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
  }
}

/// What earlier runs found of a tenant.
struct Past
{
  std::optional<Time> review;
  std::optional<SettledLight> settled;
};

Result<Past>
past_of(const Store* store, std::string_view tenant)
{
  if (store == nullptr) {
    return Past{};
  }
  return store->last_review_at(tenant).and_then([&](const std::optional<Time>& review) {
    return store->last_settled(tenant).map([&](const std::optional<SettledLight>& settled) {
      return Past{review, settled};
    });
  });
}

} // namespace

std::string
new_run_id(Time at)
{
  std::random_device source;
  std::string time = to_text(at);
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return fmt::format("{}-{:08x}", time, source());
}

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
  Queue queue{.tenants = tenants};
  for (const Tenant* tenant : tenants) {
    const auto policy = office.library.policy(tenant->vendor);
    if (!policy) {
      return tl::unexpected(policy.error());
    }
    queue.policies.push_back(*policy);
  }
  queue.snapshots.resize(tenants.size());
  {
    Loop loop;
    const Stop::Reach reach{stop, loop};
    for (std::size_t i = 0; i < std::min(tenants.size(), office.at_once); ++i) {
      loop.start(read_next_ones(office, queue, loop, stop), [] {});
    }
    loop.run();
  }
  ::malloc_trim(0); // What only reading needed is not there again while judging takes its own.
  return std::move(queue.snapshots);
}

Result<RunReport>
examine_all(const Office& office, std::span<const Snapshot> snapshots)
{
  const Time now = office.clock();
  RunReport report{.id = new_run_id(now),
                   .at = now,
                   .version = KLAUSUR_VERSION,
                   .zone = office.configuration.zone};
  std::vector<Attestation> attestations;
  std::vector<Waiver> waivers;
  if (office.store != nullptr) {
    auto kept = office.store->attestations();
    auto accepted = office.store->waivers();
    if (!kept || !accepted) {
      return tl::unexpected(kept ? accepted.error() : kept.error());
    }
    attestations = std::move(*kept);
    waivers = std::move(*accepted);
  }
  for (const auto& snapshot : snapshots) {
    const Tenant* tenant = office.configuration.find(snapshot.tenant);
    const Json none{rapidjson::kObjectType};
    const auto judge = tenant == nullptr
                           ? office.library.judge(snapshot.vendor, none)
                           : office.library.judge(snapshot.vendor, tenant->parameters,
                                                  tenant->parameter_places);
    if (!judge) {
      return tl::unexpected(judge.error());
    }
    const auto before = past_of(office.store, snapshot.tenant);
    if (!before) {
      return tl::unexpected(before.error());
    }
    report.tenants.push_back(examine(**judge, snapshot,
                                     {.now = snapshot.taken_at,
                                      .knobs = office.configuration.knobs,
                                      .attestations = attestations,
                                      .waivers = waivers,
                                      .previous_run = before->review,
                                      .max_scan_age = office.configuration.max_scan_age,
                                      .last_settled = before->settled}));
    report.tenants.back().insecure = tenant != nullptr && tenant->insecure;
  }
  report.policies = office.library.hash();
  if (office.store != nullptr) {
    const auto head = office.store->journal_head();
    if (!head) {
      return tl::unexpected(head.error());
    }
    report.journal_head = head->number == 0 ? "" : head->text();
  }
  report.knobs = office.configuration.knobs;
  report.max_scan_age = office.configuration.max_scan_age;
  return report;
}

Result<Examination>
examine_tenants(const Office& office, std::span<const Tenant* const> tenants, Stop& stop)
{
  auto snapshots = read_tenants(office, tenants, stop);
  if (!snapshots) {
    return tl::unexpected(snapshots.error());
  }
  if (stop.requested()) { // its gaps say nothing about the tenants
    return fail(Failure::unreachable, "stopped");
  }
  return examine_all(office, *snapshots).map([&](RunReport report) {
    return Examination{std::move(report), std::move(*snapshots), {}};
  });
}

Result<Examination>
examine_and_keep(const Office& office, std::span<const Tenant* const> tenants, Stop& stop)
{
  // Before anything is judged: waivers and attestations go along with a new name.
  const auto known =
      office.store == nullptr ? Result<void>{} : follow_renames(office, tenants, stop);
  if (!known) {
    return tl::unexpected(known.error());
  }
  return examine_tenants(office, tenants, stop).map([&](Examination found) {
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
