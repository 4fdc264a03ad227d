#pragma once

#include "connectors/format/json.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace klausur {

using Environment = std::map<std::string, std::string, std::less<>>;

/// The values of an .env file as they are, secrets included: for what is worked out of them,
/// never for a report.
/// @error As parse_env_file().
[[nodiscard]] Result<Environment> read_env_file(std::string_view text, std::string_view name,
                                                const Environment& outer = {});

/// A text of a compose file with its variables replaced, as in the values of an .env file.
/// @error `unexpected`, without a place.
[[nodiscard]] Result<std::string> expand_variables(std::string_view text,
                                                   const Environment& values);

/// Read the .env file of docker compose: KEY=VALUE, comments, `export`, single quotes (taken
/// as they are), double quotes (escapes), and in unquoted and double-quoted values `$VAR`,
/// `${VAR}`, `${VAR:-default}`, `${VAR-default}`, `${VAR:+other}`, `${VAR:?message}`.
/// A variable is looked for in `outer`, then in the lines above; else it is empty.
/// @param name   The file, for messages.
/// @param outer  The environment that compose runs in; it wins over the file.
/// @return One object of strings. A key without `=` has no value and is left out unless
///         `outer` has it.
/// @error  `unexpected` with file:line: a malformed key, an open quote or brace, text that is
///         not UTF-8, values that grow beyond 16 MiB in all.
[[nodiscard]] Result<Json> parse_env_file(std::string_view text, std::string_view name,
                                          const Environment& outer = {});

} // namespace klausur
