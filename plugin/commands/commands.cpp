#include "plugin/commands/commands.hpp"

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
      CommandEntry{"apply", add_apply},
      CommandEntry{"rollback", add_rollback},
      CommandEntry{"attest", add_attest},
      CommandEntry{"explain", add_explain},
      CommandEntry{"checks", add_checks},
      CommandEntry{"validate", add_validate},
      CommandEntry{"manifest", add_manifest},
      CommandEntry{"history", add_history},
      CommandEntry{"serve", add_serve},
      CommandEntry{"completion", add_completion},
  };
  return k_commands;
}

} // namespace klausur
