#pragma once

#include <jsapi.h>

#include <string>

namespace klausur::inside {

/// Put a function into an object that ends the script when it is called.
[[nodiscard]] bool define_asking_function(JSContext* context, JS::HandleObject object,
                                          JS::HandleId id, const std::string& label);

/// Parts of the language whose answer differs from one visitor to the next, and those that
/// this engine is too old for.
[[nodiscard]] bool replace_what_varies(JSContext* context, JS::HandleObject window);

} // namespace klausur::inside
