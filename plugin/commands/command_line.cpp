#include "plugin/commands/command_line.hpp"

#include "connectors/format/suggest.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <deque>

namespace klausur {

/// Every command shares the place where the chosen action goes.
struct Command::Inside
{
  CLI::App* app;
  Action* chosen;
};

struct CommandLine::Parser
{
  explicit Parser(const std::string& purpose) : app{purpose} {}

  CLI::App app;
  Action chosen;
  std::deque<Command::Inside> commands;
};

namespace {

void
apply(CLI::App& app, CLI::Option& option, const Rules& rules)
{
  if (!rules.one_of.empty()) {
    option.check(CLI::IsMember(rules.one_of));
  }
  if (rules.directory) {
    option.check(CLI::ExistingDirectory);
  }
  if (rules.shows_default) {
    option.capture_default_str();
  }
  if (!rules.after.empty()) {
    option.needs(app.get_option(std::string{rules.after}));
  }
  option.required(rules.required);
}

std::vector<std::string>
long_names(const CLI::App& app)
{
  std::vector<std::string> names;
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
  return names;
}

} // namespace

void
Command::option(const std::string& name, std::string& value, const std::string& help,
                const Rules& rules)
{
  apply(*m_inside->app, *m_inside->app->add_option(name, value, help), rules);
}

void
Command::option(const std::string& name, std::size_t& value, const std::string& help,
                const Rules& rules)
{
  auto& option = *m_inside->app->add_option(name, value, help);
  option.check(CLI::NonNegativeNumber); // -1 would be read as the largest number.
  apply(*m_inside->app, option, rules);
}

void
Command::option(const std::string& name, std::vector<std::string>& values,
                const std::string& help, const Rules& rules)
{
  auto& option = *m_inside->app->add_option(name, values, help);
  apply(*m_inside->app, option, rules);
  if (name.starts_with('-')) {
    option.expected(1)->take_all();
  }
}

void
Command::flag(const std::string& name, bool& value, const std::string& help)
{
  m_inside->app->add_flag(name, value, help);
}

void
Command::footer(const std::string& text)
{
  m_inside->app->footer(text);
}

void
Command::does(Action action, std::function<std::optional<Misuse>()> misuse)
{
  m_inside->app->callback([chosen = m_inside->chosen, action, misuse] {
    if (const auto wrong = misuse ? misuse() : std::nullopt) {
      throw CLI::ValidationError{wrong->option, wrong->why}; // how CLI11 is told
    }
    *chosen = action;
  });
}

CommandLine::CommandLine(const std::string& program, const std::string& purpose,
                         const std::string& version)
    : m_parser{std::make_unique<Parser>(purpose)}
{
  auto& app = m_parser->app;
  app.name(program);
  app.set_version_flag("--version", program + " " + version);
  app.require_subcommand(0, 1);
  app.fallthrough();
}

CommandLine::~CommandLine() = default;

Command
CommandLine::everywhere()
{
  return Command{
      m_parser->commands.emplace_back(Command::Inside{&m_parser->app, &m_parser->chosen})};
}

Command
CommandLine::add(const std::string& name, const std::string& help)
{
  auto* app = m_parser->app.add_subcommand(name, help);
  return Command{m_parser->commands.emplace_back(Command::Inside{app, &m_parser->chosen})};
}

CommandLine::Chosen
CommandLine::parse(int argc, const char* const* argv)
{
  auto& app = m_parser->app;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ExtrasError&) {
    std::fprintf(stderr, "%s: %s\n", app.get_name().c_str(), unknown_word().c_str());
    return {nullptr, Exit::usage};
  } catch (const CLI::ParseError& stop) { // how CLI11 ends --help as well
    return {nullptr, app.exit(stop) == 0 ? Exit::within_threshold : Exit::usage};
  }
  if (!m_parser->chosen) {
    std::fputs(app.help().c_str(), stderr);
    return {nullptr, Exit::usage};
  }
  return {m_parser->chosen};
}

std::vector<CommandWords>
CommandLine::words() const
{
  std::vector<CommandWords> words{{"", long_names(m_parser->app)}};
  for (const CLI::App* each :
       std::as_const(m_parser->app).get_subcommands([](const CLI::App*) { return true; })) {
    words.push_back({each->get_name(), long_names(*each)});
  }
  return words;
}

/// What to say when the command line holds a word that nobody knows.
std::string
CommandLine::unknown_word() const
{
  const CLI::App& app = m_parser->app;
  const auto unknown = app.remaining(/*recurse=*/true);
  const std::string word = unknown.empty() ? "" : unknown.front();
  const auto chosen = app.get_subcommands();
  std::vector<std::string> known;
  for (const auto& each : words()) {
    const bool here =
        each.name.empty() || (!chosen.empty() && chosen.front()->get_name() == each.name);
    if (word.starts_with('-') && here) {
      known.insert(known.end(), each.options.begin(), each.options.end());
    } else if (!word.starts_with('-') && chosen.empty() && !each.name.empty()) {
      known.push_back(each.name);
    }
  }
  const std::string where = chosen.empty() ? "" : " " + chosen.front()->get_name();
  const std::string meant = did_you_mean(word, known);
  return fmt::format("{} \"{}\" is not known{}",
                     word.starts_with('-') ? "the option"
                     : chosen.empty()      ? "the command"
                                           : "the argument",
                     word,
                     meant.empty() ? "; see " + app.get_name() + where + " --help" : meant);
}

} // namespace klausur
