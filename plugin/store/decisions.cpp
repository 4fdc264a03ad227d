#include "plugin/store/journal_writer.hpp"
#include "plugin/store/store.hpp"

namespace klausur {

namespace {

Person
named(const std::string& name)
{
  return {.name = name, .digest = {}};
}

Entry
entry_of(const Attestation& attestation)
{
  AttestationMade made{.id = attestation.id,
                       .check = attestation.check,
                       .type = attestation.type,
                       .holds = attestation.holds,
                       .statement = attestation.statement,
                       .document = attestation.document,
                       .signed_by = named(attestation.by),
                       .approved_by = named(attestation.approved_by),
                       .from = attestation.from,
                       .until = attestation.until};
  if (auto details = parse_json(attestation.details)) {
    made.details = std::move(*details);
  }
  return Entry{std::move(made)};
}

Entry
entry_of(const Waiver& waiver, std::string_view key)
{
  return Entry{WaiverMade{.id = waiver.id,
                          .check = waiver.check,
                          .scope = waiver.scope,
                          .value = copy_of(waiver.accepted),
                          .reason = waiver.reason,
                          .requested_by = named(waiver.requested_by),
                          .approved_by = named(waiver.approver),
                          .until = waiver.until,
                          .after = waiver.after,
                          .key = std::string{key}}};
}

/// The tenant of the waiver, where `condition` holds of it.
Result<std::string>
tenant_of(SQLite::Database& database, std::string_view id, const char* condition, Time at,
          std::string_view otherwise)
{
  const auto tenant = first_text(
      database,
      fmt::format("SELECT tenant FROM waiver WHERE id=? AND {} AND ends>?", condition),
      std::string{id}, to_seconds(at));
  return tenant
             ? Result<std::string>{*tenant}
             : fail(Failure::invalid, fmt::format("there is no waiver {} {}", id, otherwise));
}

/// The row and its entry.
Result<void>
write(JournalWriter& writer, const Attestation& attestation)
{
  SQLite::Statement insert{writer.database(), "INSERT INTO attestation(tenant, check_id, "
                                              "holds, statement, by, document, starts, ends, "
                                              "id, type, approved_by, details) "
                                              "VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"};
  bind_all(insert, attestation.tenant, attestation.check, attestation.holds ? 1 : 0,
           attestation.statement, attestation.by, attestation.document,
           to_seconds(attestation.from), to_seconds(attestation.until), attestation.id,
           attestation.type, attestation.approved_by, attestation.details);
  insert.exec();
  return writer.add(attestation.tenant, entry_of(attestation)).map([](const JournalEntry&) {});
}

} // namespace

Result<void>
Store::add(const Attestation& attestation)
{
  return add(std::span{&attestation, 1}, attestation.from);
}

Result<void>
Store::add(std::span<const Attestation> attestations, Time at)
{
  return m_database->journal(at, [&](JournalWriter& writer) {
    Result<void> done;
    for (const auto& each : attestations) {
      done = done.and_then([&] { return write(writer, each); });
    }
    return done;
  });
}

Result<std::vector<Attestation>>
Store::attestations() const
{
  return m_database->with([](SQLite::Database& database) -> Result<std::vector<Attestation>> {
    std::vector<Attestation> all;
    SQLite::Statement rows{database, "SELECT tenant, check_id, holds, statement, by, document, "
                                     "starts, ends, id, type, approved_by, details FROM "
                                     "attestation ORDER BY rowid"};
    const auto text = [&](int column) { return rows.getColumn(column).getString(); };
    while (rows.executeStep()) {
      all.push_back({.tenant = text(0),
                     .check = text(1),
                     .holds = rows.getColumn(2).getInt() != 0,
                     .statement = text(3),
                     .by = text(4),
                     .document = text(5),
                     .from = from_seconds(rows.getColumn(6).getInt64()),
                     .until = from_seconds(rows.getColumn(7).getInt64()),
                     .id = text(8),
                     .type = text(9),
                     .approved_by = text(10),
                     .details = text(11)});
    }
    return all;
  });
}

Result<void>
Store::end_attestation(std::string_view tenant, std::string_view check, Time at,
                       std::string_view by)
{
  return m_database->journal(at, [&](JournalWriter& writer) -> Result<void> {
    SQLite::Statement end{
        writer.database(),
        "UPDATE attestation SET ends=? WHERE tenant=? AND check_id=? AND ends>?"};
    bind_all(end, to_seconds(at), std::string{tenant}, std::string{check}, to_seconds(at));
    if (end.exec() == 0) {
      return fail(
          Failure::invalid,
          fmt::format("{} has no attestation of {} that is still valid", tenant, check));
    }
    const Entry entry{
        AttestationEnded{.check = std::string{check}, .by = named(std::string{by})}};
    return writer.add(tenant, entry).map([](const JournalEntry&) {});
  });
}

Result<void>
Store::add(const Waiver& waiver, std::string_view key)
{
  return m_database->journal(waiver.from, [&](JournalWriter& writer) -> Result<void> {
    SQLite::Statement insert{
        writer.database(), "INSERT INTO waiver(id, tenant, check_id, scope, accepted, reason, "
                           "approver, ends, requested_by, starts, follows) "
                           "VALUES(?,?,?,?,?,?,?,?,?,?,?)"};
    bind_all(insert, waiver.id, waiver.tenant, waiver.check, waiver.scope,
             to_text(waiver.accepted), waiver.reason, waiver.approver, to_seconds(waiver.until),
             waiver.requested_by, to_seconds(waiver.from), waiver.after);
    insert.exec();
    return writer.add(waiver.tenant, entry_of(waiver, key)).map([](const JournalEntry&) {});
  });
}

Result<std::vector<Waiver>>
Store::waivers() const
{
  return m_database->with([](SQLite::Database& database) -> Result<std::vector<Waiver>> {
    std::vector<Waiver> all;
    SQLite::Statement rows{database,
                           "SELECT id, tenant, check_id, scope, accepted, reason, "
                           "approver, ends, requested_by, starts, follows FROM waiver "
                           "ORDER BY rowid"};
    const auto text = [&](int column) { return rows.getColumn(column).getString(); };
    while (rows.executeStep()) {
      auto accepted = parse_json(text(4));
      if (!accepted) {
        return tl::unexpected(accepted.error());
      }
      all.push_back({.id = text(0),
                     .tenant = text(1),
                     .check = text(2),
                     .scope = text(3),
                     .accepted = std::move(*accepted),
                     .reason = text(5),
                     .approver = text(6),
                     .until = from_seconds(rows.getColumn(7).getInt64()),
                     .requested_by = text(8),
                     .from = from_seconds(rows.getColumn(9).getInt64()),
                     .after = text(10)});
    }
    return all;
  });
}

Result<void>
Store::approve_waiver(std::string_view id, const WaiverApproved& approval, Time at)
{
  return m_database->journal(at, [&](JournalWriter& writer) -> Result<void> {
    const auto tenant =
        tenant_of(writer.database(), id, "approver=''", at, "that waits for a second person");
    if (!tenant) {
      return tl::unexpected(tenant.error());
    }
    SQLite::Statement approve{writer.database(), "UPDATE waiver SET approver=? WHERE id=?"};
    bind_all(approve, approval.by.name, std::string{id});
    approve.exec();
    return writer.add(*tenant, Entry{approval}).map([](const JournalEntry&) {});
  });
}

Result<void>
Store::end_waiver(std::string_view id, Time at, std::string_view by, std::string_view why)
{
  return m_database->journal(at, [&](JournalWriter& writer) -> Result<void> {
    const auto tenant = tenant_of(writer.database(), id, "1", at, "that is still valid");
    if (!tenant) {
      return tl::unexpected(tenant.error());
    }
    SQLite::Statement end{writer.database(), "UPDATE waiver SET ends=? WHERE id=?"};
    bind_all(end, to_seconds(at), std::string{id});
    end.exec();
    const Entry entry{WaiverEnded{
        .id = std::string{id}, .by = named(std::string{by}), .why = std::string{why}}};
    return writer.add(*tenant, entry).map([](const JournalEntry&) {});
  });
}

} // namespace klausur
