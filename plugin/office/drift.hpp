#pragma once

#include "connectors/model/manifest.hpp"
#include "plugin/store/store.hpp"
#include "policies/engine/diff.hpp"

#include <optional>
#include <string>
#include <vector>

namespace klausur {

/// What a change of a setting means by the checks that look at it.
enum class Verdict { worse, better, neutral, not_judged };

/// One setting that is not as it was accepted.
struct Drifted
{
  std::string setting;
  std::optional<Json> before; ///< nullopt: it was not there.
  std::optional<Json> after;  ///< nullopt: it is gone.
  Verdict verdict = Verdict::not_judged;
  std::vector<std::string> checks; ///< That look at it.
  std::optional<Time> since;       ///< The first run that saw it so.
};

struct Drift
{
  BaselineRecord baseline;
  std::string run; ///< That it is compared with.
  std::vector<Drifted> items;
  /// Places outside of the checks that changed, whose value is not kept. Nothing: they cannot
  /// be compared.
  std::optional<std::vector<std::string>> unseen;
  std::vector<std::string> not_compared; ///< Documents that one of both could not read.
};

/// Whether both say the same to people: numbers by value, also where one is a text, lists
/// without regard to their order, null as nothing.
[[nodiscard]] bool means_the_same(const std::optional<Json>& before,
                                  const std::optional<Json>& after);

/// Whether a fact of the manifest gives an age there: it grows from day to day, and is drift
/// only where a check judges it otherwise than before.
[[nodiscard]] bool is_age(const Manifest& manifest, std::string_view setting);

/// What differs between an accepted snapshot and a later one of what checks look at, worst
/// first. What was not there before is drift only where a check fails by it now: a vendor adds
/// fields and their defaults.
[[nodiscard]] std::vector<Drifted> drift_between(const Snapshot& before, const Snapshot& after,
                                                 std::span<const FindingRecord> findings_before,
                                                 std::span<const FindingRecord> findings_after);

/// What changed in the tenant between its baseline and its newest run.
/// @error `invalid`: no baseline was accepted, or its run is not kept any more.
[[nodiscard]] Result<Drift> drift_of(const Store& store, std::string_view tenant,
                                     const Manifest& manifest);

} // namespace klausur
