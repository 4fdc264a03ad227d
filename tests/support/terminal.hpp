#pragma once

#include "tests/support/program.hpp"

#include <string>
#include <vector>

namespace klausur::test {

/// Run `klausur ARGUMENTS...` on a terminal of its own, with somebody at it who types `typed`
/// and nothing more. What the terminal shows, also what is typed, is `out`; `err` is empty.
/// A run of more than minutes is killed.
[[nodiscard]] Ended on_terminal(const Program& program, std::vector<std::string> arguments,
                                std::string_view typed);

} // namespace klausur::test
