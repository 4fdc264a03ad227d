#pragma once

#include "connectors/base/time.hpp"
#include "connectors/format/json_stream.hpp"
#include "connectors/model/content.hpp"

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
  Content content; ///< An Error here is a gap and never a verdict.
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
  std::vector<Reading> readings; ///< Sorted by document after seal().
  std::size_t sealed = 0;        ///< How many of them seal() has sorted.

  /// Sort the readings by document, so that equal content gives equal text.
  void seal();

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
