#include "connectors/format/digest.hpp"
#include "connectors/model/watch.hpp"
#include "plugin/store/database.hpp"
#include "plugin/store/store.hpp"

#include <algorithm>

namespace klausur {

namespace {

/// Keep a text once, under its hash.
std::string
keep_content(SQLite::Database& database, const std::string& body)
{
  SQLite::Statement insert{database, "INSERT OR IGNORE INTO content VALUES(?,?)"};
  auto hash = sha256(body);
  bind_all(insert, hash, body);
  insert.exec();
  return hash;
}

/// Keep the readings of a snapshot, without the times at which they were read: a snapshot
/// that did not change is the same set.
std::string
keep_readings(SQLite::Database& database, const Snapshot& snapshot)
{
  Sha256 all;
  for (const auto& reading : snapshot.readings) {
    all.add(reading.document.str() + "\n" + reading.source.str() + "\n");
    if (reading.content) {
      all.add(keep_content(database, reading.content.text().str()) + "\n");
    } else {
      const Error& error = reading.content.error();
      all.add(fmt::format("{}\n{}\n{}\n", name_of(error.kind), error.what, error.scope));
    }
  }
  const std::string hash = all.text();
  SQLite::Statement insert{database, "INSERT OR IGNORE INTO reading_set VALUES(?,?,?,?,?,?,?)"};
  for (const auto& reading : snapshot.readings) {
    const bool read = reading.content.has_value();
    bind_all(insert, hash, reading.document.str(), reading.source.str());
    if (read) {
      insert.bind(4, sha256(reading.content.text())); // again: cheaper than to remember it
    } else {
      insert.bind(4);
    }
    insert.bind(5, read ? "" : std::string{name_of(reading.content.error().kind)});
    insert.bind(6, read ? "" : reading.content.error().what);
    insert.bind(7, read ? "" : reading.content.error().scope);
    insert.exec();
    insert.reset();
  }
  return hash;
}

std::string
findings_text(std::span<const Finding> findings)
{
  Json list{rapidjson::kArrayType};
  auto& memory = list.GetAllocator();
  for (const auto& finding : findings) {
    JsonValue row{rapidjson::kObjectType};
    set_member(row, "check", finding.id, memory);
    set_member(row, "control", finding.control->id, memory);
    set_member(row, "scope", finding.scope, memory);
    set_member(row, "severity", name_of(finding.severity), memory);
    set_member(row, "status", name_of(finding.status), memory);
    set_member(row, "setting", finding.setting.text(), memory);
    set_member(row, "observed", finding.observed ? to_text(*finding.observed) : "", memory);
    set_member(row, "waived", finding.waived.has_value(), memory);
    list.PushBack(row, memory);
  }
  return to_text(list);
}

/// Call `take` with the number and the text of every part of the findings; at least one.
template<typename Take>
void
in_parts(std::span<const Finding> findings, Take take)
{
  constexpr std::size_t k_part = 500;
  std::size_t number = 0;
  do {
    const auto part = findings.first(std::min(findings.size(), k_part));
    take(number++, findings_text(part));
    findings = findings.subspan(part.size());
  } while (!findings.empty());
}

/// Keep findings under their own hash; equal ones that are there already take no new space.
std::string
keep_findings(SQLite::Database& database, std::span<const Finding> findings)
{
  Sha256 all;
  in_parts(findings, [&](std::size_t, const std::string& text) { all.add(text); });
  std::string hash = all.text();
  SQLite::Statement insert{database, "INSERT OR IGNORE INTO finding_part VALUES(?,?,?)"};
  in_parts(findings, [&](std::size_t number, const std::string& text) {
    bind_all(insert, hash, static_cast<std::int64_t>(number), text);
    insert.exec();
    insert.reset();
  });
  return hash;
}

void
save_tenant(SQLite::Database& database, const RunReport& report, const TenantReport& tenant,
            const Snapshot* snapshot)
{
  const auto failed = std::ranges::count_if(tenant.findings, [](const Finding& finding) {
    return finding.status == Status::fail && !finding.waived;
  });
  const std::string readings = snapshot == nullptr ? "" : keep_readings(database, *snapshot);
  const std::string findings = keep_findings(database, tenant.findings);
  SQLite::Statement insert{database,
                           "INSERT INTO run_tenant VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"};
  bind_all(insert, report.id, tenant.name, tenant.vendor, std::string{name_of(tenant.light)}, 0,
           tenant.coverage, static_cast<std::int64_t>(failed),
           static_cast<std::int64_t>(tenant.gaps.size()), to_seconds(tenant.taken_at),
           tenant.version, snapshot == nullptr ? "" : snapshot->variant, readings, findings,
           tenant.settled ? 1 : 0, tenant.unread.empty() ? 1 : 0);
  constexpr int score_at = 5;
  if (tenant.score) {
    insert.bind(score_at, *tenant.score);
  } else {
    insert.bind(score_at); // NULL: not rated is no number
  }
  constexpr int kept_at = 16;
  if (snapshot != nullptr && snapshot->kept) {
    insert.bind(kept_at, keep_content(database, to_text(snapshot->kept->to_json())));
  }
  constexpr int watched_at = 17;
  if (const Json watched = snapshot == nullptr ? Json{} : watched_of(*snapshot);
      !watched.IsNull()) {
    insert.bind(watched_at, keep_content(database, to_text(watched)));
  }
  insert.exec();
}

/// The run that is meant: itself, or the newest one of the tenant.
std::string
run_or_newest(SQLite::Database& database, std::string_view run, std::string_view tenant)
{
  if (!run.empty()) {
    return std::string{run};
  }
  return first_text(database,
                    "SELECT run.id FROM run JOIN run_tenant ON run.id=run_tenant.run WHERE "
                    "tenant=? ORDER BY at DESC, run.rowid DESC LIMIT 1",
                    std::string{tenant})
      .value_or("");
}

constexpr std::string_view k_run_columns =
    "SELECT run.id, at, version, policies, tenant, "
    "vendor, light, score, coverage, failed, gaps, settled "
    "FROM run JOIN run_tenant ON run.id=run_tenant.run ";

std::vector<RunRecord>
records_in(SQLite::Statement& rows)
{
  std::vector<RunRecord> all;
  while (rows.executeStep()) {
    all.push_back({.id = rows.getColumn(0).getString(),
                   .at = from_seconds(rows.getColumn(1).getInt64()),
                   .version = rows.getColumn(2).getString(),
                   .policies = rows.getColumn(3).getString(),
                   .tenant = rows.getColumn(4).getString(),
                   .vendor = rows.getColumn(5).getString(),
                   .light = light_named(rows.getColumn(6).getString()).value_or(Light::grey),
                   .settled = rows.getColumn(11).getInt() != 0,
                   .score = rows.getColumn(7).isNull()
                                ? std::optional<double>{}
                                : std::optional{rows.getColumn(7).getDouble()},
                   .coverage = rows.getColumn(8).getDouble(),
                   .failed = static_cast<std::size_t>(rows.getColumn(9).getInt64()),
                   .gaps = static_cast<std::size_t>(rows.getColumn(10).getInt64())});
  }
  return all;
}

FindingRecord
record_from(const JsonValue& row)
{
  const auto text = [&](const char* name) { return std::string{member_text(row, name)}; };
  const JsonValue* waived = member(row, "waived");
  return {
      text("check"),  text("control"), text("scope"),    text("severity"),
      text("status"), text("setting"), text("observed"), waived != nullptr && waived->IsTrue()};
}

Result<Reading>
reading_from(SQLite::Statement& row, Time read_at, TextPool& texts)
{
  Reading reading{.document = row.getColumn(0).getString(),
                  .source = row.getColumn(1).getString(),
                  .read_at = read_at};
  if (!row.getColumn(2).isNull()) {
    reading.content = parse_json(row.getColumn(2).getString());
    if (!reading.content) {
      return tl::unexpected(reading.content.error());
    }
    reading.content.pack(texts);
    return reading;
  }
  const auto kind = failure_named(row.getColumn(3).getString());
  if (!kind) {
    return tl::unexpected(kind.error());
  }
  reading.content = fail(*kind, row.getColumn(4).getString(), row.getColumn(5).getString());
  return reading;
}

/// @param only_reviews  Of runs that read what is mandatory.
Result<std::optional<Time>>
newest_time(SQLite::Database& database, std::string_view tenant, bool only_reviews)
{
  SQLite::Statement newest{database, "SELECT max(at) FROM run JOIN run_tenant ON "
                                     "run.id=run_tenant.run WHERE tenant=? AND review>=?"};
  bind_all(newest, std::string{tenant}, only_reviews ? 1 : 0);
  if (!newest.executeStep() || newest.getColumn(0).isNull()) {
    return std::optional<Time>{};
  }
  return std::optional{from_seconds(newest.getColumn(0).getInt64())};
}

/// Nothing where no digests were made.
Result<void>
read_watched(const SQLite::Column& text, Snapshot& snapshot)
{
  if (text.isNull()) {
    return {};
  }
  return parse_json(text.getString()).and_then([&](const Json& json) {
    return take_watched(snapshot, json);
  });
}

/// Nothing where it is not known what was kept.
Result<void>
read_kept(const SQLite::Column& text, Shared<Kept>& kept)
{
  if (text.isNull()) {
    return {};
  }
  return parse_json(text.getString())
      .and_then([](const Json& json) { return Kept::from_json(json); })
      .map([&](Kept known) { kept = std::move(known); });
}

} // namespace

Result<void>
Store::save_run(const RunReport& report, std::span<const Snapshot> snapshots)
{
  return m_database->in_transaction([&](SQLite::Database& database) -> Result<void> {
    SQLite::Statement insert{database, "INSERT INTO run VALUES(?,?,?,?,?)"};
    bind_all(insert, report.id, to_seconds(report.at), report.version, report.policies,
             report.journal_head);
    insert.exec();
    for (const auto& tenant : report.tenants) {
      const auto snapshot = std::ranges::find(snapshots, tenant.name, &Snapshot::tenant);
      save_tenant(database, report, tenant, snapshot == snapshots.end() ? nullptr : &*snapshot);
    }
    return {};
  });
}

Result<std::vector<RunRecord>>
Store::runs(std::string_view tenant, std::size_t limit) const
{
  return m_database->with([&](SQLite::Database& database) -> Result<std::vector<RunRecord>> {
    SQLite::Statement rows{database, std::string{k_run_columns} +
                                         "WHERE ?='' OR tenant=? ORDER BY at DESC, "
                                         "run.rowid DESC, tenant LIMIT ?"};
    bind_all(rows, std::string{tenant}, std::string{tenant}, static_cast<std::int64_t>(limit));
    return records_in(rows);
  });
}

Result<std::vector<RunRecord>>
Store::run(std::string_view id) const
{
  return m_database->with([&](SQLite::Database& database) -> Result<std::vector<RunRecord>> {
    SQLite::Statement rows{database, std::string{k_run_columns} + "WHERE run.id=?"};
    bind_all(rows, std::string{id});
    return records_in(rows);
  });
}

Result<std::optional<Snapshot>>
Store::snapshot(std::string_view run, std::string_view tenant) const
{
  using Answer = Result<std::optional<Snapshot>>;
  return m_database->with([&](SQLite::Database& database) -> Answer {
    const std::string id = run_or_newest(database, run, tenant);
    SQLite::Statement head{database,
                           "SELECT vendor, taken_at, product_version, variant, readings, "
                           "known.body, seen.body FROM run_tenant "
                           "LEFT JOIN content AS known ON known.hash=kept "
                           "LEFT JOIN content AS seen ON seen.hash=watched "
                           "WHERE run=? AND tenant=?"};
    bind_all(head, id, std::string{tenant});
    if (!head.executeStep()) {
      return std::optional<Snapshot>{};
    }
    Snapshot snapshot{.tenant = std::string{tenant},
                      .vendor = head.getColumn(0).getString(),
                      .taken_at = from_seconds(head.getColumn(1).getInt64()),
                      .version = head.getColumn(2).getString(),
                      .variant = head.getColumn(3).getString(),
                      .kept = {},
                      .readings = {}};
    if (auto known = read_kept(head.getColumn(5), snapshot.kept); !known) {
      return tl::unexpected(known.error());
    }
    SQLite::Statement rows{database,
                           "SELECT document, source, body, gap_kind, gap_what, gap_scope FROM "
                           "reading_set LEFT JOIN content ON content=content.hash WHERE "
                           "reading_set.hash=? ORDER BY document"};
    bind_all(rows, head.getColumn(4).getString());
    TextPool texts;
    while (rows.executeStep()) {
      auto reading = reading_from(rows, snapshot.taken_at, texts);
      if (!reading) {
        return tl::unexpected(reading.error());
      }
      snapshot.readings.push_back(std::move(*reading));
    }
    snapshot.seal();
    if (auto seen = read_watched(head.getColumn(6), snapshot); !seen) {
      return tl::unexpected(seen.error());
    }
    return std::optional{std::move(snapshot)};
  });
}

Result<std::vector<FindingRecord>>
Store::findings(std::string_view run, std::string_view tenant) const
{
  using Answer = Result<std::vector<FindingRecord>>;
  return m_database->with([&](SQLite::Database& database) -> Answer {
    std::vector<FindingRecord> all;
    SQLite::Statement parts{database, "SELECT body FROM run_tenant JOIN finding_part ON "
                                      "findings=finding_part.hash WHERE run=? AND tenant=? "
                                      "ORDER BY part"};
    bind_all(parts, run_or_newest(database, run, tenant), std::string{tenant});
    while (parts.executeStep()) {
      const auto list = parse_json(parts.getColumn(0).getString());
      if (!list) {
        return tl::unexpected(list.error());
      }
      for (const auto& row : list->GetArray()) {
        all.push_back(record_from(row));
      }
    }
    return all;
  });
}

Result<std::optional<Time>>
Store::last_run_at(std::string_view tenant) const
{
  return m_database->with(
      [&](SQLite::Database& database) { return newest_time(database, tenant, false); });
}

Result<std::optional<Time>>
Store::last_review_at(std::string_view tenant) const
{
  return m_database->with(
      [&](SQLite::Database& database) { return newest_time(database, tenant, true); });
}

Result<std::optional<SettledLight>>
Store::last_settled(std::string_view tenant) const
{
  using Answer = Result<std::optional<SettledLight>>;
  return m_database->with([&](SQLite::Database& database) -> Answer {
    SQLite::Statement newest{database, "SELECT light, at FROM run JOIN run_tenant ON "
                                       "run.id=run_tenant.run WHERE tenant=? AND settled=1 "
                                       "ORDER BY at DESC, run.rowid DESC LIMIT 1"};
    bind_all(newest, std::string{tenant});
    if (!newest.executeStep()) {
      return std::optional<SettledLight>{};
    }
    return std::optional{
        SettledLight{light_named(newest.getColumn(0).getString()).value_or(Light::grey),
                     from_seconds(newest.getColumn(1).getInt64())}};
  });
}

} // namespace klausur
