#include "connectors/format/suggest.hpp"
#include "connectors/model/scopes.hpp"
#include "plugin/commands/commands.hpp"
#include "plugin/report/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace klausur {

namespace {

constexpr Phrase k_nothing{"No permission has to be granted.",
                           "Es muss keine Berechtigung erteilt werden."};
constexpr Phrase k_reading{"Permissions for reading", "Berechtigungen zum Lesen"};
constexpr Phrase k_writing{"Permissions for reading and writing",
                           "Berechtigungen zum Lesen und Schreiben"};
constexpr Phrase k_write_auth{
    "In klausur.yaml the credential that may write stands under write_auth:; give the "
    "daemon's, "
    "under auth:, the permissions for reading only.",
    "In klausur.yaml stehen Zugangsdaten, die schreiben dürfen, unter write_auth:; die des "
    "Dienstes, unter auth:, erhalten nur die Berechtigungen zum Lesen."};
constexpr Phrase k_classic{"The same in the older, classic names",
                           "Dieselben in den älteren, klassischen Namen"};
constexpr Phrase k_plan{"For the plan {}; for another one: --plan {}",
                        "Für den Tarif {}; für einen anderen: --plan {}"};

struct ManifestOptions
{
  std::string vendor;
  std::string plan;
  std::string language;
  bool write = false;
};

std::string
joined(const std::vector<std::string>& words, std::string_view between)
{
  return fmt::format("{}", fmt::join(words, between));
}

std::string
steps_text(const Manifest& manifest, const std::string& plan, Language language)
{
  std::string text = manifest.title.in(language) + "\n";
  if (!plan.empty()) {
    text += fmt::format(fmt::runtime(k_plan.in(language)), plan, joined(manifest.plans, "|")) +
            "\n";
  }
  int number = 0;
  for (const auto& step : manifest.app.steps) {
    text += fmt::format("{}. {}\n", ++number, step.in(language));
  }
  return text;
}

std::string
scope_lines(const std::vector<NeededScope>& scopes, std::string_view title)
{
  std::string text = scopes.empty() ? "" : fmt::format("\n{}\n", title);
  std::size_t width = 0;
  for (const auto& scope : scopes) {
    width = std::max(width, scope.name.size());
  }
  for (const auto& scope : scopes) {
    text += fmt::format("  {:<{}}  {}\n", scope.name, width, joined(scope.documents, ", "));
  }
  return text;
}

/// The highest plan when none is asked for.
Result<std::string>
chosen_plan(const Manifest& manifest, const std::string& asked)
{
  if (asked.empty()) {
    return manifest.plans.empty() ? std::string{} : manifest.plans.back();
  }
  if (std::ranges::count(manifest.plans, asked) > 0) {
    return asked;
  }
  return fail(Failure::invalid,
              manifest.plans.empty()
                  ? fmt::format("{}: the permissions do not depend on a plan", manifest.vendor)
                  : fmt::format("{} has no plan \"{}\", only {}{}", manifest.vendor, asked,
                                joined(manifest.plans, ", "),
                                did_you_mean(asked, manifest.plans)));
}

/// What must hold beside the permissions, each once.
std::vector<std::string>
notes_of(const Manifest& manifest, const ScopeUse& use, Language language)
{
  std::vector<std::string> notes;
  for (const auto& entry : manifest.documents) {
    for (const Needs* needs : {&entry.needs.read, &entry.needs.write}) {
      const bool concerns = needs == &entry.needs.read || use.writing;
      const auto& note = needs->note.in(language);
      if (concerns && !note.empty() && std::ranges::find(notes, note) == notes.end()) {
        notes.push_back(note);
      }
    }
  }
  return notes;
}

/// A form is data and alone on stdout, so that it can be piped; the steps then go beside it.
void
show(Session& session, const Manifest& manifest, const ScopeUse& use, Language language)
{
  const auto steps = steps_text(manifest, use.plan, language);
  const auto scopes = needed_scopes(manifest, use);
  if (!manifest.app.form.IsNull()) {
    session.tell(steps);
    session.print(to_pretty_text(filled_form(manifest, scopes, use.plan)));
    return;
  }
  ScopeUse older = use;
  older.classic = true;
  const auto& title = use.writing ? k_writing : k_reading;
  session.print(steps + (scopes.empty() ? fmt::format("\n{}\n", k_nothing.in(language))
                                        : scope_lines(scopes, title.in(language))));
  session.print(scope_lines(needed_scopes(manifest, older), k_classic.in(language)));
  for (const auto& note : notes_of(manifest, use, language)) {
    session.print(fmt::format("\n{}\n", note));
  }
}

Exit
print_manifest(Session& session, const ManifestOptions& options)
{
  const auto library = session.library();
  if (!library) {
    return session.refuse(library.error());
  }
  const auto known = vendors_with_policies((*library)->data_dir());
  if (std::ranges::count(known, options.vendor) == 0) {
    return session.refuse(
        {Failure::invalid,
         fmt::format("there is no vendor \"{}\", only {}{}", options.vendor,
                     joined(known, ", "), did_you_mean(options.vendor, known)),
         ""});
  }
  const auto policy = (*library)->policy(options.vendor);
  if (!policy) {
    return session.refuse(policy.error());
  }
  const Manifest& manifest = (*policy)->manifest;
  auto plan = chosen_plan(manifest, options.plan);
  if (!plan) {
    return session.refuse(plan.error());
  }
  const auto language = session.language(options.language);
  show(session, manifest, {.writing = options.write, .plan = std::move(*plan)}, language);
  if (options.write && !manifest.auth.ways.empty()) {
    session.tell(k_write_auth.in(language));
  }
  return Exit::within_threshold;
}

} // namespace

void
add_manifest(CommandLine& line, Session& session)
{
  auto command = line.add(
      "manifest", "What to register at a vendor: an app's form or the permissions, no more "
                  "than is needed");
  auto options = std::make_shared<ManifestOptions>();
  command.option("vendor", options->vendor, "The vendor, see: klausur checks",
                 {.required = true});
  command.flag("--write", options->write, "Also what klausur apply needs");
  command.option("--plan", options->plan,
                 "The plan that was bought, where permissions depend on it (default: the "
                 "highest)");
  command.option("--lang", options->language, "Language of the steps",
                 {.one_of = {"en", "de"}});
  command.does([&session, options] { return print_manifest(session, *options); });
}

} // namespace klausur
