#pragma once

#include "connectors/model/manifest.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// A permission, and the documents that need it.
struct NeededScope
{
  std::string name;
  std::string token; ///< `user` or `bot`: whose permission it is.
  std::vector<std::string> documents;
};

/// Which requests the permissions are for.
struct ScopeUse
{
  bool writing = false; ///< Also those that changes need.
  bool classic = false; ///< In the older names, where a vendor has both.
  std::string plan;     ///< Only what this plan has; empty: on any.
};

/// The permissions of all documents and of nothing else, each once, sorted by token and
/// name: least privilege, as far as the manifest tells the truth.
[[nodiscard]] std::vector<NeededScope> needed_scopes(const Manifest& manifest,
                                                     const ScopeUse& use);

/// The manifest's form of an app with these permissions filled in, or null where it has none.
[[nodiscard]] Json filled_form(const Manifest& manifest, const std::vector<NeededScope>& scopes,
                               std::string_view plan);

} // namespace klausur
