#pragma once

#include <string_view>

namespace klausur::inside {

/// What a name of the window is to a script.
enum class BrowserName {
  none,      ///< No browser has it: it is as undefined here as there.
  function,  ///< Every browser has it, and what it does is seen when it is called.
  object,    ///< Every browser has it, and what is in it differs.
  value,     ///< What it is, or whether it is there, differs.
  interface, ///< As value, if it is not the language's own: it has the shape of a class.
};

/// Names that only a browser's window has, beside those of the language itself.
[[nodiscard]] BrowserName browser_name(std::string_view name);

} // namespace klausur::inside
