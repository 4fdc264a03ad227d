#include "plugin/commands/demo_walk.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

/// All that settings allow: the demo's recordings and messages are nobody's.
const Choice k_all{.risks = {"deletes"}};

/// The one that is rolled back.
constexpr std::string_view k_back = "demo-trello";

/// Of a tenant of the demo, `demo-trello`.
std::string
vendor_of(std::string_view tenant)
{
  return std::string{tenant.substr(tenant.find('-') + 1)};
}

bool
has_changes_by_api(const Policy& policy)
{
  return std::ranges::any_of(policy.manifest.documents, &DocumentEntry::is_written_by_api);
}

} // namespace

/// One plan for each tenant that an API writes.
Result<void>
DemoWalk::plan_all()
{
  m_show.step(demo::plan);
  for (std::size_t i = 0; i < m_first.report.tenants.size(); ++i) {
    const auto& tenant = m_first.report.tenants[i];
    const auto policy = m_office.library.policy(tenant.vendor);
    if (!policy) {
      return tl::unexpected(policy.error());
    }
    if (!has_changes_by_api(**policy)) {
      continue;
    }
    const auto sandbox = m_stage.sandboxes().find(vendor_of(tenant.name));
    m_origins[tenant.name] = canonical_text(sandbox->second->state());
    m_show.gap();
    if (auto done = plan(tenant, m_first.snapshots[i]); !done) {
      return done;
    }
  }
  return {};
}

Result<void>
DemoWalk::apply_all()
{
  m_show.step(demo::apply);
  for (const auto& each : m_plans) {
    if (auto done = carry_out(each); !done) {
      return done;
    }
  }
  return check_journal();
}

Result<void>
DemoWalk::put_right_again()
{
  m_show.step(demo::repair);
  m_plans.clear();
  return plan(m_drifted.tenant(), m_drifted.snapshot())
      .and_then([&] {
        return m_plans.empty() ? fail(Failure::unexpected, "the demo did not go as it should: "
                                                           "there was nothing to put right")
                               : carry_out(m_plans.front());
      })
      .and_then([&] { return check_journal(); });
}

Result<void>
DemoWalk::plan(const TenantReport& tenant, const Snapshot& found)
{
  return plan_from(m_office, tenant, found, k_all).and_then([&](ChangeSet set) -> Result<void> {
    m_show.plan(set);
    if (!set.changes.empty()) { // Else the API writes nothing that deviates there.
      m_plans.push_back(std::move(set));
    }
    return {};
  });
}

Result<void>
DemoWalk::carry_out(const ChangeSet& plan)
{
  const auto done = apply(m_office, given(plan), {}, m_stop);
  if (!done) {
    return tl::unexpected(done.error());
  }
  m_runs[plan.bond.tenant] = done->run;
  m_show.outcome(plan.bond.tenant, *done);
  return done->succeeded()
             ? Result<void>{}
             : fail(Failure::conflict, "the demo stops: a change could not be written");
}

Result<void>
DemoWalk::check_journal()
{
  return m_office.store->verify_journal().and_then(
      [&](const JournalVerdict& verdict) -> Result<void> {
        if (verdict.flaw) {
          return fail(Failure::invalid, to_sentence(verdict));
        }
        m_show.line(m_show.say(demo::k_journal));
        return {};
      });
}

/// One of them goes back to what it was, to the byte.
Result<void>
DemoWalk::take_back()
{
  m_show.step(demo::back);
  const std::string tenant{k_back};
  const auto run = m_runs.find(tenant);
  if (run == m_runs.end()) {
    return fail(Failure::unexpected, fmt::format("nothing was written into {}", tenant));
  }
  return plans_back(m_office, run->second)
      .and_then([&](const std::vector<ChangeSet>& plans) {
        m_show.plan(plans.front());
        return carry_out(plans.front());
      })
      .and_then([&]() -> Result<void> {
        const auto& sandbox = m_stage.sandboxes().at(vendor_of(tenant));
        if (canonical_text(sandbox->state()) != m_origins[tenant]) {
          return fail(Failure::unexpected,
                      fmt::format("{} is not as it was before its plan", tenant));
        }
        m_show.line(m_show.say(demo::k_as_before));
        return {};
      });
}

} // namespace klausur
