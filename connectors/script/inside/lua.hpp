#pragma once

#include "connectors/script/inside/engine.hpp"

#include <memory>

namespace klausur::inside {

/// Evaluates a configuration of Prosody in a sandboxed Lua 5.4.
///
/// Task: the name of the main file and its text.
/// Asks: `ask`, `include`, what an Include names, and the file that it stands in. The answer:
/// `files` with a name and a text for each; `none` with a sentence that says why; `failed`.
/// Answer: `done` and the JSON object of ProsodyReader::answer(). `failed` otherwise.
[[nodiscard]] std::unique_ptr<Engine> make_lua(const Evaluation& evaluation);

} // namespace klausur::inside
