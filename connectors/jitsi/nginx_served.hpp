#pragma once

#include "connectors/jitsi/nginx_scan.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace klausur::jitsi {

/// What nginx does with a request for /config.js.
struct ServedConfig
{
  std::string file;      ///< Whose content it gives, as nginx names it; empty: it does not say.
  std::string elsewhere; ///< Why it is not a file of this machine, or not known which.
  /// Texts that it puts in place of others in what it sends.
  std::vector<std::pair<std::string, std::string>> replaced;
};

/// @param host  Whose server blocks count; all, where none names it.
[[nodiscard]] ServedConfig served_config(const std::vector<NginxDirective>& files,
                                         std::string_view host);

/// The server blocks of a host; all, where none names it.
[[nodiscard]] std::vector<const NginxDirective*>
servers_of(const std::vector<NginxDirective>& files, std::string_view host);

/// The `ssl_protocols` of default servers: those of the other servers at their ports as well.
[[nodiscard]] std::vector<const NginxDirective*>
protocols_of_defaults(const std::vector<NginxDirective>& files);

} // namespace klausur::jitsi
