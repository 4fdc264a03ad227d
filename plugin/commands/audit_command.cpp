#include "connectors/format/source_file.hpp"
#include "plugin/commands/commands.hpp"
#include "plugin/commands/live_text.hpp"
#include "plugin/office/output.hpp"
#include "plugin/report/report.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <functional>

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
narrow(TenantReport& tenant, const AuditOptions& options)
{
  const auto wanted = [&](const Finding& finding) {
    const auto names = [](const std::vector<std::string>& list, std::string_view name) {
      return list.empty() || std::ranges::find(list, name) != list.end();
    };
    return names(options.points, name_of(finding.control->point)) &&
           (names(options.checks, finding.id) || names(options.checks, finding.control->id));
  };
  std::erase_if(tenant.findings, [&](const Finding& each) { return !wanted(each); });
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
examination_for(const Office& office, const AuditOptions& options, const Onlooker& onlooker)
{
  if (options.offline.empty()) {
    return select_tenants(office.configuration, options.tenants)
        .and_then([&](const auto& tenants) {
          Stop stop;
          return examine_and_keep(office, tenants, stop, onlooker);
        });
  }
  return snapshot_in(options.offline).and_then([&](std::vector<Snapshot> snapshots) {
    for (auto& snapshot : snapshots) {
      if (const auto policy = office.library.policy(snapshot.vendor)) {
        keep_as_read(snapshot, **policy);
      } // One without a policy is refused when it is judged.
    }
    return examine_all(office, snapshots).map([&](RunReport report) {
      for (const auto& tenant : report.tenants) {
        onlooker.judged(report, tenant);
      }
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

/// Text to stdout comes tenant by tenant; a file, and what machines read, is written as a
/// whole.
bool
is_live(const AuditOptions& options)
{
  return options.output_dir.empty() && options.formats.front() == "text";
}

/// Write every format that was asked for: into the directory, or the only one to stdout.
Result<void>
publish(Session& session, const RunReport& report, const AuditOptions& options,
        const TextOptions& look)
{
  for (const auto& name : options.formats) {
    const auto formats = report_formats();
    const auto found = std::ranges::find(formats, name, &ReportFormat::name);
    const auto produce = [&](const TextSink& sink) {
      if (name == "text") {
        write_text_report(report, look, sink);
      } else {
        found->write(report, look.language, sink);
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
conclude(Session& session, RunReport report, const AuditOptions& options,
         const std::function<Result<void>(const RunReport& report)>& publish,
         const Result<void>& kept)
{
  const auto threshold = light_named(options.fail_on);
  const bool over = threshold && reaches(report, *threshold);
  const auto incomplete = incomplete_sentences(report);
  const auto not_rated = not_rated_sentences(report);
  for (auto& tenant : report.tenants) {
    narrow(tenant, options);
  }
  if (const auto done = publish(report); !done) {
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

/// What is told while tenants are read. `live` and `options` outlive it.
Onlooker
onlooker_for(Session& session, LiveText& live, const AuditOptions& options)
{
  Onlooker onlooker;
  onlooker.judged = [&](const RunReport& run, const TenantReport& tenant) {
    if (!is_live(options)) {
      return;
    }
    if (options.points.empty() && options.checks.empty()) {
      live.show(run, tenant);
    } else {
      TenantReport part = tenant;
      narrow(part, options);
      live.show(run, part);
    }
  };
  onlooker.late = [&session](const std::string& names) {
    if (::isatty(STDERR_FILENO) == 1) {
      session.tell(fmt::format("klausur: still reading {}; the others come first", names));
    }
  };
  return onlooker;
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
  const TextOptions look{.language = options.language == "de" ? Language::de
                                     : options.language == "en"
                                         ? Language::en
                                         : office->configuration.language,
                         .colour = session.colour(),
                         .width = session.width(),
                         .verbose = options.verbose};
  LiveText live{session, look};
  auto found = examination_for(*office, options, onlooker_for(session, live, options));
  if (!found) {
    return session.refuse(found.error());
  }
  const auto finish = [&](const RunReport& report) -> Result<void> {
    if (is_live(options)) {
      live.end(report);
      return {};
    }
    return publish(session, report, options, look);
  };
  return conclude(session, std::move(found->report), options, finish, found->kept);
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
