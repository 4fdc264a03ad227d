#include "connectors/script/inside/engine_text.hpp"

#include <js/CharacterEncoding.h>
#include <js/String.h>

namespace klausur::inside {

std::string
text_of(JSContext* context, JSString* string)
{
  JSLinearString* linear = string != nullptr ? JS_EnsureLinearString(context, string) : nullptr;
  if (linear == nullptr) {
    return {};
  }
  std::string text(JS::GetDeflatedUTF8StringLength(linear), '\0');
  text.resize(JS::DeflateStringToUTF8Buffer(linear, {text.data(), text.size()}));
  return text;
}

std::string
text_of(JSContext* context, const JS::Value& value)
{
  return value.isString() ? text_of(context, value.toString()) : std::string{};
}

std::string
text_of(JSContext* context, jsid id)
{
  return id.isString() ? text_of(context, id.toString())
         : id.isInt()  ? std::to_string(id.toInt())
                       : std::string{};
}

} // namespace klausur::inside
