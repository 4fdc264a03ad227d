#pragma once

// The project's own sources, as the tests of the house read them.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace klausur::test {

namespace fs = std::filesystem;

inline const fs::path k_root{KLAUSUR_SOURCE_DIR};

inline std::string
text_of(const fs::path& file)
{
  std::ostringstream text;
  text << std::ifstream{file}.rdbuf();
  return text.str();
}

inline bool
is_code(const fs::path& file)
{
  return file.extension() == ".cpp" || file.extension() == ".hpp";
}

/// All C++ files below a folder, as paths from the root.
inline std::vector<fs::path>
code_below(const char* folder)
{
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator{k_root / folder}) {
    if (entry.is_regular_file() && is_code(entry.path())) {
      files.push_back(fs::relative(entry.path(), k_root));
    }
  }
  std::ranges::sort(files);
  return files;
}

inline std::vector<std::string>
includes_in(const fs::path& file)
{
  static const std::regex line{R"re(^[ \t]*#[ \t]*include[ \t]*["<]([^">]+)[">])re",
                               std::regex::multiline};
  const std::string text = text_of(k_root / file);
  std::vector<std::string> found;
  for (std::sregex_iterator match{text.begin(), text.end(), line};
       match != std::sregex_iterator{}; ++match) {
    found.push_back((*match)[1]);
  }
  return found;
}

} // namespace klausur::test
