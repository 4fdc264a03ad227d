#pragma once

#include "connectors/format/json.hpp"

#include <set>
#include <string>
#include <vector>

namespace klausur::jitsi {

/// One host of Prosody as it is when it runs.
struct ProsodyHost
{
  std::string name;
  bool is_component = false;
  bool of_programs = false; ///< Its accounts are of jicofo, bridges and recorders.
  std::set<std::string, std::less<>> modules;
  Json options; ///< Its own over the global ones.
};

/// The member `stores` of the document `prosody` (README.md): what is written, by which module
/// of which host, and whether it stays.
[[nodiscard]] JsonValue stores_of(const std::vector<ProsodyHost>& hosts,
                                  Json::AllocatorType& memory);

/// The member `outgoing`: which modules hand names to other programs, and where those are.
[[nodiscard]] JsonValue outgoing_of(const std::vector<ProsodyHost>& hosts,
                                    Json::AllocatorType& memory);

/// The member `accounts`: how hosts with accounts keep passwords.
[[nodiscard]] JsonValue accounts_of(const std::vector<ProsodyHost>& hosts,
                                    Json::AllocatorType& memory);

/// Whether a component with these options writes its rooms to where they stay.
[[nodiscard]] bool keeps_rooms(const JsonValue& options);

/// Whether everybody gets in there without an account or a token.
[[nodiscard]] bool lets_anybody_in(const ProsodyHost& host);

} // namespace klausur::jitsi
