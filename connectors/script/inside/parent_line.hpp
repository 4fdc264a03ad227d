#pragma once

#include "connectors/script/message.hpp"

namespace klausur::inside {

/// The line to who started this program. Where it breaks there is nobody left to work for:
/// then the process ends at once.
[[nodiscard]] Message hear();
void say(const Message& message);

/// Say it as the last thing that this process does.
[[noreturn]] void say_last(const Message& message);

} // namespace klausur::inside
