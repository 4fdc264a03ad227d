#pragma once

#include "connectors/connector.hpp"
#include "connectors/http/token.hpp"

namespace klausur {

/// Keeps rotated tokens in the file that the tenant's `auth: NAME` refers to, `file:PATH`:
/// the new token stands beside the old one, on the disk, before it takes its place (mode
/// 0600), so that a crash at any moment leaves one of the two whole.
/// @error `invalid`: another kind of reference, or its directory cannot be written. Said
///        before a token is spent.
[[nodiscard]] Result<TokenSource::Save> token_file(const Workplace& at,
                                                   const std::string& name);

} // namespace klausur
