#pragma once

#include "connectors/base/result.hpp"

#include <string>
#include <string_view>

namespace klausur {

/// `https://host:port` in lower case with the port always named: what a redirect must keep.
/// @error `invalid`: no http or https URL, or one with credentials in it.
[[nodiscard]] Result<std::string> origin_of(std::string_view url);

/// Whether a host is this machine itself: `localhost`, `::1`, `127.` and three numbers. By the
/// whole name: 127.0.0.1.example.org is somebody else's.
[[nodiscard]] bool is_loopback(std::string_view host);

/// Whether what is sent there can be read on the way: http:// and beyond this machine.
[[nodiscard]] bool is_open_to_all(std::string_view url);

/// The URL without user, query and fragment, which is where secrets travel: for messages. Give
/// it a redacted URL: half of a secret that holds a `?` would not be known any more.
[[nodiscard]] std::string place_of(std::string_view url);

/// The URL that a Location header means on an answer from `base`.
/// @param may_encrypt  It may lead from http to https on the same host, whatever the ports.
///                     Not for a request with credentials: there another program listens.
/// @error `unexpected`: the header is no URL, or leads to another scheme, host or port.
///        The text shows neither URL.
[[nodiscard]] Result<std::string>
redirect_target(std::string_view base, std::string_view location, bool may_encrypt = false);

} // namespace klausur
