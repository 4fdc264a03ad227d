#pragma once

#include "connectors/format/json.hpp"

#include <set>
#include <string>
#include <string_view>
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

/// The member `accounts`: how hosts with accounts keep passwords, and whether everybody can
/// make one.
[[nodiscard]] JsonValue accounts_of(const std::vector<ProsodyHost>& hosts,
                                    Json::AllocatorType& memory);

/// Whether a component with these options writes its rooms to where they stay.
[[nodiscard]] bool keeps_rooms(const JsonValue& options);

/// Whether this `authentication` takes everybody who comes.
[[nodiscard]] bool asks_for_nobody(std::string_view authentication);

/// Whether it asks for a token, unless `allow_empty_token` lets people in without.
[[nodiscard]] bool has_tokens(std::string_view authentication);

/// Whether everybody gets in there without an account or a token.
[[nodiscard]] bool lets_anybody_in(const ProsodyHost& host);

} // namespace klausur::jitsi
