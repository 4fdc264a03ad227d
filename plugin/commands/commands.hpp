#pragma once

#include "plugin/office/session.hpp"
#include "policies/engine/plan.hpp"

#include <CLI/CLI.hpp>

#include <span>

namespace klausur {

/// Adds one subcommand; what it does is put into Session::command when it was chosen.
struct CommandEntry
{
  std::string_view name;
  void (*add)(CLI::App& app, Session& session);
};

/// All subcommands, in the order of `--help`.
[[nodiscard]] std::span<const CommandEntry> commands();

/// A plan as people read it, for plan, apply and rollback.
[[nodiscard]] std::string to_diff(const Plan& plan, Language language);

/// Warn when a run was killed while it wrote into the tenant.
void tell_of_interruption(Session& session, const Office& office, const std::string& tenant);

/// What to say when there is no check and no control of this name.
[[nodiscard]] Error no_such_id(Library& library, std::string_view id);

/// What to say when the command line holds a word that nobody knows.
[[nodiscard]] std::string unknown_word(const CLI::App& app);

void add_demo(CLI::App& app, Session& session);
void add_doctor(CLI::App& app, Session& session);
void add_audit(CLI::App& app, Session& session);
void add_snapshot(CLI::App& app, Session& session);
void add_plan(CLI::App& app, Session& session);
void add_apply(CLI::App& app, Session& session);
void add_rollback(CLI::App& app, Session& session);
void add_attest(CLI::App& app, Session& session);
void add_explain(CLI::App& app, Session& session);
void add_checks(CLI::App& app, Session& session);
void add_validate(CLI::App& app, Session& session);
void add_manifest(CLI::App& app, Session& session);
void add_history(CLI::App& app, Session& session);
void add_serve(CLI::App& app, Session& session);
void add_completion(CLI::App& app, Session& session);

} // namespace klausur
