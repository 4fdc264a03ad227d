#include "plugin/change/apply.hpp"
#include "plugin/change/approval.hpp"
#include "plugin/change/plan.hpp"
#include "plugin/commands/commands.hpp"
#include "plugin/commands/interrupt.hpp"
#include "plugin/commands/plan_words.hpp"
#include "plugin/report/words.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <optional>

namespace klausur {

namespace {

constexpr Phrase k_one_person{
    "One person decides: approvers: in the configuration lists fewer than two.",
    "Eine Person entscheidet: approvers: in der Konfiguration nennt weniger als zwei."};

struct ApplyCommandOptions
{
  std::string file;
  bool yes = false;
  bool resume = false;
  bool keep = false;
  std::string canary;
  std::string key;              ///< Of the one who applies it, where it takes two.
  std::size_t canary_wait = 60; ///< Seconds.
};

bool
answered_yes(const std::string& question)
{
  std::fputs(question.c_str(), stderr);
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "j" || answer == "J";
}

/// How many people a plan takes, and how many there are.
struct Persons
{
  bool takes_two = false;
  bool are_listed = false; ///< Two or more approvers.
};

/// Ask on the terminal; without one the answer is no. What takes two persons is not written for
/// a `y` that the fingers know.
bool
approved(Session& session, const ChangeSet& set, const Persons& persons)
{
  if (::isatty(STDIN_FILENO) != 1) {
    session.tell("nothing was written: without a terminal, approve with --yes");
    return false;
  }
  if (persons.takes_two) {
    std::fputs("Type the tenant's name to write these changes: ", stderr);
    std::string name;
    return std::getline(std::cin, name) && name == set.bond.tenant;
  }
  return answered_yes(fmt::format("Write these {} changes into {}? [y/N] ", set.changes.size(),
                                  set.bond.tenant));
}

Result<Persons>
persons_of(const Office& office, const ChangeSet& set)
{
  const Tenant* tenant = office.configuration.find(set.bond.tenant);
  const auto again = takes_back_a_rollback(*office.store, set.bond);
  if (!again) {
    return tl::unexpected(again.error());
  }
  return Persons{.takes_two = *again || (tenant != nullptr && takes_two(set, *tenant)),
                 .are_listed = can_take_two(office.configuration)};
}

/// Whether as many people stand behind the plan as it takes: the one who applies it, by their
/// key, and another one. What is missing is said.
Result<Signer>
two_persons(const Office& office, const std::string& hash, const ChangeSet& set,
            const std::string& key)
{
  if (key.empty()) {
    return fail(Failure::invalid,
                "this plan takes two persons: apply it with --key FILE, your key that "
                "approvers: lists, and let another sign it first with klausur approve");
  }
  return signer_with(office.configuration, key).and_then([&](Signer requester) {
    return office.store->journal("").and_then(
        [&](const std::vector<JournalEntry>& entries) -> Result<Signer> {
          const auto why = missing_approval(entries, hash, set.bond, requester.person.key,
                                            office.configuration.approvers, office.clock());
          return why ? fail(Failure::invalid, *why) : Result<Signer>{std::move(requester)};
        });
  });
}

/// Who decided, as the journal keeps it: the one who applies the plan, with the key or, where
/// fewer than two are listed, without. Nobody pretends that there were two.
Result<void>
note_decision(const Office& office, const std::string& hash, const Bond& bond,
              const std::optional<Signer>& requester)
{
  Approval alone;
  alone.plan = hash;
  auto made = requester ? approval_by(*requester, hash, bond) : Result<Approval>{alone};
  return made.and_then([&](const Approval& approval) {
    return office.store->append(bond.tenant, Entry{approval}, office.clock())
        .map([](const JournalEntry&) {});
  });
}

/// Take back what was written, when the one at the terminal wants it so.
Result<void>
offer_way_back(Session& session, const Office& office, const ApplyReport& report)
{
  const bool written = std::ranges::any_of(
      report.results, [](const auto& each) { return each.outcome == Outcome::applied; });
  if (!written || ::isatty(STDIN_FILENO) != 1 ||
      !answered_yes("Take back what was written? [y/N] ")) {
    return {};
  }
  if (const auto fault = journal_fault(session, *office.store)) {
    return fail(Failure::unexpected, "nothing was taken back");
  }
  const Stop never;
  return plans_back(office, report.run)
      .and_then([&](const std::vector<ChangeSet>& plans) -> Result<void> {
        const auto again = takes_back_a_rollback(*office.store, plans.front().bond);
        if (!again || *again) { // That takes a plan of its own, and those who agree to it.
          return again ? Result<void>{} : tl::unexpected(again.error());
        }
        return apply(office, given(plans.front()), {}, never).map([&](const ApplyReport& back) {
          say_results(back, [&](std::string_view piece) { session.print(piece); });
        });
      });
}

Exit
tell_end(Session& session, const Office& office, const ApplyReport& report, bool keep)
{
  session.print(fmt::format("\nrun {}\n", report.run));
  say_results(report, [&](std::string_view piece) { session.print(piece); });
  if (!report.fault.empty()) {
    session.warn(report.fault + "; then go on with --resume, or take back what was written");
  }
  if (report.begun) {
    session.tell(fmt::format("back: klausur rollback {}", report.run));
  }
  if (report.succeeded()) {
    return Exit::within_threshold;
  }
  if (!keep && !report.stopped) {
    if (const auto back = offer_way_back(session, office, report); !back) {
      return session.refuse(back.error());
    }
  }
  return Exit::remediation_failed;
}

/// Shows a plan as it was derived anew, and asks those who have to agree.
class Decision
{
public:
  Decision(Session& session, const Office& office, const ApplyCommandOptions& options,
           std::string hash)
      : m_session{session}, m_office{office}, m_options{options}, m_hash{std::move(hash)}
  {
  }

  [[nodiscard]] bool take(const ChangeSet& set)
  {
    say_plan(set, m_hash, m_office.configuration.language,
             [&](std::string_view piece) { m_session.print(piece); });
    const auto decided = decide(set);
    if (!decided) {
      m_session.warn(decided.error().what);
    }
    m_refused = !decided || !*decided;
    return !m_refused;
  }

  [[nodiscard]] bool was_refused() const { return m_refused; }

private:
  [[nodiscard]] Result<bool> decide(const ChangeSet& set)
  {
    const auto persons = persons_of(m_office, set);
    if (!persons) {
      return tl::unexpected(persons.error());
    }
    if (m_options.resume) { // It was decided when it began.
      return m_options.yes || approved(m_session, set, {});
    }
    std::optional<Signer> requester;
    if (persons->takes_two && persons->are_listed) {
      auto found = two_persons(m_office, m_hash, set, m_options.key);
      if (!found) {
        return tl::unexpected(found.error());
      }
      requester = std::move(*found);
    }
    if (!m_options.yes && !approved(m_session, set, *persons)) {
      return false;
    }
    if (!persons->takes_two) {
      return true;
    }
    if (!requester) {
      m_session.print(fmt::format("\n{}\n", k_one_person.in(m_office.configuration.language)));
    }
    return note_decision(m_office, m_hash, set.bond, requester).map([] { return true; });
  }

  Session& m_session;
  const Office& m_office;
  const ApplyCommandOptions& m_options;
  const std::string m_hash;
  bool m_refused = false;
};

Exit
apply_plan(Session& session, const ApplyCommandOptions& options)
{
  const auto office = session.office();
  if (!office) {
    return session.refuse(office.error());
  }
  auto plan = read_plan_file(options.file);
  if (!plan) {
    return session.refuse(plan.error());
  }
  if (plan->set.changes.empty()) {
    session.tell("nothing to do");
    return Exit::within_threshold;
  }
  // What the journal says is believed here (what was written, that a run had begun, and who
  // approved it), and what is written now is to be found in it.
  if (office->store != nullptr) {
    if (const auto fault = journal_fault(session, *office->store)) {
      return *fault;
    }
  }
  if (!options.resume) {
    tell_of_interruption(session, *office, plan->set.bond.tenant);
  }
  Stop stop;
  std::optional<Interrupt> interrupt; // Only from the first write on.
  Decision decision{session, *office, options, plan->hash};
  const auto approve = [&](const ChangeSet& set) {
    const bool taken = decision.take(set);
    if (taken) {
      interrupt.emplace(stop);
    }
    return taken;
  };
  const auto report = apply(
      *office, std::move(*plan),
      {options.resume, options.canary, std::chrono::seconds{options.canary_wait}, approve},
      stop);
  if (!report) {
    return decision.was_refused() ? Exit::usage : session.refuse(report.error());
  }
  return tell_end(session, *office, *report, options.keep);
}

} // namespace

void
add_apply(CommandLine& line, Session& session)
{
  auto command = line.add(
      "apply", "Write a plan: preconditions checked, every write read back and journalled");
  auto options = std::make_shared<ApplyCommandOptions>();
  command.option("plan", options->file, "A file that klausur plan --output wrote",
                 {.required = true});
  command.flag("--yes", options->yes, "Approve without being asked");
  command.flag("--resume", options->resume,
               "Go on with a run of this plan that was interrupted");
  command.flag("--keep", options->keep,
               "When a change fails, do not ask whether to take back what was written");
  command.option("--key", options->key, "Your key, where the plan takes two persons");
  command.option("--canary", options->canary,
                 "Write this member first (boards/7, group_settings/abc), wait, judge it, and "
                 "only then the others");
  command.option("--canary-wait", options->canary_wait, "Seconds to wait after it",
                 {.shows_default = true});
  command.footer(
      "Every change is derived anew from policies and settings; what does not follow "
      "is refused. Exits 4 when a change failed or the tenant is no longer as planned; "
      "then nothing is written at all.");
  command.does([&session, options] { return apply_plan(session, *options); });
}

} // namespace klausur
