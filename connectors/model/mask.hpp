#pragma once

#include "connectors/base/result.hpp"
#include "connectors/format/json.hpp"
#include "connectors/format/shapes.hpp"
#include "connectors/model/kept.hpp"
#include "connectors/model/sieve.hpp"

#include <string>
#include <string_view>

namespace klausur {

/// Masks, at every depth of a document, texts with the shape of a secret or of a person's data,
/// also within texts that hold JSON, and whole the texts under names that look secret (numbers
/// directly under such a name too). Texts of several words, or with letters beyond ASCII, are
/// what people write, in which they are named without an address: they are masked as well, but
/// where words are read. What is empty, switches and null stay: they tell that nothing is
/// there.
class Masking
{
public:
  /// @param plain  Texts that are no secrets, because checks compare with them.
  /// @param key  Of names that are masked stays a digest with it, so that they are told apart.
  Masking(const Kept::Texts& plain, std::string_view key) : m_plain{plain}, m_key{key} {}

  /// @param worded  Where words are read; its branches are followed.
  void operator()(JsonValue& value, Json::AllocatorType& memory,
                  const Branches& worded = {}) const;

private:
  /// Where a value stands.
  struct Place
  {
    const Branches& worded;
    bool secret = false;      ///< At any depth below a name that looks secret.
    bool secret_name = false; ///< Directly there.
  };
  void mask(JsonValue& value, const Place& place, Json::AllocatorType& memory) const;
  [[nodiscard]] std::string masked(std::string_view text, const Place& place) const;
  [[nodiscard]] std::string masked_json(std::string_view text, const Place& place) const;
  [[nodiscard]] std::string masked_name(std::string_view name) const;

  const Kept::Texts& m_plain;
  std::string m_key;
};

/// Why something failed, with what the words quote of others masked.
[[nodiscard]] Error without_quotations(Error error);

/// Whether a value, or a part of it, was masked.
[[nodiscard]] bool holds_mask(const JsonValue& value);

} // namespace klausur
