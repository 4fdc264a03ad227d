#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace klausur::test {

/// How a run of the program ended.
struct Ended
{
  int code = -1; ///< 128 + signal when it was killed.
  std::string out;
  std::string err;
};

/// The program while it runs. Killed at the latest when this goes.
class Running
{
public:
  Running(pid_t child, std::filesystem::path directory, std::string name);
  ~Running();
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  void signal(int number) const;
  /// Wait for its end, at most a minute; then it is killed.
  Ended wait();
  [[nodiscard]] std::string out() const;
  [[nodiscard]] std::string err() const;

private:
  pid_t m_child; ///< 0: it has ended.
  std::filesystem::path m_directory;
  std::string m_name; ///< Of the files that take its output.
};

/// Look every few milliseconds until `holds` does; false when it hangs, after minutes.
[[nodiscard]] bool eventually(const std::function<bool()>& holds);

/// A scratch directory of the test's own, and the real program run in it.
class Program
{
public:
  Program();
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// Run `klausur ARGUMENTS...` and wait. `environment` holds NAME=VALUE texts that are
  /// added. A run of more than a minute is killed.
  [[nodiscard]] Ended run(std::vector<std::string> arguments,
                          std::vector<std::string> environment = {}) const;

  /// Run it and do not wait. `name`: two at a time need two.
  [[nodiscard]] std::unique_ptr<Running> start(std::vector<std::string> arguments,
                                               std::vector<std::string> environment = {},
                                               const std::string& name = "std") const;

  void write(std::string_view file, std::string_view text) const;
  [[nodiscard]] std::string read(std::string_view file) const;

  const std::filesystem::path directory;
};

} // namespace klausur::test
