#pragma once

#include "plugin/office/audit.hpp"
#include "plugin/office/exit.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace klausur {

/// One run of the program: the options that every command has, and what they lead to,
/// opened when it is first asked for.
class Session
{
public:
  struct Options
  {
    std::string config;
    std::string data_dir;
    bool no_color = false;
    bool quiet = false;
  };

  Session();

  /// @error `invalid` also when no configuration was found and `needed` is true.
  [[nodiscard]] Result<const Configuration*> configuration(bool needed = true);
  [[nodiscard]] Result<Library*> library();
  /// nullptr when the configuration names no store.
  [[nodiscard]] Result<Store*> store();
  /// As store(), but an Error that says how to configure one when there is none.
  [[nodiscard]] Result<Store*> needed_store();
  /// Where the configured store and its journal's key are; opens and makes nothing.
  /// @error as needed_store(), or a store that is in no file.
  struct StorePlace
  {
    std::filesystem::path file;
    JournalKey key;
  };
  [[nodiscard]] Result<StorePlace> store_place();
  /// Everything an audit works with.
  [[nodiscard]] Result<Office> office(bool configuration_needed = true);

  /// The language that was asked for (`en`, `de` or nothing), else that of a configuration
  /// that is there, else English: for commands that need no configuration.
  [[nodiscard]] Language language(std::string_view asked) const;

  /// Data goes to stdout, everything else to stderr; both through the redactor.
  void print(std::string_view text);
  void tell(std::string_view text);
  /// As tell(), but also with --quiet: what was asked for could not be had as a whole.
  void warn(std::string_view text);
  /// Tell an error and give the exit code that belongs to its kind.
  [[nodiscard]] Exit refuse(const Error& error);

  [[nodiscard]] bool colour() const; ///< stdout is a terminal and nobody minds.

  [[nodiscard]] std::size_t width() const; ///< Columns of the terminal, else 100.

  Options options;
  Redactor redactor;
  Clock clock;

private:
  std::optional<Configuration> m_configuration;
  std::optional<Library> m_library;
  std::optional<Store> m_store;
};

} // namespace klausur
