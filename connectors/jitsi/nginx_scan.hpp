#pragma once

#include "connectors/format/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace klausur::jitsi {

/// One directive of nginx with its arguments, and those inside its braces.
struct NginxDirective
{
  std::vector<std::string> words;
  std::vector<NginxDirective> inside;
};

[[nodiscard]] bool is_called(const NginxDirective& directive, std::string_view name);

/// The word at that place, 0 being the name; empty: there is none.
[[nodiscard]] std::string argument(const NginxDirective& directive, std::size_t which);

/// Read the words, quotes, comments and braces of an nginx file. Tolerant: what does not
/// fit (a brace too many, an open quote) ends its level and is no error; nothing is
/// included. At most 32 levels, deeper ones are left out.
[[nodiscard]] std::vector<NginxDirective> scan_nginx(std::string_view text);

/// The document `nginx` (README.md). Where several server blocks are given, those whose
/// server_name is `host` count, else all of them.
[[nodiscard]] Json nginx_document(const std::vector<NginxDirective>& files,
                                  std::string_view host);

} // namespace klausur::jitsi
