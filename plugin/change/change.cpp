#include "plugin/change/change.hpp"

#include "connectors/model/setting.hpp"
#include "plugin/office/visit.hpp"
#include "policies/engine/expectation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur {

namespace {

/// One plan on its way into one tenant.
class Application
{
public:
  Application(const Office& office, const Plan& plan, const Tenant& tenant,
              const Policy& policy)
      : m_office{office}, m_plan{plan}, m_tenant{tenant}, m_visit{tenant, policy, m_loop,
                                                                  office.clock, office.redactor}
  {
    m_report.run = new_run_id(office.clock());
    for (const auto& change : plan.changes) {
      m_report.results.push_back({change.setting, Outcome::not_attempted, ""});
    }
  }

  [[nodiscard]] Result<ApplyReport> run()
  {
    return note("apply", [&](Json& body) { add(body, "plan", hash_of(m_plan)); })
        .and_then([&] { return check_preconditions(); })
        .and_then([&](bool clear) -> Result<void> {
          return clear ? write_documents() : Result<void>{};
        })
        .and_then([&] {
          return note(m_report.succeeded() ? "applied" : "not applied", [](Json&) {});
        })
        .map([&] { return std::move(m_report); });
  }

private:
  static void add(Json& body, std::string_view name, std::string_view text)
  {
    set_member(body, name, text, body.GetAllocator());
  }

  template<typename Fill>
  [[nodiscard]] Result<void> note(std::string_view kind, Fill fill) const
  {
    Json body{rapidjson::kObjectType};
    add(body, "run", m_report.run);
    fill(body);
    return m_office.store->append(kind, m_tenant.name, body, m_office.clock())
        .map([](const JournalEntry&) {});
  }

  [[nodiscard]] std::vector<std::size_t> changes_of(std::string_view document) const
  {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < m_plan.changes.size(); ++i) {
      if (parse_address(m_plan.changes[i].setting)->document == document) {
        found.push_back(i);
      }
    }
    return found;
  }

  [[nodiscard]] std::vector<std::string> documents() const
  {
    std::vector<std::string> names;
    for (const auto& change : m_plan.changes) {
      const std::string document = parse_address(change.setting)->document;
      if (std::ranges::find(names, document) == names.end()) {
        names.push_back(document);
      }
    }
    return names;
  }

  /// What the tenant says now of the setting; an error when it cannot be read.
  [[nodiscard]] static const JsonValue* value_of(const Reading& reading, const Change& change)
  {
    return value_at(*reading.content, parse_address(change.setting)->steps);
  }

  void settle(std::size_t index, Outcome outcome, std::string why)
  {
    m_report.results[index].outcome = outcome;
    m_report.results[index].why = std::move(why);
  }

  /// True when everything is as the plan found it.
  [[nodiscard]] Result<bool> check_preconditions()
  {
    bool clear = true;
    for (const auto& document : documents()) {
      const auto as_found = check_document(document);
      if (!as_found) {
        return as_found;
      }
      clear = clear && *as_found;
    }
    return clear;
  }

  [[nodiscard]] Result<bool> check_document(const std::string& document)
  {
    bool clear = true;
    const Reading reading = m_loop.wait(m_visit.session().read_document(document));
    for (const std::size_t index : changes_of(document)) {
      const Change& change = m_plan.changes[index];
      if (!reading.content) {
        settle(index, Outcome::failed, reading.content.error().what);
        clear = false;
        continue;
      }
      const JsonValue* now = value_of(reading, change);
      const bool as_found = now == nullptr
                                ? change.from_absent
                                : !change.from_absent && same_setting(*now, change.from);
      if (now != nullptr && same_setting(*now, change.to)) {
        settle(index, Outcome::already, "");
      } else if (!as_found) {
        clear = false;
        settle(index, Outcome::conflict,
               fmt::format("the plan found {}, the tenant now has {}; plan again",
                           change.from_absent ? "nothing" : to_text(change.from),
                           now == nullptr ? "nothing" : to_text(*now)));
        auto noted = note("conflict", [&](Json& body) { describe(body, change, now); });
        if (!noted) {
          return tl::unexpected(noted.error());
        }
      }
    }
    return clear;
  }

  static void describe(Json& body, const Change& change, const JsonValue* observed)
  {
    auto& memory = body.GetAllocator();
    set_member(body, "setting", change.setting, memory);
    set_member(body, "from", change.from, memory);
    set_member(body, "from_absent", change.from_absent, memory);
    set_member(body, "to", change.to, memory);
    set_member(body, "check", change.check, memory);
    if (observed != nullptr) {
      set_member(body, "observed", *observed, memory);
    }
  }

  [[nodiscard]] Result<void> write_documents()
  {
    bool first = true;
    for (const auto& document : documents()) {
      // The later ones were looked at a while ago.
      const auto as_found = first ? Result<bool>{true} : check_document(document);
      if (!as_found || !*as_found) {
        return as_found ? Result<void>{} : tl::unexpected(as_found.error());
      }
      first = false;
      std::vector<std::size_t> open = changes_of(document);
      std::erase_if(open, [&](std::size_t index) {
        return m_report.results[index].outcome == Outcome::already;
      });
      if (open.empty()) {
        continue;
      }
      const auto complete = write_document(document, open);
      if (!complete || !*complete) {
        return complete ? Result<void>{} : tl::unexpected(complete.error());
      }
    }
    return {};
  }

  [[nodiscard]] Result<bool> write_document(const std::string& document,
                                            const std::vector<std::size_t>& open)
  {
    std::vector<Change> changes;
    for (const std::size_t index : open) {
      const Change& change = m_plan.changes[index];
      auto noted = note("write", [&](Json& body) { describe(body, change, nullptr); });
      if (!noted) {
        return tl::unexpected(noted.error());
      }
      changes.push_back({change.setting, copy_of(change.from), change.from_absent,
                         copy_of(change.to), change.check, change.impact});
    }
    const auto sent = m_loop.wait(m_visit.session().write(document, changes));
    // Whatever the vendor answered: what the tenant now reports is what counts.
    const Reading after = m_loop.wait(m_visit.session().read_document(document));
    return read_back(open, after, sent);
  }

  [[nodiscard]] Result<bool> read_back(const std::vector<std::size_t>& open,
                                       const Reading& after, const Result<void>& sent)
  {
    bool all = true;
    for (const std::size_t index : open) {
      const Change& change = m_plan.changes[index];
      const JsonValue* now = after.content ? value_of(after, change) : nullptr;
      const bool holds = now != nullptr && same_setting(*now, change.to);
      std::string why;
      if (!holds) {
        why = !sent            ? sent.error().what
              : !after.content ? "the read-back failed: " + after.content.error().what
              : now == nullptr ? "the tenant does not report the setting after the write"
                               : fmt::format("the vendor accepted the write, but the tenant "
                                             "still has {}",
                                             to_text(*now));
      }
      settle(index, holds ? Outcome::applied : Outcome::failed, why);
      all = all && holds;
      auto noted = note(holds ? "read-back" : "failed", [&](Json& body) {
        describe(body, change, now);
        add(body, "why", why);
      });
      if (!noted) {
        return tl::unexpected(noted.error());
      }
    }
    return all;
  }

  const Office& m_office;
  const Plan& m_plan;
  const Tenant& m_tenant;
  Loop m_loop;
  Visit m_visit; ///< One session from the first look to the last read-back.
  ApplyReport m_report;
};

} // namespace

bool
ApplyReport::succeeded() const
{
  return std::ranges::all_of(results, [](const ChangeResult& each) {
    return each.outcome == Outcome::applied || each.outcome == Outcome::already;
  });
}

std::string_view
name_of(Outcome outcome)
{
  constexpr std::array<std::string_view, 5> names{"applied", "already", "conflict", "failed",
                                                  "not attempted"};
  return names.at(static_cast<std::size_t>(outcome));
}

Result<ApplyReport>
apply(const Office& office, const Plan& plan)
{
  if (office.store == nullptr) {
    return fail(Failure::invalid, "apply keeps a journal and needs a store: set store: "
                                  "sqlite:///var/lib/klausur/klausur.db in the configuration");
  }
  const auto tenants = select_tenants(office.configuration, std::vector{plan.tenant});
  if (!tenants) {
    return tl::unexpected(tenants.error());
  }
  const Tenant& tenant = *tenants->front();
  if (tenant.vendor != plan.vendor) {
    return fail(Failure::invalid,
                fmt::format("the plan is for {} at {}, but the tenant is at {}", plan.tenant,
                            plan.vendor, tenant.vendor));
  }
  return office.library.policy(plan.vendor).and_then([&](const Policy* policy) {
    return Application{office, plan, tenant, *policy}.run();
  });
}

} // namespace klausur
