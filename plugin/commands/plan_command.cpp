#include "connectors/format/suggest.hpp"
#include "plugin/change/apply.hpp"
#include "plugin/change/lease.hpp"
#include "plugin/change/plan.hpp"
#include "plugin/change/plan_file.hpp"
#include "plugin/commands/commands.hpp"
#include "plugin/commands/plan_words.hpp"
#include "plugin/office/output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>

namespace klausur {

namespace {

struct PlanOptions
{
  std::string tenant;
  std::string output;
  std::string like;
  bool choose = false;
  Choice choice;
};

/// `a,b` and `a` and `b` are the same.
void
split_commas(std::vector<std::string>& list)
{
  std::vector<std::string> parts;
  for (const auto& each : list) {
    std::size_t begin = 0;
    while (begin <= each.size()) {
      const auto end = std::min(each.find(',', begin), each.size());
      if (end > begin) {
        parts.push_back(each.substr(begin, end - begin));
      }
      begin = end + 1;
    }
  }
  list = std::move(parts);
}

/// What is named by its id has to be there.
Result<void>
check_ids(Library& library, const Tenant* tenant, const Choice& choice)
{
  const auto ids = library.ids();
  if (!ids) {
    return tl::unexpected(ids.error());
  }
  for (const auto* list : {&choice.checks, &choice.controls}) {
    for (const auto& id : *list) {
      if (std::ranges::find(*ids, id) == ids->end()) {
        return tl::unexpected(no_such_id(library, id));
      }
    }
  }
  const auto policy =
      tenant == nullptr ? Result<const Policy*>{nullptr} : library.policy(tenant->vendor);
  if (!policy) {
    return tl::unexpected(policy.error());
  }
  const auto is_document = [&](const std::string& word) {
    return *policy == nullptr ||
           std::ranges::find((*policy)->manifest.documents, word, &DocumentEntry::name) !=
               (*policy)->manifest.documents.end();
  };
  for (const auto& word : choice.except) {
    // What has a step is the address of a setting.
    const bool is_known = is_document(word) || word.find_first_of("#/*") != std::string::npos ||
                          point_named(word) || severity_named(word) ||
                          std::ranges::find(*ids, word) != ids->end();
    if (!is_known) {
      return tl::unexpected(no_such_id(library, word));
    }
  }
  return {};
}

/// The choice of an earlier plan.
Result<Choice>
choice_of(const std::string& file)
{
  auto plan = read_plan_file(file);
  if (!plan) {
    return tl::unexpected(plan.error());
  }
  if (plan->set.bond.is_rollback()) {
    return fail(Failure::invalid,
                fmt::format("{}: this is a rollback; next: klausur rollback {}", file,
                            plan->set.bond.run));
  }
  return std::move(plan->set.choice);
}

/// Ask for each change; what is not wanted is left out by its address.
Result<ChangeSet>
ask_for_each(Session& session, const Office& office, const Planned& planned, Choice choice)
{
  if (::isatty(STDIN_FILENO) != 1) {
    return fail(Failure::invalid, "--choose asks on a terminal, and there is none; choose with "
                                  "--check, --setting or --except");
  }
  const auto language = office.configuration.language;
  for (const auto& change : planned.set.changes) {
    say_change(change, planned.set, language,
               [&](std::string_view piece) { session.print(piece); });
    std::fputs("Change it? [Y/n/q] ", stderr);
    std::string answer;
    if (!std::getline(std::cin, answer) || answer == "q") {
      return fail(Failure::invalid, "nothing was planned");
    }
    if (answer == "n" || answer == "N") {
      choice.except.push_back(change.setting.text());
    }
  }
  return plan_from(office, planned.before, planned.found, choice);
}

Exit
show(Session& session, const Office& office, const ChangeSet& set, const PlanOptions& options)
{
  say_plan(set, hash_of(set), office.configuration.language,
           [&](std::string_view piece) { session.print(piece); });
  if (options.output.empty()) {
    return set.changes.empty() ? Exit::within_threshold : Exit::deviations;
  }
  const auto written = write_or_print(session, options.output,
                                      [&](const TextSink& sink) { write_plan(set, sink); });
  if (!written) {
    return session.refuse(written.error());
  }
  session.tell(
      fmt::format("written to {}; {}", options.output, next_step(office, set, options.output)));
  return set.changes.empty() ? Exit::within_threshold : Exit::deviations;
}

Exit
plan_tenant(Session& session, PlanOptions& options)
{
  const auto office = session.office();
  if (!office) {
    return session.refuse(office.error());
  }
  if (!options.like.empty()) {
    auto choice = choice_of(options.like);
    if (!choice) {
      return session.refuse(choice.error());
    }
    options.choice = std::move(*choice);
  }
  for (auto list : {&Choice::checks, &Choice::controls, &Choice::points, &Choice::severities,
                    &Choice::risks, &Choice::except}) {
    split_commas(options.choice.*list);
  }
  if (const auto known = check_ids(office->library, office->configuration.find(options.tenant),
                                   options.choice);
      !known) {
    return session.refuse(known.error());
  }
  tell_of_interruption(session, *office, options.tenant);
  auto planned = plan_for(*office, options.tenant, options.choice);
  if (planned && options.choose) {
    auto narrowed = ask_for_each(session, *office, *planned, options.choice);
    if (!narrowed) {
      return session.refuse(narrowed.error());
    }
    planned->set = std::move(*narrowed);
  }
  if (!planned) {
    return session.refuse(planned.error());
  }
  const Exit exit = show(session, *office, planned->set, options);
  for (const auto& sentence : planned->incomplete) {
    session.warn(sentence);
  }
  return exit == Exit::within_threshold && !planned->incomplete.empty() ? Exit::incomplete
                                                                        : exit;
}

} // namespace

void
tell_of_interruption(Session& session, const Office& office, const std::string& tenant)
{
  if (office.store == nullptr) {
    return;
  }
  const auto run = office.store->interrupted_run(tenant);
  const auto process = writer_of(*office.store, tenant, office.clock);
  if (!run || !process) {
    session.tell(run ? process.error().what : run.error().what);
  } else if (!process->empty()) {
    session.tell(fmt::format("another klausur (process {}) writes into {} at the moment, in "
                             "run {}: what is read now may change",
                             *process, tenant, *run));
  } else if (!run->empty()) {
    session.tell(
        fmt::format("run {} was interrupted while it wrote into {}: klausur apply PLAN "
                    "--resume goes on with it, klausur rollback {} shows what it had "
                    "begun",
                    *run, tenant, *run));
  }
}

void
add_plan(CommandLine& line, Session& session)
{
  auto command =
      line.add("plan", "What would be changed in a tenant, as a diff, and how it then "
                       "stands; writes nothing");
  auto options = std::make_shared<PlanOptions>();
  Choice& choice = options->choice;
  command.option("tenant", options->tenant, "The tenant", {.required = true});
  command.option("--output", options->output, "Write the plan to this file, for klausur apply");
  command.option("--check", choice.checks, "Only what this check asks for; repeatable");
  command.option("--control", choice.controls, "Only what this control asks for; repeatable");
  command.option("--point", choice.points, "Only ENC, LIC, CON, RET, PRO, AVV, EUR or SET");
  command.option("--severity", choice.severities, "Only critical, high, medium or low");
  command.option("--setting", choice.settings, "Only this address; * stands for any step");
  command.option("--except", choice.except,
                 "Not this check, control, point, severity or address; repeatable");
  command.option("--risk", choice.risks,
                 "Also what is left out else: own_access, deletes; separated by commas");
  command.option("--like", options->like, "Choose as this earlier plan did");
  command.flag("--choose", options->choose, "Ask for every change, on a terminal");
  command.footer(
      "Exits 0 when there is nothing to do, 1 when there are changes, 3 when there are "
      "none and something could not be read.");
  command.does([&session, options] { return plan_tenant(session, *options); },
               [options]() -> std::optional<Misuse> {
                 return !options->like.empty() && options->choice != Choice{}
                            ? std::optional{Misuse{"--like",
                                                   "takes the whole choice of the "
                                                   "earlier plan; leave the others out"}}
                            : std::nullopt;
               });
}

} // namespace klausur
