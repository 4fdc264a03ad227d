#pragma once

#include "connectors/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

// A bundle is a directory:
//   README.txt                what it is, and how to check it with sha256sum and openssl
//   key.pem                   that signed it; keys/*.pem: all that signed an entry
//   manifest.sha256, .sig     every other file's digest, and the signature over that file
//   journal/00000012.link     place in the chain, .sig its signature, .entry what happened
//                             (entries of other tenants show their place only)
//   runs.json, runs/*.json    what was found: findings and raw values
//   plans/*.json              the plans that were written, named by their hash
//   approvals.json, receipts.json  who approved, and what was written with what outcome
//   waivers.json, attestations.json, people.json, summary.en.html, summary.de.html

inline constexpr std::string_view k_manifest = "manifest.sha256";

/// `journal/00000012` and an ending.
[[nodiscard]] std::string entry_file(std::int64_t number, std::string_view ending);

/// What a look at a bundle found.
struct BundleVerdict
{
  std::size_t files = 0;
  std::size_t entries = 0; ///< Places in the chain.
  std::string key;         ///< That signed the bundle: `ed25519:...`
  /// That were said to be lost: no signature ties what follows to what is before.
  std::vector<std::string> lost_keys;
  std::vector<std::string> flaws; ///< Each names its file. Empty: it holds.
};

/// Check every file, every place in the chain and every signature, from the files alone.
/// @error `invalid`: this is no bundle.
[[nodiscard]] Result<BundleVerdict> verify_bundle(const std::filesystem::path& folder);

/// How to check a bundle without this program, in both languages.
[[nodiscard]] std::string how_to_verify();

} // namespace klausur
