#pragma once

#include <cstddef>

namespace klausur::inside {

/// Counts what an embedded engine allocates and refuses what goes beyond the cap, in every
/// build: address space cannot be limited under the sanitizers.
class CappedMemory
{
public:
  explicit CappedMemory(std::size_t cap) : m_left{cap} {}

  [[nodiscard]] void* allocate(std::size_t size);
  /// As realloc: the old block stays when this returns nullptr.
  [[nodiscard]] void* reallocate(void* block, std::size_t size);
  void release(void* block);

  /// Whether an allocation has been refused, so that a failure can be named.
  [[nodiscard]] bool exceeded() const { return m_exceeded; }

private:
  std::size_t m_left;
  bool m_exceeded = false;
};

} // namespace klausur::inside
