#pragma once

#include "connectors/script/message.hpp"

#include <cstddef>

namespace klausur::inside {

struct Evaluation
{
  std::size_t memory = 0; ///< Bytes that the script may use.
  std::size_t answer = 0; ///< Bytes of its answer.
};

/// Evaluates one foreign script, then the process ends.
class Engine
{
public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  /// @return `done` with what the language's header says, or `failed`.
  [[nodiscard]] virtual Message evaluate(const Message& task) = 0;
};

} // namespace klausur::inside
