#include "plugin/commands/commands.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

std::string
options_of(const CLI::App& app)
{
  std::string words;
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) {
      words += " --" + name;
    }
  }
  return words;
}

/// A completion for bash, made from the commands as they are.
std::string
bash_completion(const CLI::App& app)
{
  std::string names;
  std::string cases;
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names += " " + command->get_name();
    cases += fmt::format("    {}) words=\"{}\" ;;\n", command->get_name(),
                         options_of(*command).substr(1));
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
                     "    *) words=\"{}{}\" ;;\n"
                     "  esac\n"
                     "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
                     "}}\n"
                     "complete -o default -F _klausur klausur\n",
                     cases, names.substr(1), options_of(app));
}

} // namespace

void
add_completion(CLI::App& app, Session& session)
{
  auto* command = app.add_subcommand("completion", "Print a completion script for bash");
  auto shell = std::make_shared<std::string>("bash");
  command->add_option("shell", *shell, "The shell")->check(CLI::IsMember({"bash"}));
  command->callback([&app, &session, shell] {
    session.command = [&app, &session] {
      session.print(bash_completion(app));
      return Exit::within_threshold;
    };
  });
}

} // namespace klausur
