#include "plugin/office/examiner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <utility>

namespace klausur {

namespace {

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

Result<const Judge*>
judge_for(const Office& office, std::string_view vendor, std::string_view tenant)
{
  const Tenant* known = office.configuration.find(tenant);
  const Json none{rapidjson::kObjectType};
  return known == nullptr
             ? office.library.judge(vendor, none)
             : office.library.judge(vendor, known->parameters, known->parameter_places);
}

Result<Examiner>
Examiner::begin(const Office& office)
{
  const Time now = office.clock();
  Examiner examiner{office};
  examiner.m_head = {.id = new_run_id(now),
                     .at = now,
                     .version = KLAUSUR_VERSION,
                     .policies = office.library.hash(),
                     .journal_head = {},
                     .knobs = office.configuration.knobs,
                     .zone = office.configuration.zone,
                     .max_scan_age = office.configuration.max_scan_age,
                     .tenants = {}};
  if (office.store == nullptr) {
    return examiner;
  }
  auto attestations = office.store->attestations();
  auto waivers = office.store->waivers();
  const auto head = office.store->journal_head();
  if (!attestations || !waivers || !head) {
    return tl::unexpected(!attestations ? attestations.error()
                          : !waivers    ? waivers.error()
                                        : head.error());
  }
  examiner.m_attestations = std::move(*attestations);
  examiner.m_waivers = std::move(*waivers);
  examiner.m_head.journal_head = head->number == 0 ? "" : head->text();
  return examiner;
}

Result<TenantReport>
Examiner::examine(const Snapshot& snapshot) const
{
  const auto judge = judge_for(*m_office, snapshot.vendor, snapshot.tenant);
  if (!judge) {
    return tl::unexpected(judge.error());
  }
  const auto before = past_of(m_office->store, snapshot.tenant);
  if (!before) {
    return tl::unexpected(before.error());
  }
  auto report = klausur::examine(**judge, snapshot,
                                 {.now = snapshot.taken_at,
                                  .knobs = m_head.knobs,
                                  .attestations = m_attestations,
                                  .waivers = m_waivers,
                                  .previous_run = before->review,
                                  .max_scan_age = m_head.max_scan_age,
                                  .last_settled = before->settled});
  const Tenant* tenant = m_office->configuration.find(snapshot.tenant);
  report.insecure = tenant != nullptr && tenant->insecure;
  return report;
}

Result<RunReport>
examine_all(const Office& office, std::span<const Snapshot> snapshots)
{
  for (const auto& snapshot : snapshots) {
    if (const auto judge = judge_for(office, snapshot.vendor, snapshot.tenant); !judge) {
      return tl::unexpected(judge.error());
    }
  }
  const auto examiner = Examiner::begin(office);
  if (!examiner) {
    return tl::unexpected(examiner.error());
  }
  RunReport report = examiner->head();
  for (const auto& snapshot : snapshots) {
    auto examined = examiner->examine(snapshot);
    if (!examined) {
      return tl::unexpected(examined.error());
    }
    report.tenants.push_back(std::move(*examined));
  }
  return report;
}

} // namespace klausur
