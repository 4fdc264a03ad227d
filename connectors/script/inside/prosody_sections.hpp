#pragma once

#include "connectors/format/json.hpp"

#include <lua.hpp>

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace klausur::inside {

/// One VirtualHost or Component, or the global section (with an empty kind).
struct ProsodySection
{
  std::string name{};
  std::string kind{};
  std::string module{};
  /// References into the Lua registry, by option.
  std::map<std::string, int> options{};
};

/// What a Prosody configuration has assigned so far. The values stay in Lua until the end,
/// because a program may go on changing a table after it assigned it.
class ProsodySections
{
public:
  /// The global section is always the first.
  ProsodySections() { m_sections.emplace_back(); }

  /// The section of this host, which is made or opened again; nullptr when it exists as
  /// another kind, which Prosody refuses too. Stays valid.
  ProsodySection* open(std::string_view name, std::string_view kind);
  ProsodySection& global() { return m_sections.front(); }

  /// Take the value off the top of the stack.
  static void assign(ProsodySection& section, std::string_view option, lua_State* lua);

  /// Push the value of an option, or nil.
  static void push(const ProsodySection& section, std::string_view option, lua_State* lua);

  /// {"global": {...}, "hosts": [...]}, secrets as they are.
  /// @error `unexpected`: tables nested too deep (a table that holds itself) or too many
  ///        values, naming the option.
  [[nodiscard]] Result<Json> to_json(lua_State* lua) const;

private:
  std::deque<ProsodySection> m_sections;
};

} // namespace klausur::inside
