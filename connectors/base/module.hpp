#pragma once

#include "connectors/base/result.hpp"

#include <filesystem>
#include <string_view>

namespace klausur {

/// A file that belongs to the program: beside it as it was built (or beside the build tree's
/// root, for the tests), or where `cmake --install` puts it.
/// @error `invalid`: it is not there; the program was not installed as a whole.
[[nodiscard]] Result<std::filesystem::path> part_of_program(std::string_view file);

/// A function of a module of the program, which is loaded when it is first asked for and stays.
/// @error `invalid`: the module is not there, cannot be loaded, or has no such function.
[[nodiscard]] Result<void*> find_in_module(std::string_view module, const char* function);

/// The same by the function's type. Nothing can check that it is the right one: name and type
/// stand side by side in the module's header.
template<typename Function>
[[nodiscard]] Result<Function>
module_function(std::string_view module, const char* function)
{
  return find_in_module(module, function).map([](void* found) {
    return reinterpret_cast<Function>(found); // POSIX gives functions as void*.
  });
}

} // namespace klausur
