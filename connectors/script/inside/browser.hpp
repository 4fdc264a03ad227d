#pragma once

#include <jsapi.h>

#include <string>

namespace klausur::inside {

/// The window in which a script runs. What all browsers agree on is there; asking for
/// anything else ends the script, for nobody knows what it would have set then. `catch` does
/// not see that end.
class Browser
{
public:
  /// @param host  The name of the host that serves the page; empty when nobody knows it.
  explicit Browser(std::string host) : m_host{std::move(host)} {}

  /// Its global object, in a realm of its own; nullptr without memory. To be made before
  /// anything foreign runs. The context's private pointer is this object from then on.
  [[nodiscard]] JSObject* make_window(JSContext* context);

  /// Why the script was ended, with its line; empty when it was not.
  [[nodiscard]] const std::string& question() const { return m_question; }

  /// End the running script: it asks for `what`.
  /// @return false, as an engine's function answers then.
  bool ask(JSContext* context, const std::string& what);

  /// For hooks: whether a name is one that the script looks up while it runs.
  [[nodiscard]] bool listens(JSContext* context) const;
  [[nodiscard]] const std::string& host() const { return m_host; }

private:
  std::string m_host;
  std::string m_question;
  bool m_listens = false;
};

/// The first line of a script in the engine's count: at line 0 it declares its names.
inline constexpr unsigned k_declarations = 0;

} // namespace klausur::inside
