#include "connectors/script/inside/browser_builtins.hpp"

#include "connectors/script/inside/browser.hpp"
#include "connectors/script/inside/engine_text.hpp"

#include <fmt/format.h>
#include <js/Object.h>
#include <jsfriendapi.h>

#include <array>

namespace klausur::inside {

namespace {

struct Member
{
  JSProtoKey owner;
  bool of_prototype;
  const char* name;
  const char* label;
};

/// Asked by being called.
constexpr std::array k_calls{
    Member{JSProto_Math, false, "random", "Math.random()"},
    Member{JSProto_Date, true, "getTimezoneOffset", "the visitor's time zone"},
    Member{JSProto_Date, true, "getDate", "the visitor's local time"},
    Member{JSProto_Date, true, "getDay", "the visitor's local time"},
    Member{JSProto_Date, true, "getHours", "the visitor's local time"},
    Member{JSProto_Date, true, "toString", "the visitor's local time"},
    Member{JSProto_Date, true, "toDateString", "the visitor's local time"},
    Member{JSProto_Date, true, "toTimeString", "the visitor's local time"},
    Member{JSProto_Date, true, "toLocaleString", "the visitor's language"},
    Member{JSProto_Date, true, "toLocaleDateString", "the visitor's language"},
    Member{JSProto_Date, true, "toLocaleTimeString", "the visitor's language"},
    Member{JSProto_Number, true, "toLocaleString", "the visitor's language"},
    Member{JSProto_Array, true, "toLocaleString", "the visitor's language"},
    Member{JSProto_String, true, "localeCompare", "the visitor's language"},
};

/// Asked by being looked at. From `findLast` on: what came after the engine's release of 2022.
constexpr std::array k_looks{
    Member{JSProto_Error, true, "stack", "the stack of an error"},
    Member{JSProto_Error, false, "captureStackTrace", "Error.captureStackTrace"},
    Member{JSProto_Error, false, "stackTraceLimit", "Error.stackTraceLimit"},
    Member{JSProto_Error, false, "prepareStackTrace", "Error.prepareStackTrace"},
    Member{JSProto_Array, true, "findLast", "findLast(), which is newer than its engine"},
    Member{JSProto_Array, true, "findLastIndex", "findLastIndex(), newer than its engine"},
    Member{JSProto_Array, true, "toReversed", "toReversed(), which is newer than its engine"},
    Member{JSProto_Array, true, "toSorted", "toSorted(), which is newer than its engine"},
    Member{JSProto_Array, true, "toSpliced", "toSpliced(), which is newer than its engine"},
    Member{JSProto_Array, true, "with", "with(), which is newer than its engine"},
    Member{JSProto_Array, false, "fromAsync", "fromAsync(), which is newer than its engine"},
    Member{JSProto_Object, false, "groupBy", "groupBy(), which is newer than its engine"},
    Member{JSProto_Map, false, "groupBy", "groupBy(), which is newer than its engine"},
    Member{JSProto_Set, true, "union", "union(), which is newer than its engine"},
    Member{JSProto_Set, true, "intersection", "intersection(), newer than its engine"},
    Member{JSProto_Set, true, "difference", "difference(), which is newer than its engine"},
    Member{JSProto_Promise, false, "withResolvers", "withResolvers(), newer than its engine"},
    Member{JSProto_Promise, false, "try", "Promise.try(), which is newer than its engine"},
    Member{JSProto_String, true, "isWellFormed", "isWellFormed(), newer than its engine"},
    Member{JSProto_String, true, "toWellFormed", "toWellFormed(), newer than its engine"},
    Member{JSProto_RegExp, false, "escape", "RegExp.escape(), which is newer than its engine"},
};

/// The function's first slot says what calling it asks.
bool
ask_when_called(JSContext* context, unsigned count, JS::Value* values)
{
  const JS::CallArgs call = JS::CallArgsFromVp(count, values);
  const std::string what = text_of(context, js::GetFunctionNativeReserved(&call.callee(), 0));
  return static_cast<Browser*>(JS_GetContextPrivate(context))->ask(context, what);
}

JSObject*
asking_function(JSContext* context, const char* name, std::string_view label)
{
  JS::RootedString text{context, JS_NewStringCopyN(context, label.data(), label.size())};
  JSFunction* made =
      text ? js::NewFunctionWithReserved(context, ask_when_called, 0, 0, name) : nullptr;
  if (made == nullptr) {
    return nullptr;
  }
  JSObject* function = JS_GetFunctionObject(made);
  js::SetFunctionNativeReserved(function, 0, JS::StringValue(text));
  return function;
}

bool
owner_of(JSContext* context, const Member& member, JS::MutableHandleObject owner)
{
  return member.of_prototype ? JS_GetClassPrototype(context, member.owner, owner)
                             : JS_GetClassObject(context, member.owner, owner);
}

} // namespace

bool
define_asking_function(JSContext* context, JS::HandleObject object, JS::HandleId id,
                       const std::string& label)
{
  JS::RootedObject function{context, asking_function(context, label.c_str(), label + "()")};
  return function && JS_DefinePropertyById(context, object, id, function,
                                           JSPROP_RESOLVING | JSPROP_ENUMERATE);
}

bool
replace_what_varies(JSContext* context, JS::HandleObject /*window*/)
{
  JS::RootedObject owner{context};
  JS::RootedObject function{context};
  for (const Member& each : k_calls) {
    function = asking_function(context, each.name, each.label);
    if (!function || !owner_of(context, each, &owner) ||
        !JS_DefineProperty(context, owner, each.name, function, 0)) {
      return false;
    }
  }
  for (const Member& each : k_looks) {
    function = asking_function(context, each.name, each.label);
    if (!function || !owner_of(context, each, &owner) ||
        !JS_DefineProperty(context, owner, each.name, function, function, 0)) {
      return false;
    }
  }
  return true;
}

} // namespace klausur::inside
