#pragma once

#include "connectors/script/inside/engine.hpp"

#include <memory>

namespace klausur::inside {

/// Evaluates JavaScript as the first script of a page would be, in an interpreter without JIT.
///
/// Task: the source in UTF-8; the name of the host that serves the page, or empty; then the
/// names of the variables to read.
/// Answer: `done`, a JSON object with those that exist, and where and why the script stopped
/// before its end, or an empty text. `failed` when what it sets is not known: a syntax error,
/// a limit, a question that only a browser answers.
/// nullptr when there is no engine to be had.
[[nodiscard]] std::unique_ptr<Engine> make_javascript(const Evaluation& evaluation);

} // namespace klausur::inside
