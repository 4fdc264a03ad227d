#pragma once

#include <fmt/format.h>

#include <atomic>
#include <cstdint>
#include <iosfwd>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace klausur {

/// A value that never changes, or nothing. Copies have it in common, so that thousands of
/// them take a pointer each. May be copied and dropped in any thread.
template<typename T> class Shared
{
public:
  Shared() = default;
  template<typename From>
  requires(std::is_convertible_v<From, T> && !std::is_same_v<std::remove_cvref_t<From>, Shared>)
      Shared(From&& from) // NOLINT(*-explicit-*): a value is shared by handing it over
      : m_held{new Held{T(std::forward<From>(from))}}
  {
  }
  Shared(const Shared& other) : m_held{other.m_held}
  {
    if (m_held != nullptr) {
      m_held->owners.fetch_add(1, std::memory_order_relaxed);
    }
  }
  Shared(Shared&& other) noexcept : m_held{std::exchange(other.m_held, nullptr)} {}
  Shared& operator=(Shared other) noexcept
  {
    std::swap(m_held, other.m_held);
    return *this;
  }
  ~Shared()
  {
    if (m_held != nullptr && m_held->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      delete m_held;
    }
  }

  [[nodiscard]] bool has_value() const { return m_held != nullptr; }
  explicit operator bool() const { return has_value(); }
  /// Of nothing: an empty value.
  const T& operator*() const { return m_held == nullptr ? none() : m_held->value; }
  const T* operator->() const { return &**this; }
  void reset() { *this = Shared{}; }

  /// True when both are one value, and not only equal ones.
  [[nodiscard]] bool is(const Shared& other) const { return m_held == other.m_held; }

private:
  struct Held
  {
    T value;
    std::atomic<std::uint32_t> owners{1};
  };
  static const T& none()
  {
    static const T k_none{};
    return k_none;
  }

  Held* m_held = nullptr;
};

/// A text that copies have in common.
class SharedText
{
public:
  SharedText() = default;
  SharedText(std::string text) // NOLINT(*-explicit-*)
      : m_text{text.empty() ? Shared<std::string>{} : Shared<std::string>{std::move(text)}}
  {
  }
  SharedText(const char* text) : SharedText{std::string{text}} {} // NOLINT(*-explicit-*)
  explicit SharedText(std::string_view text) : SharedText{std::string{text}} {}

  operator std::string_view() const { return *m_text; } // NOLINT(*-explicit-*)
  [[nodiscard]] const std::string& str() const { return *m_text; }
  [[nodiscard]] bool empty() const { return m_text->empty(); }
  [[nodiscard]] std::size_t size() const { return m_text->size(); }
  [[nodiscard]] bool starts_with(std::string_view text) const
  {
    return m_text->starts_with(text);
  }

  friend bool operator==(const SharedText& a, const SharedText& b)
  {
    return a.m_text.is(b.m_text) || a.str() == b.str();
  }
  friend bool operator==(const SharedText& a, std::string_view b) { return a.str() == b; }
  friend bool operator==(const SharedText& a, const std::string& b) { return a.str() == b; }
  friend bool operator==(const SharedText& a, const char* b) { return a.str() == b; }
  friend auto operator<=>(const SharedText& a, const SharedText& b)
  {
    return a.str() <=> b.str();
  }
  friend std::ostream& operator<<(std::ostream& out, const SharedText& text)
  {
    return out << text.str();
  }

private:
  Shared<std::string> m_text;
};

} // namespace klausur

template<> struct fmt::formatter<klausur::SharedText> : fmt::formatter<std::string_view>
{
  template<typename Context>
  auto format(const klausur::SharedText& text, Context& context) const
  {
    return fmt::formatter<std::string_view>::format(text, context);
  }
};
