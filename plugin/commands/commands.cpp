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

std::string
unknown_word(const CLI::App& app)
{
  const auto words = app.remaining(/*recurse=*/true);
  const std::string word = words.empty() ? "" : words.front();
  const auto chosen = app.get_subcommands();
  std::vector<std::string> known;
  if (word.starts_with('-')) {
    std::vector<const CLI::App*> places{&app};
    places.insert(places.end(), chosen.begin(), chosen.end());
    for (const CLI::App* place : places) {
      for (const auto* option : place->get_options()) {
        for (const auto& name : option->get_lnames()) {
          known.push_back("--" + name);
        }
      }
    }
  } else if (chosen.empty()) {
    for (const auto& entry : commands()) {
      known.emplace_back(entry.name);
    }
  }
  const std::string where = chosen.empty() ? "" : " " + chosen.front()->get_name();
  const std::string meant = did_you_mean(word, known);
  return fmt::format("{} \"{}\" is not known{}",
                     word.starts_with('-') ? "the option"
                     : chosen.empty()      ? "the command"
                                           : "the argument",
                     word, meant.empty() ? "; see klausur" + where + " --help" : meant);
}

} // namespace klausur
