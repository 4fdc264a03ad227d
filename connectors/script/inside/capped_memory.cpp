#include "connectors/script/inside/capped_memory.hpp"

#include <cstdlib>
#include <cstring>

namespace klausur::inside {

namespace {

// Room for the block's size before the block, without spoiling its alignment.
constexpr std::size_t k_head = alignof(std::max_align_t);
static_assert(k_head >= sizeof(std::size_t));

char*
head_of(void* block)
{
  return static_cast<char*>(block) - k_head;
}

std::size_t
size_of(void* block)
{
  std::size_t size = 0;
  std::memcpy(&size, head_of(block), sizeof size);
  return size;
}

void*
block_of(void* memory, std::size_t size)
{
  std::memcpy(memory, &size, sizeof size);
  return static_cast<char*>(memory) + k_head;
}

} // namespace

void*
CappedMemory::allocate(std::size_t size)
{
  void* memory = size <= m_left ? std::malloc(size + k_head) : nullptr;
  if (memory == nullptr) {
    m_exceeded = true;
    return nullptr;
  }
  m_left -= size;
  return block_of(memory, size);
}

void*
CappedMemory::reallocate(void* block, std::size_t size)
{
  if (block == nullptr) {
    return allocate(size);
  }
  const std::size_t before = size_of(block);
  void* memory =
      size <= m_left + before ? std::realloc(head_of(block), size + k_head) : nullptr;
  if (memory == nullptr) {
    m_exceeded = true;
    return nullptr;
  }
  m_left = m_left + before - size;
  return block_of(memory, size);
}

void
CappedMemory::release(void* block)
{
  if (block != nullptr) {
    m_left += size_of(block);
    std::free(head_of(block));
  }
}

} // namespace klausur::inside
