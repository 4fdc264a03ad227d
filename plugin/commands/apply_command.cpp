#include "plugin/change/apply.hpp"
#include "plugin/change/approval.hpp"
#include "plugin/change/plan.hpp"
#include "plugin/commands/commands.hpp"
#include "plugin/commands/interrupt.hpp"
#include "plugin/commands/plan_words.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <optional>

namespace klausur {

namespace {

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

/// Ask on the terminal; without one the answer is no. What is grave is not written for a `y`
/// that the fingers know.
bool
approved(Session& session, const ChangeSet& set)
{
  if (::isatty(STDIN_FILENO) != 1) {
    session.tell("nothing was written: without a terminal, approve with --yes");
    return false;
  }
  if (takes_two(set)) {
    std::fputs("Type the tenant's name to write these changes: ", stderr);
    std::string name;
    return std::getline(std::cin, name) && name == set.bond.tenant;
  }
  return answered_yes(fmt::format("Write these {} changes into {}? [y/N] ", set.changes.size(),
                                  set.bond.tenant));
}

/// Nobody pretends that there were two.
Result<void>
note_one_person(Session& session, const Office& office, const std::string& hash,
                const ChangeSet& set)
{
  session.tell("one person decides: approvers: in the configuration lists fewer than two");
  Approval alone;
  alone.plan = hash;
  return office.store->append(set.bond.tenant, Entry{alone}, office.clock())
      .map([](const JournalEntry&) {});
}

/// Whether as many people stand behind the plan as it takes; what is missing is said.
Result<void>
enough_people(Session& session, const Office& office, const std::string& hash,
              const ChangeSet& set, const std::string& key)
{
  if (!takes_two(set)) {
    return {};
  }
  if (!can_take_two(office.configuration)) {
    return note_one_person(session, office, hash, set);
  }
  if (key.empty()) {
    return fail(Failure::invalid,
                "this plan takes two persons: apply it with --key FILE, your key "
                "that approvers: lists, and let another sign it first with "
                "klausur approve");
  }
  return signer_with(office.configuration, key).and_then([&](const Signer& requester) {
    return office.store->journal("").and_then(
        [&](const std::vector<JournalEntry>& entries) -> Result<void> {
          const auto why = missing_approval(entries, hash, set.bond, requester.person.key,
                                            office.configuration.approvers, office.clock());
          return why ? fail(Failure::invalid, *why) : Result<void>{};
        });
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
  return plans_back(office, report.run).and_then([&](const std::vector<ChangeSet>& plans) {
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
  if (plan->set.bond.is_rollback() &&
      office->store != nullptr) { // What is written follows from the journal.
    if (const auto fault = journal_fault(session, *office->store)) {
      return *fault;
    }
  }
  if (!options.resume) {
    tell_of_interruption(session, *office, plan->set.bond.tenant);
  }
  Stop stop;
  std::optional<Interrupt> interrupt; // Only from the first write on.
  const std::string hash = plan->hash;
  bool refused = false;
  const auto approve = [&](const ChangeSet& set) {
    say_plan(set, hash, office->configuration.language,
             [&](std::string_view piece) { session.print(piece); });
    if (const auto people = enough_people(session, *office, hash, set, options.key); !people) {
      session.warn(people.error().what);
      refused = true;
      return false;
    }
    refused = !options.yes && !approved(session, set);
    if (!refused) {
      interrupt.emplace(stop);
    }
    return !refused;
  };
  const auto report = apply(
      *office, std::move(*plan),
      {options.resume, options.canary, std::chrono::seconds{options.canary_wait}, approve},
      stop);
  if (!report) {
    return refused ? Exit::usage : session.refuse(report.error());
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
