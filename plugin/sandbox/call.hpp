#pragma once

#include "plugin/sandbox/vendor.hpp"

namespace klausur {

using Fields = std::map<std::string, std::string, std::less<>>;

/// `a=1&b=%20`; `+` is a space. A name that comes twice: the last one counts.
[[nodiscard]] Fields parse_form(std::string_view text);

/// The body as JSON, of a form as an object of texts, else null.
[[nodiscard]] Json parse_body(const Inbound& inbound);

/// The captures when `path` (percent-encoded) is what `pattern` stands for. A last `*`
/// captures the rest, with its slashes, as `*`.
[[nodiscard]] std::optional<Fields> match_path(std::string_view pattern, std::string_view path);

/// True when `pattern`, in which `*` stands for any run of characters, fits all of `text`.
[[nodiscard]] bool fits(std::string_view pattern, std::string_view text);

} // namespace klausur
