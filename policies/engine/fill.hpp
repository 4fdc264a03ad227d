#pragma once

#include "policies/engine/expectation.hpp"

namespace klausur {

/// `value` with every text `$name` replaced by the parameter of that name.
/// @error `Objection` naming a parameter that does not exist.
[[nodiscard]] tl::expected<Json, Objection> fill(const JsonValue& value,
                                                 const JsonValue& parameters);

/// fill() and then Expectation::compile(), with the errors of both.
[[nodiscard]] tl::expected<Expectation, std::vector<Objection>>
compile_filled(const JsonValue& expect, const JsonValue& parameters);

/// The names of the parameters that `value` takes, each once.
[[nodiscard]] std::vector<std::string> parameters_in(const JsonValue& value);

} // namespace klausur
