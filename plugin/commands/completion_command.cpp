#include "plugin/commands/commands.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

/// A completion for bash, made from the commands as they are.
std::string
bash_completion(const std::vector<CommandWords>& commands)
{
  std::string names;
  std::string cases;
  for (const auto& command : commands) {
    if (!command.name.empty()) {
      names += " " + command.name;
      cases += fmt::format("    {}) words=\"{}\" ;;\n", command.name,
                           fmt::join(command.options, " "));
    }
  }
  return fmt::format("# bash completion for klausur; made by: klausur completion\n"
                     "_klausur()\n"
                     "{{\n"
                     "  local current=\"${{COMP_WORDS[COMP_CWORD]}}\" words=\"\" word\n"
                     "  for word in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do\n"
                     "    case \"$word\" in -*) ;; *) break ;; esac\n"
                     "    word=\"\"\n"
                     "  done\n"
                     "  case \"$word\" in\n"
                     "{}"
                     "    *) words=\"{} {}\" ;;\n"
                     "  esac\n"
                     "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
                     "}}\n"
                     "complete -o default -F _klausur klausur\n",
                     cases, names.substr(1), fmt::join(commands.front().options, " "));
}

} // namespace

void
add_completion(CommandLine& line, Session& session)
{
  auto command = line.add("completion", "Print a completion script for bash");
  auto shell = std::make_shared<std::string>("bash");
  command.option("shell", *shell, "The shell", {.one_of = {"bash"}});
  command.does([&line, &session, shell] {
    session.print(bash_completion(line.words()));
    return Exit::within_threshold;
  });
}

} // namespace klausur
