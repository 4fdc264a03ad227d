#pragma once

#include "connectors/base/result.hpp"

#include <array>
#include <string>
#include <string_view>

namespace klausur {

/// Encrypts what has to outlive the process (AES-256-GCM): nobody reads it without the key,
/// and nobody changes a byte of it unseen.
class Seal
{
public:
  /// @param key  32 bytes as 64 hexadecimal digits, as `openssl rand -hex 32` gives them. A
  ///             passphrase is no such key and is refused.
  /// @error `invalid`; the text does not show the key.
  [[nodiscard]] static Result<Seal> of(std::string_view key);

  /// One line without its end, in printable characters; never twice the same.
  /// @param purpose  What it is for: it opens for the same purpose only.
  [[nodiscard]] Result<std::string> close(std::string_view plain,
                                          std::string_view purpose) const;

  /// @error `invalid`: cut off or changed, another key, another purpose. Which of them,
  ///        nobody can tell.
  [[nodiscard]] Result<std::string> open(std::string_view sealed,
                                         std::string_view purpose) const;

  /// Whether the text says of itself that it is sealed.
  [[nodiscard]] static bool is_sealed(std::string_view text);

private:
  static constexpr std::size_t k_key_bytes = 32;
  std::array<unsigned char, k_key_bytes> m_key{};
};

} // namespace klausur
