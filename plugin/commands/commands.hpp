#pragma once

#include "plugin/commands/command_line.hpp"
#include "plugin/office/session.hpp"

#include <optional>
#include <span>

namespace klausur {

/// Adds one subcommand; its action is what main() runs when it was chosen.
struct CommandEntry
{
  std::string_view name;
  void (*add)(CommandLine& line, Session& session);
};

/// All subcommands, in the order of `--help`.
[[nodiscard]] std::span<const CommandEntry> commands();

/// Warn when a run was killed while it wrote into the tenant.
void tell_of_interruption(Session& session, const Office& office, const std::string& tenant);

/// Look at the whole journal, and say what was found.
/// @return nothing when it holds, else how the program ends.
[[nodiscard]] std::optional<Exit> journal_fault(Session& session, const Store& store);

/// What to say when there is no check and no control of this name.
[[nodiscard]] Error no_such_id(Library& library, std::string_view id);

void add_demo(CommandLine& line, Session& session);
void add_doctor(CommandLine& line, Session& session);
void add_audit(CommandLine& line, Session& session);
void add_snapshot(CommandLine& line, Session& session);
void add_plan(CommandLine& line, Session& session);
void add_approve(CommandLine& line, Session& session);
void add_apply(CommandLine& line, Session& session);
void add_rollback(CommandLine& line, Session& session);
void add_attest(CommandLine& line, Session& session);
void add_waive(CommandLine& line, Session& session);
void add_baseline(CommandLine& line, Session& session);
void add_drift(CommandLine& line, Session& session);
void add_evidence(CommandLine& line, Session& session);
void add_explain(CommandLine& line, Session& session);
void add_checks(CommandLine& line, Session& session);
void add_validate(CommandLine& line, Session& session);
void add_manifest(CommandLine& line, Session& session);
void add_history(CommandLine& line, Session& session);
void add_journal(CommandLine& line, Session& session);
void add_backup(CommandLine& line, Session& session);
void add_restore(CommandLine& line, Session& session);
void add_serve(CommandLine& line, Session& session);
void add_completion(CommandLine& line, Session& session);

} // namespace klausur
