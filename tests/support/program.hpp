#pragma once

#include <filesystem>
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

  void write(std::string_view file, std::string_view text) const;
  [[nodiscard]] std::string read(std::string_view file) const;

  const std::filesystem::path directory;
};

} // namespace klausur::test
