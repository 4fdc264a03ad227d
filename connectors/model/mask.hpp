#pragma once

#include "connectors/base/result.hpp"
#include "connectors/format/json.hpp"
#include "connectors/format/shapes.hpp"
#include "connectors/model/kept.hpp"

#include <string>
#include <string_view>

namespace klausur {

/// Masks, at every depth of a document, texts with the shape of a secret or of a person's data,
/// also within texts that hold JSON, and whole the texts under names that look secret (numbers
/// directly under such a name too). What is empty, switches and null stay: they tell that
/// nothing is there.
class Masking
{
public:
  /// @param plain  Texts that are no secrets, because checks compare with them.
  /// @param key  Of names that are masked stays a digest with it, so that they are told apart.
  Masking(const Kept::Texts& plain, std::string_view key) : m_plain{plain}, m_key{key} {}

  void operator()(JsonValue& value, Json::AllocatorType& memory) const;

  /// As a text is masked that stands under no name.
  [[nodiscard]] std::string masked(std::string_view text) const;

private:
  void mask(JsonValue& value, bool secret, bool secret_name, Json::AllocatorType& memory) const;
  [[nodiscard]] std::string masked_json(std::string_view text) const;
  [[nodiscard]] std::string masked_name(std::string_view name) const;

  const Kept::Texts& m_plain;
  std::string m_key;
};

/// Why something failed, with what the words quote of others masked.
[[nodiscard]] Error without_quotations(Error error);

/// Whether a value, or a part of it, was masked.
[[nodiscard]] bool holds_mask(const JsonValue& value);

} // namespace klausur
