#pragma once

#include "connectors/format/json.hpp"

#include <set>
#include <string>
#include <string_view>

namespace klausur::jitsi {

/// The hosts that browsers are sent to by an evaluated config.js and that are not the
/// deployment's own: none of `own`, nor the XMPP domains in `config.hosts`, nor what is below
/// them or a sibling of them (`turn.example.org` beside `meet.example.org`), nor an address
/// of a private network. Names that a public service of 8x8 has are own only to itself.
///
/// Siblings are told without the list of public suffixes: `meet.co.uk` and `x.co.uk` are
/// strangers because `co` and its like under a country's domain are taken for a registry, and
/// so are domains where hosters and dynamic DNS hand out names (`k_shared`).
[[nodiscard]] std::set<std::string> third_party_hosts(const JsonValue& config,
                                                      const std::set<std::string>& own);

/// Whether `host` is `own`, below it, or a sibling of it as above.
[[nodiscard]] bool is_own_host(std::string_view host, std::string_view own);

/// The host of a URL, or of a stun:, stuns:, turn: or turns: address, in lower case; empty
/// for anything else.
[[nodiscard]] std::string host_of_address(std::string_view text);

/// `meet.jit.si` or `8x8.vc` for a host of theirs, else empty.
[[nodiscard]] std::string_view public_service_of(std::string_view host);

} // namespace klausur::jitsi
