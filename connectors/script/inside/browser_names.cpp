#include "connectors/script/inside/browser_names.hpp"

#include <algorithm>
#include <array>

namespace klausur::inside {

namespace {

using namespace std::string_view_literals;

// Each list in the order of bytes, because it is searched by halves.

constexpr std::array k_functions{
    "addEventListener"sv,
    "alert"sv,
    "atob"sv,
    "blur"sv,
    "btoa"sv,
    "cancelAnimationFrame"sv,
    "clearInterval"sv,
    "clearTimeout"sv,
    "close"sv,
    "confirm"sv,
    "createImageBitmap"sv,
    "dispatchEvent"sv,
    "fetch"sv,
    "find"sv,
    "focus"sv,
    "getComputedStyle"sv,
    "getSelection"sv,
    "matchMedia"sv,
    "moveBy"sv,
    "moveTo"sv,
    "open"sv,
    "postMessage"sv,
    "print"sv,
    "prompt"sv,
    "queueMicrotask"sv,
    "removeEventListener"sv,
    "reportError"sv,
    "requestAnimationFrame"sv,
    "resizeBy"sv,
    "resizeTo"sv,
    "scroll"sv,
    "scrollBy"sv,
    "scrollTo"sv,
    "setInterval"sv,
    "setTimeout"sv,
    "stop"sv,
    "structuredClone"sv,
};

constexpr std::array k_objects{
    "caches"sv,         "console"sv,         "crypto"sv,    "customElements"sv,
    "document"sv,       "history"sv,         "indexedDB"sv, "localStorage"sv,
    "location"sv,       "locationbar"sv,     "menubar"sv,   "navigator"sv,
    "performance"sv,    "personalbar"sv,     "screen"sv,    "scrollbars"sv,
    "sessionStorage"sv, "speechSynthesis"sv, "statusbar"sv, "toolbar"sv,
    "visualViewport"sv,
};

/// Some browsers have them, or in each visitor's they are something else.
constexpr std::array k_values{
    "CSS"sv,
    "GPU"sv,
    "HID"sv,
    "Intl"sv,
    "Iterator"sv,
    "SharedArrayBuffer"sv,
    "URL"sv,
    "USB"sv,
    "WebAssembly"sv,
    "ai"sv,
    "cancelIdleCallback"sv,
    "chrome"sv,
    "clientInformation"sv,
    "closed"sv,
    "constructor"sv,
    "content"sv,
    "cookieStore"sv,
    "crashReport"sv,
    "credentialless"sv,
    "crossOriginIsolated"sv,
    "devicePixelRatio"sv,
    "documentPictureInPicture"sv,
    "dump"sv,
    "event"sv,
    "external"sv,
    "fence"sv,
    "fetchLater"sv,
    "frameElement"sv,
    "frames"sv,
    "fullScreen"sv,
    "getDefaultComputedStyle"sv,
    "getScreenDetails"sv,
    "innerHeight"sv,
    "innerWidth"sv,
    "isSecureContext"sv,
    "launchQueue"sv,
    "length"sv,
    "model"sv,
    "navigation"sv,
    "netscape"sv,
    "offscreenBuffering"sv,
    "openDatabase"sv,
    "opener"sv,
    "opera"sv,
    "opr"sv,
    "originAgentCluster"sv,
    "outerHeight"sv,
    "outerWidth"sv,
    "pageXOffset"sv,
    "pageYOffset"sv,
    "parent"sv,
    "queryLocalFonts"sv,
    "releaseEvents"sv,
    "requestFileSystem"sv,
    "requestIdleCallback"sv,
    "requestResize"sv,
    "safari"sv,
    "scheduler"sv,
    "screenLeft"sv,
    "screenTop"sv,
    "screenX"sv,
    "screenY"sv,
    "scrollByLines"sv,
    "scrollByPages"sv,
    "scrollMaxX"sv,
    "scrollMaxY"sv,
    "scrollX"sv,
    "scrollY"sv,
    "setImmediate"sv,
    "setResizable"sv,
    "sharedStorage"sv,
    "showDirectoryPicker"sv,
    "showModalDialog"sv,
    "showOpenFilePicker"sv,
    "showSaveFilePicker"sv,
    "sidebar"sv,
    "sizeToContent"sv,
    "styleMedia"sv,
    "top"sv,
    "trustedTypes"sv,
    "uneval"sv,
    "updateCommands"sv,
    "viewport"sv,
    "when"sv,
};

/// Interfaces have names such as HTMLDivElement; these are none of a browser's.
constexpr std::array k_never{
    "ActiveXObject"sv, "Buffer"sv,       "Bun"sv,      "Deno"sv,    "Duktape"sv,
    "Java"sv,          "JavaImporter"sv, "Packages"sv, "WScript"sv,
};

static_assert(std::ranges::is_sorted(k_functions) && std::ranges::is_sorted(k_objects) &&
              std::ranges::is_sorted(k_values) && std::ranges::is_sorted(k_never));

bool
is_lower(char letter)
{
  return letter >= 'a' && letter <= 'z';
}

/// `HTMLDivElement`: there are a thousand.
bool
has_the_shape_of_a_class(std::string_view name)
{
  return name.front() >= 'A' && name.front() <= 'Z' && std::ranges::any_of(name, is_lower) &&
         !std::ranges::binary_search(k_never, name);
}

/// `onload`, `webkitRequestFileSystem`.
bool
is_a_makers(std::string_view name)
{
  const bool handler =
      name.size() > 3 && name.starts_with("on") && std::ranges::all_of(name, is_lower);
  const bool of_a_maker = std::ranges::any_of(
      std::array{"webkit"sv, "moz"sv, "ms"sv, "v8"sv, "apple"sv}, [&](std::string_view prefix) {
        return name.size() > prefix.size() && name.starts_with(prefix) &&
               !is_lower(name[prefix.size()]);
      });
  return handler || of_a_maker;
}

} // namespace

BrowserName
browser_name(std::string_view name)
{
  if (name.empty()) {
    return BrowserName::none;
  }
  if (std::ranges::binary_search(k_functions, name)) {
    return BrowserName::function;
  }
  if (std::ranges::binary_search(k_objects, name)) {
    return BrowserName::object;
  }
  if (std::ranges::binary_search(k_values, name) || is_a_makers(name)) {
    return BrowserName::value;
  }
  return has_the_shape_of_a_class(name) ? BrowserName::interface : BrowserName::none;
}

} // namespace klausur::inside
