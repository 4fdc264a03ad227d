#include "plugin/commands/commands.hpp"

#include "connectors/format/suggest.hpp"

#include <fmt/format.h>

#include <array>

namespace klausur {

std::span<const CommandEntry>
commands()
{
  static constexpr std::array k_commands{
      CommandEntry{"demo", add_demo},
      CommandEntry{"doctor", add_doctor},
      CommandEntry{"audit", add_audit},
      CommandEntry{"snapshot", add_snapshot},
      CommandEntry{"plan", add_plan},
      CommandEntry{"approve", add_approve},
      CommandEntry{"apply", add_apply},
      CommandEntry{"rollback", add_rollback},
      CommandEntry{"attest", add_attest},
      CommandEntry{"waive", add_waive},
      CommandEntry{"baseline", add_baseline},
      CommandEntry{"drift", add_drift},
      CommandEntry{"evidence", add_evidence},
      CommandEntry{"explain", add_explain},
      CommandEntry{"checks", add_checks},
      CommandEntry{"validate", add_validate},
      CommandEntry{"manifest", add_manifest},
      CommandEntry{"history", add_history},
      CommandEntry{"journal", add_journal},
      CommandEntry{"backup", add_backup},
      CommandEntry{"restore", add_restore},
      CommandEntry{"serve", add_serve},
      CommandEntry{"completion", add_completion},
  };
  return k_commands;
}

Error
no_such_id(Library& library, std::string_view id)
{
  const auto known = library.ids();
  if (!known) {
    return known.error();
  }
  const std::string meant = did_you_mean(id, *known);
  return {Failure::invalid,
          fmt::format("there is no check or control \"{}\"{}", id,
                      meant.empty() ? "; klausur checks lists them" : meant),
          ""};
}

} // namespace klausur
