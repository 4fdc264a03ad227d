#include "connectors/script/inside/browser.hpp"

#include "connectors/script/inside/browser_builtins.hpp"
#include "connectors/script/inside/browser_names.hpp"
#include "connectors/script/inside/engine_text.hpp"

#include <fmt/format.h>
#include <js/Modules.h>
#include <js/Object.h>
#include <js/Realm.h>

#include <array>

namespace klausur::inside {

namespace {

Browser&
browser_of(JSContext* context)
{
  return *static_cast<Browser*>(JS_GetContextPrivate(context));
}

/// Of a class whose members are looked up as they are asked for.
constexpr JSClassOps
hooks(JSNewEnumerateOp enumerate, JSResolveOp resolve, JSTraceOp trace = nullptr)
{
  JSClassOps hooks{};
  hooks.newEnumerate = enumerate;
  hooks.resolve = resolve;
  hooks.trace = trace;
  return hooks;
}

/// Of an object whose members only a browser knows: its name, `navigator`.
std::string
name_of_object(JSContext* context, JSObject* object)
{
  return text_of(context, JS::GetReservedSlot(object, 0));
}

bool
resolve_member(JSContext* context, JS::HandleObject object, JS::HandleId id, bool* resolved)
{
  *resolved = false;
  Browser& browser = browser_of(context);
  if (!id.isString() || !browser.listens(context)) {
    return true;
  }
  return browser.ask(
      context, fmt::format("{}.{}", name_of_object(context, object), text_of(context, id)));
}

bool
enumerate_members(JSContext* context, JS::HandleObject object,
                  JS::MutableHandleIdVector /*names*/, bool /*enumerable*/)
{
  return browser_of(context).ask(
      context, fmt::format("all members of {}", name_of_object(context, object)));
}

constexpr JSClassOps k_object_hooks = hooks(enumerate_members, resolve_member);
constexpr JSClass k_object_class{"Object", JSCLASS_HAS_RESERVED_SLOTS(1), &k_object_hooks};

bool
do_nothing(JSContext* /*context*/, unsigned count, JS::Value* values)
{
  JS::CallArgsFromVp(count, values).rval().setUndefined();
  return true;
}

/// What is known of some objects.
bool
add_known_members(JSContext* context, JS::HandleObject object, std::string_view name)
{
  if (name == "console") {
    for (const char* each : {"debug", "error", "info", "log", "trace", "warn"}) {
      if (JS_DefineFunction(context, object, each, do_nothing, 0, JSPROP_RESOLVING) ==
          nullptr) {
        return false;
      }
    }
  }
  const std::string& host = browser_of(context).host();
  if (name != "location" || host.empty()) {
    return true;
  }
  const std::array members{std::pair{"protocol", std::string{"https:"}},
                           std::pair{"hostname", host}, std::pair{"host", host},
                           std::pair{"origin", "https://" + host}};
  for (const auto& [member, text] : members) {
    JS::RootedString value{context, JS_NewStringCopyN(context, text.data(), text.size())};
    if (!value || !JS_DefineProperty(context, object, member, value,
                                     JSPROP_RESOLVING | JSPROP_ENUMERATE)) {
      return false;
    }
  }
  return true;
}

bool
define_object(JSContext* context, JS::HandleObject window, JS::HandleId id,
              const std::string& name)
{
  JS::RootedObject object{context, JS_NewObject(context, &k_object_class)};
  JS::RootedString label{context, JS_NewStringCopyN(context, name.data(), name.size())};
  if (!object || !label) {
    return false;
  }
  JS::SetReservedSlot(object, 0, JS::StringValue(label));
  return add_known_members(context, object, name) &&
         JS_DefinePropertyById(context, window, id, object,
                               JSPROP_RESOLVING | JSPROP_ENUMERATE);
}

bool
resolve_global(JSContext* context, JS::HandleObject window, JS::HandleId id, bool* resolved)
{
  *resolved = false;
  Browser& browser = browser_of(context);
  const std::string name =
      id.isString() && browser.listens(context) ? text_of(context, id) : std::string{};
  const BrowserName kind = browser_name(name);
  if (kind == BrowserName::none || kind == BrowserName::interface) {
    if (!JS_ResolveStandardClass(context, window, id, resolved)) {
      return false;
    }
    return *resolved || kind == BrowserName::none || browser.ask(context, name);
  }
  if (kind == BrowserName::value) {
    return browser.ask(context, name);
  }
  *resolved = true;
  return kind == BrowserName::object ? define_object(context, window, id, name)
                                     : define_asking_function(context, window, id, name);
}

bool
enumerate_global(JSContext* context, JS::HandleObject /*window*/,
                 JS::MutableHandleIdVector /*names*/, bool /*enumerable*/)
{
  return browser_of(context).ask(context, "all members of window");
}

constexpr JSClassOps k_global_hooks =
    hooks(enumerate_global, resolve_global, JS_GlobalObjectTraceHook);
constexpr JSClass k_global_class{"Window", JSCLASS_GLOBAL_FLAGS, &k_global_hooks};

bool
import_module(JSContext* context, JS::HandleValue /*referrer*/, JS::HandleObject /*module*/,
              JS::HandleObject /*promise*/)
{
  return browser_of(context).ask(context, "import()");
}

} // namespace

bool
Browser::listens(JSContext* context) const
{
  unsigned line = 0;
  return m_listens && JS::DescribeScriptedCaller(context, nullptr, &line) &&
         line != k_declarations;
}

bool
Browser::ask(JSContext* context, const std::string& what)
{
  unsigned line = 0;
  JS::DescribeScriptedCaller(context, nullptr, &line);
  if (m_question.empty()) {
    m_question = fmt::format("line {}: asks for {}", line, what);
  }
  return false;
}

JSObject*
Browser::make_window(JSContext* context)
{
  JS_SetContextPrivate(context, this);
  JS::RealmOptions options;
  options.creationOptions().setSharedMemoryAndAtomicsEnabled(true);
  options.creationOptions().setDefineSharedArrayBufferConstructor(false);
  JS::RootedObject window{context, JS_NewGlobalObject(context, &k_global_class, nullptr,
                                                      JS::FireOnNewGlobalHook, options)};
  if (!window) {
    return nullptr;
  }
  const JSAutoRealm realm{context, window};
  JS::SetModuleDynamicImportHook(JS_GetRuntime(context), import_module);
  JS::RootedString empty{context, JS_GetEmptyString(context)};
  const bool made = JS_DefineProperty(context, window, "window", window, JSPROP_ENUMERATE) &&
                    JS_DefineProperty(context, window, "self", window, JSPROP_ENUMERATE) &&
                    JS_DefineProperty(context, window, "name", empty, JSPROP_ENUMERATE) &&
                    JS_DefineProperty(context, window, "status", empty, JSPROP_ENUMERATE) &&
                    replace_what_varies(context, window);
  m_listens = made;
  return made ? window.get() : nullptr;
}

} // namespace klausur::inside
