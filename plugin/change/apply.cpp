#include "plugin/change/apply.hpp"

#include "plugin/change/access.hpp"
#include "plugin/change/bond.hpp"
#include "plugin/change/canary.hpp"
#include "plugin/change/derive.hpp"
#include "plugin/change/grounds.hpp"
#include "plugin/change/lease.hpp"
#include "plugin/change/ordered.hpp"
#include "plugin/change/places.hpp"
#include "plugin/change/plan.hpp"
#include "plugin/change/step_writer.hpp"
#include "plugin/change/use.hpp"
#include "plugin/change/verdict.hpp"
#include "plugin/office/credentials.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace klausur {

namespace {

constexpr std::string_view k_nothing_written =
    "nothing was written: the tenant is no longer as the plan found it";

/// One plan on its way into one tenant.
class Application
{
public:
  Application(const Office& office, const Tenant& tenant, const Policy& policy,
              const ApplyOptions& options, const Stop& stop)
      : m_office{office}, m_tenant{tenant}, m_policy{policy}, m_options{options}, m_stop{stop},
        m_writer{as_writer(tenant)}, m_talk{m_writer, policy, office.clock, office.redactor}
  {
    if (has_two_credentials(tenant)) {
      m_reader.emplace(tenant, policy, office.clock, office.redactor);
      m_talk.fall_back_on(&*m_reader);
    }
  }

  [[nodiscard]] Result<ApplyReport> run(GivenPlan plan)
  {
    m_hash = plan.hash;
    return with_checks(std::move(plan), m_policy)
        .and_then([&](ChangeSet given) {
          m_given = std::move(given);
          return check_use();
        })
        .and_then([&] { return check_bond(); })
        .and_then([&] { return look(); })
        .and_then([&]() -> Result<ApplyReport> {
          return m_moved ? Result<ApplyReport>{leave()} : carry_out();
        });
  }

private:
  Result<void> check_use()
  {
    return use_of(*m_office.store, m_tenant.name, m_hash, m_options.resume, m_office.clock)
        .map([&](Use use) {
          m_run = std::move(use.run);
          m_spent = std::move(use.spent);
        });
  }

  Result<void> check_bond()
  {
    auto identity = m_talk.identity(m_given.bond.identity.by_vendor);
    if (!identity) {
      return tl::unexpected(identity.error());
    }
    if (!m_given.bond.identity.by_vendor) {
      identity = identity_by_address(m_tenant, m_policy.manifest);
    }
    const auto waivers = m_office.store->waivers();
    if (!waivers) {
      return tl::unexpected(waivers.error());
    }
    m_account = *identity;
    Bond now = m_given.bond;
    now.identity = *identity;
    now.made_at = m_options.resume ? m_given.bond.made_at : m_office.clock();
    now.basis = m_given.bond.is_rollback()
                    ? m_given.bond.basis
                    : basis_of(m_policy, m_office.library.catalogue(), m_tenant.parameters,
                               m_tenant.name, *waivers);
    const auto why = refusal(m_given.bond, now, m_spent);
    return why ? fail(Failure::invalid, *why) : Result<void>{};
  }

  /// Read what decides, and hold every value against what the plan found.
  Result<void> look()
  {
    const auto judge = m_office.library.judge(m_tenant);
    if (!judge) {
      return tl::unexpected(judge.error());
    }
    m_judge = *judge;
    auto beside = beside_of(m_office, m_tenant, other(), m_given.changes);
    if (!beside) {
      return tl::unexpected(beside.error());
    }
    m_beside = std::move(*beside);
    m_now = m_talk.read(documents_about(m_given.changes, *m_judge));
    m_results.resize(m_given.changes.size());
    for (std::size_t i = 0; i < m_given.changes.size(); ++i) {
      const PlannedChange& change = m_given.changes[i];
      const auto place = parse_address(change.setting.text());
      const Reading* reading = m_now.find(place->document);
      if (reading == nullptr || !reading->content) {
        m_results[i] = {Outcome::failed,
                        reading == nullptr ? "it was not read" : reading->content.error().what};
        continue;
      }
      m_results[i] = before_write(change, value_in(m_now, *place));
      m_moved = m_moved || (m_results[i] && m_results[i]->outcome == Outcome::conflict);
    }
    return {};
  }

  /// Nothing is written when one value is not as it was found.
  ApplyReport leave()
  {
    for (auto& result : m_results) {
      if (!result || result->outcome == Outcome::already) {
        result = {Outcome::held_back, std::string{k_nothing_written}};
      }
    }
    return report(std::move(m_given));
  }

  ApplyReport report(ChangeSet set)
  {
    ApplyReport ended{.run = m_run,
                      .set = std::move(set),
                      .results = {},
                      .begun = m_begun,
                      .stopped = !m_fault.empty(),
                      .fault = m_fault};
    for (auto& result : m_results) {
      ended.stopped = ended.stopped || !result;
      ended.results.push_back(
          result
              ? std::move(*result)
              : ChangeResult{Outcome::held_back, "it was stopped before: go on with --resume"});
    }
    return ended;
  }

  /// The file has no authority: only what follows anew is written.
  Result<ChangeSet> derive()
  {
    if (m_given.bond.is_rollback()) {
      return grounded_rollback(m_given, *m_office.store);
    }
    ChangeSet asked = m_given;
    std::size_t i = 0;
    std::erase_if(asked.changes, [&](const PlannedChange&) {
      const auto& result = m_results[i++];
      return result && result->outcome == Outcome::failed; // Nobody can tell.
    });
    return grounded(asked, m_now, *m_judge, examine_by(m_office), m_beside);
  }

  /// Results of the look go with their changes into the new order.
  void take_over(const ChangeSet& anew)
  {
    const Places given = places_of(m_given.changes);
    std::vector<std::optional<ChangeResult>> results(anew.changes.size());
    for (std::size_t i = 0; i < anew.changes.size(); ++i) {
      if (const auto at = given.find(anew.changes[i].setting)) {
        results[i] = std::move(m_results[*at]);
      }
    }
    m_results = std::move(results);
  }

  /// What could not be read is not derived; it is told all the same.
  void keep_unread(ChangeSet& anew, const std::vector<std::optional<ChangeResult>>& results)
  {
    for (std::size_t i = 0; i < m_given.changes.size(); ++i) {
      if (results[i] && results[i]->outcome == Outcome::failed) {
        anew.changes.push_back(m_given.changes[i]);
        anew.changes.back().step =
            anew.changes.size() > 1 ? anew.changes[anew.changes.size() - 2].step + 1 : 0;
      }
    }
  }

  Result<ApplyReport> carry_out()
  {
    auto anew = derive();
    if (!anew) {
      return tl::unexpected(anew.error());
    }
    if (!m_given.bond.is_rollback()) {
      keep_unread(*anew, m_results);
    }
    take_over(*anew);
    Conditions conditions{*m_judge, &m_beside};
    hold_back_own_end(anew->changes, m_results, {m_now, conditions, other(), m_account});
    if (const auto known = check_canary(*anew, m_policy.manifest, m_options.canary); !known) {
      return tl::unexpected(known.error());
    }
    if (m_options.approve && !m_options.approve(*anew)) {
      return fail(Failure::left_out, "nothing was written: it was not approved");
    }
    if (const auto done = write(*anew); !done) {
      if (!m_begun) {
        return tl::unexpected(done.error());
      }
      m_fault = done.error().what; // What was done by then is told all the same.
    }
    return report(std::move(*anew));
  }

  Result<void> write(const ChangeSet& set)
  {
    const bool open = std::ranges::any_of(m_results, [](const auto& each) { return !each; });
    if (!open && !m_options.resume) {
      return {};
    }
    auto lease = Lease::take(*m_office.store, m_tenant.name, m_office.clock);
    if (!lease) {
      return tl::unexpected(lease.error());
    }
    // Between the look at the journal and the lease somebody else may have used it.
    const auto used = m_office.store->run_of_plan(m_hash);
    if (!used || *used != (m_options.resume ? m_run : "")) {
      return used ? fail(Failure::conflict, "the plan is used by another process: plan again")
                  : tl::unexpected(used.error());
    }
    Notes notes{*m_office.store, m_tenant.name, m_run, m_office.clock};
    const auto kept =
        m_office.store->keep_plan(m_hash, m_tenant.name, m_office.clock(),
                                  [&](const TextSink& sink) { write_plan(m_given, sink); });
    if (!kept) {
      return tl::unexpected(kept.error());
    }
    return notes.begin(m_hash, set.bond, m_options.resume).and_then([&] {
      m_begun = true;
      return write_steps(set, notes, *lease);
    });
  }

  Result<void> write_steps(const ChangeSet& set, Notes& notes, Lease& lease)
  {
    StepWriter writer{m_talk, notes, m_stop, set, m_results};
    return write_canary(set, writer, lease)
        .and_then([&] {
          return write_some(set, writer, lease, [](const PlannedChange&) { return true; });
        })
        .and_then([&]() -> Result<void> {
          const bool whole =
              std::ranges::all_of(m_results, [](const auto& each) { return !!each; });
          if (!whole) { // Stopped: without its end in the journal it can be gone on with.
            return {};
          }
          return notes.end(std::ranges::all_of(
              m_results, [](const auto& each) { return is_done(each->outcome); }));
        });
  }

  /// The changes that are `meant`, step by step.
  template<typename Meant>
  Result<void> write_some(const ChangeSet& set, StepWriter& writer, Lease& lease, Meant meant)
  {
    std::vector<std::size_t> step;
    for (std::size_t i = 0; i < set.changes.size() && !m_stop.requested(); ++i) {
      if (meant(set.changes[i])) {
        step.push_back(i);
      }
      const bool is_last =
          i + 1 == set.changes.size() || set.changes[i + 1].step != set.changes[i].step;
      if (!is_last || step.empty()) {
        continue;
      }
      const auto done = lease.renew().and_then([&] { return writer.write(step); });
      if (!done) {
        return done;
      }
      step.clear();
    }
    return {};
  }

  /// One member first; when it is not as it should be then, nothing else is written.
  Result<void> write_canary(const ChangeSet& set, StepWriter& writer, Lease& lease)
  {
    if (m_options.canary.empty()) {
      return {};
    }
    const auto is_canary = [&](const PlannedChange& change) {
      return member_of(change, m_policy.manifest) == m_options.canary;
    };
    return write_some(set, writer, lease, is_canary).and_then([&]() -> Result<void> {
      pause(m_options.canary_wait);
      const auto why = fault_of_canary(set, is_canary);
      for (std::size_t i = 0; why && i < m_results.size(); ++i) {
        if (!m_results[i]) {
          m_results[i] = {Outcome::held_back, *why};
        }
      }
      return {};
    });
  }

  void pause(std::chrono::seconds how_long) const
  {
    const auto end = std::chrono::steady_clock::now() + how_long;
    constexpr std::chrono::milliseconds k_often{100};
    while (std::chrono::steady_clock::now() < end && !m_stop.requested()) {
      std::this_thread::sleep_for(k_often);
    }
  }

  /// Why the others must not follow; nothing: they may.
  template<typename IsCanary>
  std::optional<std::string> fault_of_canary(const ChangeSet& set, IsCanary is_canary)
  {
    std::vector<PlannedChange> written;
    for (std::size_t i = 0; i < set.changes.size(); ++i) {
      if (!is_canary(set.changes[i])) {
        continue;
      }
      if (!m_results[i] || !is_done(m_results[i]->outcome)) {
        return fmt::format("{} was to come first, and not all of it was written",
                           m_options.canary);
      }
      written.push_back(set.changes[i]);
    }
    return fault_of(written, m_talk, *m_judge, examine_by(m_office));
  }

  /// Speaks with another credential than the one that writes; nullptr: there is none.
  Talk* other() { return m_reader ? &*m_reader : nullptr; }

  const Office& m_office;
  const Tenant& m_tenant;
  const Policy& m_policy;
  const ApplyOptions& m_options;
  const Stop& m_stop;
  const Tenant m_writer;
  Talk m_talk;
  std::optional<Talk> m_reader; ///< Another credential than the one that writes.
  Identity m_account;
  Beside m_beside;
  const Judge* m_judge = nullptr;
  ChangeSet m_given;
  std::string m_hash;
  std::string m_run;
  std::string m_spent;
  Snapshot m_now;
  std::vector<std::optional<ChangeResult>> m_results;
  std::string m_fault;
  bool m_moved = false;
  bool m_begun = false;
};

} // namespace

bool
ApplyReport::succeeded() const
{
  return std::ranges::all_of(results,
                             [](const ChangeResult& each) { return is_done(each.outcome); });
}

Result<ApplyReport>
apply(const Office& office, GivenPlan plan, const ApplyOptions& options, const Stop& stop)
{
  if (office.store == nullptr) {
    return fail(Failure::invalid, "apply keeps a journal and needs a store: set store: "
                                  "sqlite:///var/lib/klausur/klausur.db in the configuration");
  }
  const auto tenants = select_tenants(office.configuration, std::vector{plan.set.bond.tenant});
  if (!tenants) {
    return tl::unexpected(tenants.error());
  }
  const Tenant& tenant = *tenants->front();
  if (tenant.vendor != plan.set.bond.vendor) {
    return fail(Failure::invalid,
                fmt::format("the plan is for {} at {}, but the tenant is at {}",
                            plan.set.bond.tenant, plan.set.bond.vendor, tenant.vendor));
  }
  return office.library.policy(tenant.vendor).and_then([&](const Policy* policy) {
    if (auto may = can_be_written(tenant, policy->manifest); !may) {
      return Result<ApplyReport>{tl::unexpected(may.error())};
    }
    return Application{office, tenant, *policy, options, stop}.run(std::move(plan));
  });
}

} // namespace klausur
