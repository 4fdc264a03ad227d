#pragma once

#include "connectors/model/kept.hpp"
#include "connectors/model/manifest.hpp"
#include "connectors/model/mask.hpp"
#include "connectors/model/sieve.hpp"
#include "connectors/model/snapshot.hpp"

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// The last step of every reading, of every vendor, on its way out of a connector: it is cut
/// down to what somebody looks at, of a watched document the rest becomes digests, and what has
/// the shape of a secret or of a person's data is masked. Thread-safe.
class Keeper
{
public:
  /// @param digest_key  Of the installation; empty: no digests are made. The manifest and what
  ///                    is kept must outlive it.
  Keeper(const Manifest& manifest, const Kept& kept, std::string digest_key);

  /// What was kept before stays as it is. A gap's words may quote what the vendor wrote, and
  /// are masked too.
  void keep(Reading& reading) const;

  /// All of its readings. It then says what was kept, and by which key digests were made.
  void keep(Snapshot& snapshot) const;

  /// What pages of the document are cut down to as soon as they come, where they may be: what
  /// is kept, and what the way on needs. nullptr: digests are made of it, so all of it is.
  /// @param own  What the vendor's own code takes out of it.
  [[nodiscard]] const Sieve* sieve_of_pages(const DocumentEntry& entry,
                                            const std::vector<Pointer>& own) const;

  /// Whether nothing else is read by what stands in the document, so that it may be kept as
  /// soon as it is there.
  [[nodiscard]] bool is_last(const DocumentEntry& entry) const;

private:
  [[nodiscard]] const Sieve& sieve_of(const std::string& name) const;
  [[nodiscard]] const Branch& worded_of(const std::string& name) const;

  const Manifest& m_manifest;
  const Kept& m_kept;
  std::string m_digest_key;
  Masking m_masking;
  std::set<std::string, std::less<>> m_names; ///< That are no person's.
  mutable std::mutex m_mutex;
  mutable std::map<std::string, Sieve, std::less<>> m_sieves; ///< By an entry's name.
  mutable std::map<std::string, Sieve, std::less<>> m_worded;
  mutable std::map<std::string, Sieve, std::less<>> m_pages;
};

} // namespace klausur
