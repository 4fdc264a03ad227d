#pragma once

#include "connectors/connector.hpp"
#include "connectors/oauth/token.hpp"

#include <memory>

namespace klausur {

/// Keeps rotated tokens in the file that the tenant's `auth: NAME` refers to, `file:PATH`.
///
/// With `auth: token_key` the file is sealed (seal.hpp) and the access token is kept beside
/// the refresh token, so that not every run spends one. A file that holds the bare token is
/// taken once, and sealed before the token is spent. Without `token_key` the file holds the
/// bare refresh token.
///
/// Room for the answer is taken in `PATH.new` before a token is spent. There the new tokens
/// stand whole, on the disk, before they take the old ones' place (mode 0600): a crash at
/// any moment leaves one of the two whole, and what is whole in `PATH.new` is taken up by
/// the next run. `PATH.lock` lets one process at a time renew.
/// @error `invalid`: another kind of reference, its directory cannot be written, a key that
///        is none. Said before a token is spent.
[[nodiscard]] Result<std::unique_ptr<TokenKeeper>> token_file(const Workplace& at,
                                                              const std::string& name);

} // namespace klausur
