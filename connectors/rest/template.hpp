#pragma once

#include "connectors/connector.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace klausur {

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// What the blanks of a manifest's path, query or form stand for: `{id}`; `{auth.NAME}`
/// (a secret reference is resolved), `{auth.NAME?}` (empty where it is not given);
/// `{date-30d}`, `{time-30d}`, `{unix-30d}` (30 days ago
/// as 2026-10-25, as 2026-10-25T09:00:00Z, in seconds); with `:NAME` behind, the days are
/// those of the tenant's parameter, where it gives one, and one more, because what ends is
/// deleted once a day: `{unix-366d:message_max_days}`.
struct Blanks
{
  const Workplace& at;
  std::string_view id;
};

enum class Encoding { none, url };

/// `pattern` with its blanks filled, each value percent-encoded when asked for.
/// @error `invalid`: a blank that there is not, a name that the tenant's `auth:` does not
///        give, a secret that cannot be resolved.
[[nodiscard]] Result<std::string> expand(std::string_view pattern, const Blanks& blanks,
                                         Encoding encoding);

/// Whether `pattern` is nothing but a blank that may be empty.
[[nodiscard]] bool is_optional(std::string_view pattern);

/// `pattern` without its query and with no blank filled but {id}: for messages.
[[nodiscard]] std::string shown(std::string_view pattern, std::string_view id);

/// What the tenant gives under `auth:`; the secret behind a reference, else the text itself.
/// @error `invalid`: not given, or not resolvable.
[[nodiscard]] Result<std::string> auth_value(const Workplace& at, const std::string& name);

/// The address of the manifest's host (empty: the base), the tenant's word first; without
/// a final slash.
/// @error `invalid`: neither the tenant nor the manifest gives it.
[[nodiscard]] Result<std::string> host_url(const Workplace& at, const std::string& host);

/// `a=1&b=two%20words`
[[nodiscard]] std::string form_text(const Parameters& parameters);

/// `url` with the parameters added to its query.
[[nodiscard]] std::string with_query(std::string url, const Parameters& parameters);

/// `url` with these parameters in its query, whatever it says of them itself: one that it names
/// with another value gets ours, one that it lacks is added, one that it names twice stands
/// once.
[[nodiscard]] std::string with_own_query(const std::string& url, const Parameters& own);

/// The document's name for one identifier: `boards/*` and 7 give `boards/7`. Characters
/// that would break an address (`/ # * %`) are percent-encoded.
[[nodiscard]] std::string document_name(std::string_view pattern, std::string_view id);

/// The identifier in a name that document_name() gave; empty without `*` in the pattern.
[[nodiscard]] std::string identifier_in(std::string_view pattern, std::string_view name);

} // namespace klausur
