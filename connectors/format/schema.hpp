#pragma once

#include "connectors/format/json.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace klausur {

/// What a value does not satisfy.
struct Violation
{
  std::string pointer; ///< JSON Pointer of the value, or of the object with a wrong key.
  std::string key;     ///< The unknown or missing key, or empty.
  bool unknown_key = false;
  std::string what; ///< In words, with a suggestion for a misspelt key.
};

/// A JSON Schema (draft 4), compiled once. Movable; safe to share between threads.
class Schema
{
public:
  /// @error `invalid` when the schema itself is no object or refers to another file.
  [[nodiscard]] static Result<Schema> compile(const JsonValue& schema);

  Schema(Schema&&) noexcept;
  Schema& operator=(Schema&&) noexcept;
  ~Schema();

  [[nodiscard]] bool accepts(const JsonValue& value) const;

  /// The first violation, or nullopt.
  [[nodiscard]] std::optional<Violation> violation(const JsonValue& value) const;

private:
  struct Compiled;
  explicit Schema(std::unique_ptr<Compiled> compiled);
  std::unique_ptr<Compiled> m_compiled;
};

} // namespace klausur
