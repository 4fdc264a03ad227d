#include "connectors/base/module.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <system_error>

namespace klausur {

namespace fs = std::filesystem;

Result<fs::path>
part_of_program(std::string_view file)
{
  std::error_code problem; // what cannot be looked at is not there
  const fs::path program = fs::read_symlink("/proc/self/exe", problem).parent_path();
  for (const auto& place : {program, program / "../..", program / "../lib/klausur"}) {
    if (fs::exists(place / file, problem)) {
      return place / file;
    }
  }
  return fail(Failure::invalid,
              fmt::format("{} was not found beside {} nor in ../lib/klausur: install the whole "
                          "program",
                          file, program.string()));
}

Result<void*>
find_in_module(std::string_view module, const char* function)
{
  return part_of_program(module).and_then([&](const fs::path& file) -> Result<void*> {
    void* handle = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL); // the same one every time
    void* found = handle == nullptr ? nullptr : ::dlsym(handle, function);
    if (found == nullptr) {
      return fail(Failure::invalid, fmt::format("{} could not be loaded: {}", file.string(),
                                                ::dlerror())); // NOLINT: read at once
    }
    return found;
  });
}

} // namespace klausur
