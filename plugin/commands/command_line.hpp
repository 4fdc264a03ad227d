#pragma once

#include "plugin/office/exit.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// What a command does once the command line is known to be sound.
using Action = std::function<Exit()>;

/// An option that contradicts another one.
struct Misuse
{
  std::string option; ///< `--format`
  std::string why;
};

/// What is asked of a value before the command sees it.
struct Rules
{
  std::vector<std::string> one_of = {}; ///< Empty: anything.
  bool required = false;
  bool directory = false;     ///< Names a directory that is there.
  bool shows_default = false; ///< The help shows the value that stands there now.
  std::string_view after;     ///< An argument that has to be given as well.
};

/// A subcommand and the words that it understands. A name with dashes in front is an option,
/// one without is an argument that stands by itself, in the order in which they are added.
/// The values that are handed in are filled while the line is parsed: they have to live until
/// then, most simply in what `does` captures.
class Command
{
public:
  void option(const std::string& name, std::string& value, const std::string& help,
              const Rules& rules = {});
  void option(const std::string& name, std::size_t& value, const std::string& help,
              const Rules& rules = {});
  /// An option is repeated (`--point RET --point ENC`), an argument takes several words.
  void option(const std::string& name, std::vector<std::string>& values,
              const std::string& help, const Rules& rules = {});
  void flag(const std::string& name, bool& value, const std::string& help);
  /// Said below the help.
  void footer(const std::string& text);
  /// What the command does. `misuse` looks at all values together before it is chosen.
  void does(Action action, std::function<std::optional<Misuse>()> misuse = nullptr);

private:
  friend class CommandLine;
  struct Inside;
  explicit Command(Inside& inside) : m_inside{&inside} {}

  Inside* m_inside; ///< Belongs to the command line.
};

/// The words of one command, for a shell that completes them.
struct CommandWords
{
  std::string name;                 ///< Empty: the program itself.
  std::vector<std::string> options; ///< With their dashes.
};

/// What the program was called with. The library that parses is seen by one source file only.
class CommandLine
{
public:
  CommandLine(const std::string& program, const std::string& purpose,
              const std::string& version);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  /// What stands before or after every command.
  [[nodiscard]] Command everywhere();
  [[nodiscard]] Command add(const std::string& name, const std::string& help);

  /// @return  What was chosen; or how the program ends at once, when help was asked for or the
  ///          line is wrong. That has been said then.
  struct Chosen
  {
    Action action; ///< Empty: end with `exit`.
    Exit exit = Exit::within_threshold;
  };
  [[nodiscard]] Chosen parse(int argc, const char* const* argv);

  /// The program first, then every command in the order of the help.
  [[nodiscard]] std::vector<CommandWords> words() const;

private:
  std::string unknown_word() const;

  struct Parser;
  std::unique_ptr<Parser> m_parser;
};

} // namespace klausur
