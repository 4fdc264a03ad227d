#include "connectors/format/source_file.hpp"
#include "plugin/commands/commands.hpp"
#include "plugin/office/output.hpp"
#include "plugin/report/report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

constexpr std::size_t k_largest_snapshot = std::size_t{1} << 30;

struct AuditOptions
{
  std::vector<std::string> tenants;
  std::vector<std::string> formats = {"text"};
  std::string output_dir;
  std::string language;
  std::string fail_on = "red";
  std::vector<std::string> points;
  std::vector<std::string> checks;
  std::string offline;
  bool verbose = false;
};

/// Leave only the findings that were asked for; lights and figures stay those of the whole.
void
narrow(RunReport& report, const AuditOptions& options)
{
  const auto wanted = [&](const Finding& finding) {
    const auto names = [](const std::vector<std::string>& list, std::string_view name) {
      return list.empty() || std::ranges::find(list, name) != list.end();
    };
    return names(options.points, name_of(finding.control->point)) &&
           (names(options.checks, finding.id) || names(options.checks, finding.control->id));
  };
  for (auto& tenant : report.tenants) {
    std::erase_if(tenant.findings, [&](const Finding& each) { return !wanted(each); });
  }
}

Result<std::vector<Snapshot>>
snapshot_in(const std::string& file)
{
  return open_file(file, k_largest_snapshot)
      .and_then([](std::ifstream stream) { return read_snapshot(stream); })
      .map([](Snapshot snapshot) {
        std::vector<Snapshot> one;
        one.push_back(std::move(snapshot));
        return one;
      })
      .map_error([&](Error error) {
        if (!error.what.starts_with(file)) {
          error.what = fmt::format("{}: {}", file, error.what);
        }
        return Error{Failure::invalid, error.what, ""};
      });
}

/// Judge a snapshot of another time, or read the tenants that were named. What comes from a
/// file is no news, so it is not kept.
Result<Examination>
examination_for(const Office& office, const AuditOptions& options)
{
  if (options.offline.empty()) {
    return select_tenants(office.configuration, options.tenants)
        .and_then([&](const auto& tenants) {
          Stop stop;
          return examine_and_keep(office, tenants, stop);
        });
  }
  return snapshot_in(options.offline).and_then([&](std::vector<Snapshot> snapshots) {
    return examine_all(office, snapshots).map([&](RunReport report) {
      return Examination{std::move(report), std::move(snapshots), {}};
    });
  });
}

/// The first of --check that names nothing.
std::optional<Error>
wrong_check(Library& library, const AuditOptions& options)
{
  if (options.checks.empty()) {
    return std::nullopt;
  }
  const auto known = library.ids();
  if (!known) {
    return known.error();
  }
  for (const auto& id : options.checks) {
    if (std::ranges::find(*known, id) == known->end()) {
      return no_such_id(library, id);
    }
  }
  return std::nullopt;
}

/// Write every format that was asked for: into the directory, or the only one to stdout.
Result<void>
publish(Session& session, const RunReport& report, const AuditOptions& options,
        Language language)
{
  const TextOptions look{.language = language,
                         .colour = session.colour(),
                         .width = session.width(),
                         .verbose = options.verbose};
  for (const auto& name : options.formats) {
    const auto formats = report_formats();
    const auto found = std::ranges::find(formats, name, &ReportFormat::name);
    const auto produce = [&](const TextSink& sink) {
      if (name == "text") {
        write_text_report(report, look, sink);
      } else {
        found->write(report, language, sink);
      }
    };
    const std::string path =
        options.output_dir.empty()
            ? ""
            : fmt::format("{}/report.{}", options.output_dir, found->extension);
    if (auto written = write_or_print(session, path, produce); !written) {
      return written;
    }
  }
  return {};
}

/// Publish what was found, and tell how the run ended. A store that could not keep the run
/// is an error, and what was found is shown all the same.
Exit
conclude(Session& session, RunReport report, const AuditOptions& options, Language language,
         const Result<void>& kept)
{
  const auto threshold = light_named(options.fail_on);
  const bool over = threshold && reaches(report, *threshold);
  const auto incomplete = incomplete_sentences(report);
  const auto not_rated = not_rated_sentences(report);
  narrow(report, options);
  if (const auto done = publish(session, report, options, language); !done) {
    return session.refuse(done.error());
  }
  if (!kept) {
    return session.refuse(kept.error());
  }
  for (const auto* sentences : {&incomplete, &not_rated}) {
    for (const auto& sentence : *sentences) {
      session.warn(sentence);
    }
  }
  const bool whole = incomplete.empty() && not_rated.empty();
  return over ? Exit::deviations : whole ? Exit::within_threshold : Exit::incomplete;
}

Exit
audit(Session& session, const AuditOptions& options)
{
  const auto office = session.office(/*configuration_needed=*/options.offline.empty());
  if (!office) {
    return session.refuse(office.error());
  }
  if (const auto wrong = wrong_check(office->library, options)) {
    return session.refuse(*wrong);
  }
  auto found = examination_for(*office, options);
  if (!found) {
    return session.refuse(found.error());
  }
  const Language language = options.language == "de"   ? Language::de
                            : options.language == "en" ? Language::en
                                                       : office->configuration.language;
  return conclude(session, std::move(found->report), options, language, found->kept);
}

/// Options that are sound alone, but not together.
std::optional<Misuse>
misuse_of(const AuditOptions& options)
{
  if (options.formats.size() > 1 && options.output_dir.empty()) {
    return Misuse{"--format", "several formats need --output-dir DIR"};
  }
  if (!options.offline.empty() && !options.tenants.empty()) {
    return Misuse{"--offline", "takes the tenant from the file; name none"};
  }
  return std::nullopt;
}

} // namespace

void
add_audit(CommandLine& line, Session& session)
{
  auto command = line.add("audit", "Read, judge and rate tenants");
  auto options = std::make_shared<AuditOptions>();
  std::vector<std::string> formats;
  for (const auto& format : report_formats()) {
    formats.emplace_back(format.name);
  }
  std::vector<std::string> points;
  for (std::size_t i = 0; i < k_points; ++i) {
    points.emplace_back(name_of(static_cast<Point>(i)));
  }
  command.option("tenant", options->tenants, "Tenants (default: all of them)");
  command.option("--format", options->formats, "text json html; may be repeated",
                 {.one_of = formats});
  command.option("--output-dir", options->output_dir, "Write report.* into this directory",
                 {.directory = true});
  command.option("--lang", options->language, "Language of text and HTML",
                 {.one_of = {"en", "de"}});
  command.option("--fail-on", options->fail_on, "The light from which to exit with 1",
                 {.one_of = {"red", "yellow", "grey", "never"}, .shows_default = true});
  command.option("--point", options->points, "Show only findings of this point",
                 {.one_of = points});
  command.option("--check", options->checks, "Show only this check or control");
  command.option("--offline", options->offline, "Judge this snapshot; no network, no secret");
  command.flag("--verbose", options->verbose, "Show also what passes");
  command.footer("Exits 0 within the threshold, 1 at or above --fail-on, 2 on wrong input, "
                 "3 when something could not be read or a tenant is not rated.");
  command.does([&session, options] { return audit(session, *options); },
               [options] { return misuse_of(*options); });
}

} // namespace klausur
