#pragma once

#include "plugin/sandbox/sandbox.hpp"

namespace klausur {

/// What the module gives: Sandbox::open() and Sandbox::vendors(), under names that do not
/// depend on the compiler.
using OpenSandbox = void (*)(std::string_view vendor, SandboxOptions options,
                             Result<std::unique_ptr<Sandbox>>& opened);
using ListSandboxes = void (*)(std::vector<std::string_view>& vendors);

inline constexpr const char* k_sandbox_module = "klausur-sandbox.so";
inline constexpr const char* k_open_sandbox = "klausur_open_sandbox";
inline constexpr const char* k_list_sandboxes = "klausur_list_sandboxes";

} // namespace klausur
