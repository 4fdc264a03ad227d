#pragma once

#include "connectors/base/time.hpp"
#include "connectors/format/json_stream.hpp"
#include "connectors/model/content.hpp"
#include "connectors/model/kept.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// One document as it was read, or why it could not be.
struct Reading
{
  SharedText document; ///< `account_settings`, `boards/5abbe4b7`
  SharedText source;   ///< How: `GET /api/v4/config`, a file's path. No secret.
  Time read_at{};
  Content content;       ///< An Error here is a gap and never a verdict.
  SharedText digests{};  ///< Of what nobody looks at in a watched document: a JSON object of
                         ///< digests by path. Empty: none were made.
  bool finished = false; ///< It is cut down to what is kept: see Keeper.
};

/// True when the document should be here and is not: something is to be repaired.
[[nodiscard]] inline bool
is_missing(const Reading& reading)
{
  return !reading.content && reading.content.error().kind != Failure::unsupported &&
         reading.content.error().kind != Failure::left_out;
}

/// All documents of a tenant at one time. Plain data: nothing here touches the world.
struct Snapshot
{
  std::string tenant;
  std::string vendor;
  Time taken_at{};
  std::string version; ///< The product's version as it reports it, or empty.
  std::string variant; ///< `self-hosted`, `cloud` ... as the configuration names it, or
                       ///< empty: the vendor's exposure facts then decide by what was read.
  Shared<Kept> kept;   ///< What was kept of the documents. Nothing: that is not known, so
                       ///< that a missing key says nothing either.
  std::string digest_key{};      ///< Which key the digests were made with, by name_of_key().
  std::vector<Reading> readings; ///< Sorted by document after seal().
  std::size_t sealed = 0;        ///< How many of them seal() has sorted.

  /// Sort the readings by document, so that equal content gives equal text.
  void seal();

  /// Whether a missing key is the tenant's silence, and not that nobody looked at it then.
  [[nodiscard]] bool kept_at(const Address& address) const
  {
    return kept.has_value() && kept->holds(address);
  }

  /// The reading of exactly this document, or nullptr.
  [[nodiscard]] const Reading* find(std::string_view document) const;
};

/// The form that `klausur snapshot` writes and `--offline` reads (manifest/schemas/
/// snapshot.schema.json). Canonical: equal snapshots give byte-identical text.
[[nodiscard]] Json to_json(const Snapshot& snapshot);

/// The same as an indented text, in pieces.
void write_json(const Snapshot& snapshot, const TextSink& sink);

/// @error `invalid` naming the member that is missing or of another type.
[[nodiscard]] Result<Snapshot> snapshot_from_json(const JsonValue& json);

/// The same of a text, of which one reading at a time is in memory as a Json.
/// @error `unexpected`: not JSON.
[[nodiscard]] Result<Snapshot> read_snapshot(std::istream& in);

} // namespace klausur
