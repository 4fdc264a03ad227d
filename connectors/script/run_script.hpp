#pragma once

#include "connectors/script/limits.hpp"
#include "connectors/script/message.hpp"

#include <functional>
#include <string_view>

namespace klausur {

/// What the child asks while it runs, and the answer. Runs on the calling thread; its time is
/// the child's time on the clock.
using Answering = std::function<Message(const Message& question)>;

/// Evaluate a foreign program in a child that is confined (README.md): an executable of its
/// own, started fresh, with nothing of this program's memory, descriptors or environment.
/// Always ends and reaps the child before it returns. May be called from several threads.
///
/// @param language  `javascript` or `lua`.
/// @param task      What the child of this language takes (inside/javascript.hpp,
/// inside/lua.hpp).
/// @return What it answered.
/// @error What the child answered; else `unexpected` with the cause: "took longer than 2 s of
///        processor time", "needed more than 256 MB", "crashed with signal 11"; `invalid`
///        when the child's program is not installed.
[[nodiscard]] Result<Message> run_script(std::string_view language, const Message& task,
                                         const EvaluationLimits& limits,
                                         const Answering& answering = {});

} // namespace klausur
