#include "plugin/change/plan.hpp"

#include "plugin/change/access.hpp"
#include "plugin/change/bond.hpp"
#include "plugin/change/chosen.hpp"
#include "plugin/change/look.hpp"
#include "plugin/change/ordered.hpp"
#include "plugin/change/wanted.hpp"
#include "plugin/office/credentials.hpp"
#include "policies/engine/gravest.hpp"

#include <fmt/format.h>

#include <random>
#include <set>
#include <utility>

namespace klausur {

namespace {

std::string
new_nonce()
{
  std::random_device source;
  return fmt::format("{:08x}{:08x}", source(), source());
}

/// What decides beside the policies, of the checks that fail.
Result<Beside>
beside_report(const Office& office, const Tenant& tenant, const Policy& policy,
              const TenantReport& report)
{
  std::vector<const Check*> checks;
  for (const auto& finding : report.findings) {
    if (finding.check != nullptr && is_open(finding) &&
        (checks.empty() || checks.back() != finding.check)) {
      checks.push_back(finding.check);
    }
  }
  const Tenant writer = as_writer(tenant);
  if (!has_two_credentials(tenant)) {
    return beside_of(office, tenant, nullptr, checks);
  }
  Talk talk{writer, policy, office.clock, office.redactor};
  return beside_of(office, tenant, &talk, checks);
}

} // namespace

Examine
examine_by(const Office& office)
{
  return [&office](const Snapshot& snapshot) {
    return examine_all(office, std::span{&snapshot, 1}).map([](RunReport report) {
      return std::move(report.tenants.front());
    });
  };
}

Result<Bond>
bond_now(const Office& office, const Tenant& tenant)
{
  const auto policy = office.library.policy(tenant.vendor);
  if (!policy) {
    return tl::unexpected(policy.error());
  }
  std::vector<Waiver> waivers;
  if (office.store != nullptr) {
    auto kept = office.store->waivers();
    if (!kept) {
      return tl::unexpected(kept.error());
    }
    waivers = std::move(*kept);
  }
  Talk talk{tenant, **policy, office.clock, office.redactor};
  const Time now = office.clock();
  return talk.identity(/*by_vendor=*/false).map([&](Identity identity) {
    return Bond{.tenant = tenant.name,
                .vendor = tenant.vendor,
                .identity = std::move(identity),
                .basis = basis_of(**policy, office.library.catalogue(), tenant.parameters,
                                  tenant.name, waivers),
                .run = {},
                .nonce = new_nonce(),
                .made_at = now,
                .ends_at = now + k_plan_life};
  });
}

Result<ChangeSet>
plan_from(const Office& office, const TenantReport& report, const Snapshot& snapshot,
          const Choice& choice)
{
  const Tenant* tenant = office.configuration.find(snapshot.tenant);
  if (tenant == nullptr) {
    return fail(Failure::invalid,
                fmt::format("there is no tenant \"{}\" to change", snapshot.tenant));
  }
  const auto judge = office.library.judge(*tenant);
  if (!judge) {
    return tl::unexpected(judge.error());
  }
  const auto beside = beside_report(office, *tenant, (*judge)->policy(), report);
  if (!beside) {
    return tl::unexpected(beside.error());
  }
  Conditions conditions{**judge, &*beside};
  const Examine examine = examine_by(office);
  const WhyLeft why = [&](const PlannedChange& change) {
    return why_left(choice, change, office.library.catalogue());
  };
  return check_choice(choice)
      .and_then([&] { return bond_now(office, *tenant); })
      .and_then([&](Bond bond) {
        auto set = chosen(wanted(report, snapshot, **judge, conditions, why), choice,
                          office.library.catalogue());
        set.bond = std::move(bond);
        return settled(std::move(set), snapshot, {**judge, conditions, examine, why});
      })
      .map([&](ChangeSet set) { return ordered(std::move(set), (*judge)->policy().manifest); });
}

Result<Planned>
plan_for(const Office& office, const std::string& tenant, const Choice& choice)
{
  const auto tenants = select_tenants(office.configuration, std::vector{tenant});
  if (!tenants) {
    return tl::unexpected(tenants.error());
  }
  Stop stop;
  auto found = examine_tenants(office, *tenants, stop);
  if (!found) {
    return tl::unexpected(found.error());
  }
  return plan_from(office, found->report.tenants.front(), found->snapshots.front(), choice)
      .map([&](ChangeSet set) {
        auto incomplete = incomplete_sentences(found->report);
        return Planned{std::move(set), std::move(found->report.tenants.front()),
                       std::move(found->snapshots.front()), std::move(incomplete)};
      });
}

Result<std::vector<Relapse>>
look_ahead(const Office& office, ChangeSet& set)
{
  const auto tenants = select_tenants(office.configuration, std::vector{set.bond.tenant});
  if (!tenants) {
    return tl::unexpected(tenants.error());
  }
  Stop stop;
  const auto found = examine_tenants(office, *tenants, stop);
  if (!found) {
    return tl::unexpected(found.error());
  }
  const auto after = examine_by(office)(with_values(found->snapshots.front(), set.changes));
  if (!after) {
    return tl::unexpected(after.error());
  }
  std::set<std::pair<std::string_view, std::string>> open;
  for (const auto& finding : found->report.tenants.front().findings) {
    if (is_open(finding)) {
      open.emplace(finding.id, finding.scope.str());
    }
  }
  std::vector<Relapse> relapses;
  set.outlook = {std::string{name_of(after->light)}, 0};
  for (const auto& finding : after->findings) {
    set.outlook.open += is_open(finding) ? 1 : 0;
    if (is_open(finding) && !open.contains({finding.id, finding.scope.str()})) {
      relapses.push_back({std::string{finding.id}, finding.setting});
    }
  }
  return relapses;
}

} // namespace klausur
