#pragma once

#include <jsapi.h>

#include <string>

namespace klausur::inside {

/// Texts of the engine as UTF-8; half a surrogate pair becomes U+FFFD, and what is no text
/// (or needs more memory than there is) an empty one.
[[nodiscard]] std::string text_of(JSContext* context, JSString* string);
[[nodiscard]] std::string text_of(JSContext* context, const JS::Value& value);
[[nodiscard]] std::string text_of(JSContext* context, jsid id);

} // namespace klausur::inside
