#include "plugin/commands/commands.hpp"
#include "policies/engine/support.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

std::string
benchmark_lines(const std::vector<BenchmarkReference>& references)
{
  std::string lines;
  for (const auto& each : references) {
    lines += fmt::format("  {:<9} {} {}{}\n", name_of(each.relation), each.benchmark, each.id,
                         each.relation == Relation::conflicts
                             ? "  (asks for the opposite / verlangt das Gegenteil)"
                             : "");
  }
  return lines;
}

std::string
control_text(const Control& control)
{
  std::string text =
      fmt::format("{}  {}  {}\n  EN {}\n     {}\n  DE {}\n     {}\n", control.id,
                  name_of(control.point), name_of(control.severity), control.title.en,
                  control.reason.en, control.title.de, control.reason.de);
  text += "Law / Recht\n";
  for (const auto& legal : control.legal) {
    text += fmt::format("  {}{}\n", legal.at,
                        legal.verified ? "" : "  (not verified / nicht geprüft)");
  }
  for (const auto& [name, value] : control.parameters) {
    text += fmt::format("Parameter / Vorgabe\n  {} = {}\n", name, to_text(value));
  }
  if (!control.benchmarks.empty()) {
    text += "Benchmarks\n" + benchmark_lines(control.benchmarks);
  }
  if (!control.product_benchmarks.empty()) {
    text += "Benchmarks of single products / Benchmarks einzelner Produkte\n" +
            benchmark_lines(control.product_benchmarks);
  }
  return text;
}

std::string
remedy_text(const Remedy& remedy)
{
  std::string text;
  if (remedy.set) {
    text += fmt::format("  set / setzen: {}\n", to_text(*remedy.set));
  }
  if (remedy.lock) {
    text += fmt::format("  lock / sperren: {}\n", to_text(*remedy.lock));
  }
  if (!remedy.steps.empty()) {
    text += fmt::format("  EN {}\n  DE {}\n", remedy.steps.en, remedy.steps.de);
  }
  return text.empty() ? text : "Remedy / Abhilfe\n" + text;
}

std::string
source_text(const Source& source)
{
  std::string text = fmt::format("Source / Quelle\n  {}{}\n", source.text,
                                 source.verified ? "" : "  (not verified / nicht geprüft)");
  if (!source.specification.empty()) {
    text += fmt::format("  {}  sha256:{}\n", source.specification, source.specification_digest);
  }
  if (!source.unconfirmed.empty()) {
    text +=
        fmt::format("  No specification confirms it / Keine Spezifikation bestätigt es: {}\n",
                    source.unconfirmed);
  }
  return text;
}

std::string
check_text(const Check& check, const Control& control, const Manifest& manifest)
{
  std::string text =
      fmt::format("{}  version {}  {}\n  EN {}\n  DE {}\n", check.id, check.version,
                  name_of(severity_of(check, control)), check.title.en, check.title.de);
  if (!check.deviation.empty()) {
    text += fmt::format("Deviation / Abweichung\n  EN {}\n  DE {}\n", check.deviation.en,
                        check.deviation.de);
  }
  if (check.attest.empty()) {
    text += fmt::format("Setting / Einstellung\n  {}\nExpected / Sollwert\n  {}\n",
                        to_text(check.setting), to_text(check.expect));
  } else {
    text += fmt::format("Attestation / Bestätigung\n  EN {}\n  DE {}\n", check.attest.en,
                        check.attest.de);
  }
  if (check.known) {
    text += fmt::format("Known values / Bekannte Werte\n  {}\n", to_text(*check.known));
  }
  if (check.supported) {
    text += "Support of releases / Unterstützung der Versionen\n" +
            support_in_words(manifest.support);
  }
  for (const auto& condition : check.when) {
    text += fmt::format("Only when / Nur wenn\n  {} is {}\n", to_text(condition.setting),
                        to_text(condition.expect));
  }
  if (check.overridable) {
    text += "Default only, not enforced / Nur Voreinstellung, nicht erzwungen\n";
  }
  text += remedy_text(check.remedy);
  if (!check.impact.empty()) {
    text += fmt::format("Impact / Auswirkung\n  EN {}\n  DE {}\n", check.impact.en,
                        check.impact.de);
  }
  if (!check.benchmarks.empty()) {
    text += "Benchmarks\n" + benchmark_lines(check.benchmarks);
  }
  return text + source_text(check.source);
}

Exit
explain(Session& session, const std::string& wanted)
{
  const auto library = session.library();
  if (!library) {
    return session.refuse(library.error());
  }
  const Catalogue& catalogue = (*library)->catalogue();
  if (const Control* control = catalogue.find(wanted)) {
    session.print(control_text(*control));
    return Exit::within_threshold;
  }
  for (const auto& vendor : vendors_with_policies((*library)->data_dir())) {
    const auto policy = (*library)->policy(vendor);
    if (!policy) {
      return session.refuse(policy.error());
    }
    const auto check = std::ranges::find((*policy)->checks, wanted, &Check::id);
    if (check != (*policy)->checks.end()) {
      const Control& control = *catalogue.find(check->control);
      session.print(check_text(*check, control, (*policy)->manifest) + "\n" +
                    control_text(control));
      return Exit::within_threshold;
    }
  }
  return session.refuse(no_such_id(**library, wanted));
}

} // namespace

void
add_explain(CommandLine& line, Session& session)
{
  auto command = line.add(
      "explain", "Say why: reason, law, benchmarks that agree and that conflict, remedy");
  auto wanted = std::make_shared<std::string>();
  command.option("check", *wanted, "A check or a control, see: klausur checks",
                 {.required = true});
  command.does([&session, wanted] { return explain(session, *wanted); });
}

} // namespace klausur
