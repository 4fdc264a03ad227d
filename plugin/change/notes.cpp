#include "plugin/change/notes.hpp"

#include "connectors/model/mask.hpp"

namespace klausur {

Result<void>
Notes::begin(std::string_view plan, const Bond& bond, bool resumed)
{
  m_waiting.emplace_back(RunBegun{.run = m_run,
                                  .plan = std::string{plan},
                                  .by = {},
                                  .rollback_of = bond.run,
                                  .account = bond.identity.account,
                                  .basis = bond.basis,
                                  .resumed = resumed});
  return flush();
}

Result<void>
Notes::end(bool succeeded)
{
  m_waiting.emplace_back(RunEnded{.run = m_run, .end = succeeded ? "applied" : "not applied"});
  return flush();
}

void
Notes::add_intent(const PlannedChange& change)
{
  Intent intent{.run = m_run,
                .setting = change.setting.text(),
                .from = {},
                .to = copy_of(*change.to),
                .check = std::string{check_of(change)}};
  if (change.from) {
    intent.from = copy_of(*change.from);
    intent.masked = holds_mask(*change.from);
  }
  intent.deletes = risk_of(change, Danger::deletes) != nullptr;
  m_waiting.emplace_back(std::move(intent));
}

void
Notes::add_outcome(const PlannedChange& change, const ChangeResult& result,
                   const JsonValue* seen)
{
  WriteOutcome outcome{.run = m_run,
                       .setting = change.setting.text(),
                       .outcome = std::string{name_of(result.outcome)},
                       .observed = {},
                       .why = result.why};
  if (seen != nullptr) {
    outcome.observed = copy_of(*seen);
  }
  m_waiting.emplace_back(std::move(outcome));
}

Result<void>
Notes::flush()
{
  if (m_waiting.empty()) {
    return {};
  }
  const auto waiting = std::move(m_waiting);
  m_waiting.clear();
  return m_store.append(m_tenant, waiting, m_clock());
}

} // namespace klausur
