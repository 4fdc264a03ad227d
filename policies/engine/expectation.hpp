#pragma once

#include "connectors/format/schema.hpp"

#include <memory>
#include <string>
#include <vector>

namespace klausur {

/// `value` with every text `$name` replaced by the parameter of that name.
/// @error `invalid` naming a parameter that does not exist.
[[nodiscard]] Result<Json> fill(const JsonValue& value, const JsonValue& parameters);

enum class Match { yes, no, other_type };

/// What a value ought to be, compiled once: a bare value, or a JSON Schema (a mapping).
///
/// Bare value: a value of another type is `other_type`, which says nothing about the
/// setting; numbers compare by value; lists without regard to order. Schema: the schema
/// alone decides, so a type it does not name is `no`.
class Expectation
{
public:
  /// @param filled  The expectation without `$name`.
  [[nodiscard]] static Result<Expectation> compile(const JsonValue& filled);

  [[nodiscard]] Match match(const JsonValue& value) const;

  /// What it was compiled from.
  [[nodiscard]] const Json& value() const { return *m_value; }

private:
  enum class Kind { value, list, range, choice, schema };
  explicit Expectation(const JsonValue& filled);
  [[nodiscard]] bool in_range(const JsonValue& value) const;

  // Small and without its JSON, so that the expectations of thousands of checks stay in the
  // processor's cache while documents are judged.
  Kind m_kind = Kind::value;
  bool m_whole = false;
  JsonValue m_scalar; ///< The bare value; a text's characters belong to m_value.
  double m_minimum = 0;
  double m_maximum = 0;
  std::vector<std::string> m_list; ///< Sorted canonical texts of a list, texts of a choice.
  std::unique_ptr<Schema> m_schema;
  std::unique_ptr<Json> m_value;
};

/// Equal as settings are compared: lists of plain values without regard to order.
[[nodiscard]] bool same_setting(const JsonValue& a, const JsonValue& b);

} // namespace klausur
