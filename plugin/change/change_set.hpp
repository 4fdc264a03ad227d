#pragma once

#include "connectors/base/shared.hpp"
#include "connectors/base/time.hpp"
#include "connectors/format/json.hpp"
#include "policies/engine/finding.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// What a change may cost beside its impact, as the tenant stands.
struct Risk
{
  Danger danger = Danger::people;
  std::optional<std::int64_t> reach; ///< Accounts or things; nothing: nobody could count them.
  Text says;
};

/// One setting to be written. Its address is its identity: a set holds each address once.
/// There may be a hundred thousand of them: what many have in common they share.
struct PlannedChange
{
  SettingText setting; ///< Without `*`.
  Shared<Json> from;   ///< As found, and the precondition. Nothing: silence.
  Shared<Json> to;
  const Check* check = nullptr; ///< What asks for it; nullptr in a rollback.
  Shared<std::vector<Risk>> risks;
  std::vector<SettingText> after; ///< Must hold before this one is written.
  std::uint32_t step = 0;         ///< Changes of one step are one request, in rising order.
};

/// Why a change is not taken; an empty text: it was not chosen. Nothing: it is.
using WhyLeft = std::function<std::optional<Shared<Text>>(const PlannedChange&)>;

/// What people have to do, or what was left out, and why.
struct LeftOut
{
  SettingText setting;
  SharedText check;
  Shared<Text> why;
  bool by_hand = true; ///< False: it could be written, and was not asked for.
};

/// What of a plan is wanted. Of several lists all must be met, of one list one entry.
struct Choice
{
  std::vector<std::string> checks;
  std::vector<std::string> controls;
  std::vector<std::string> points;
  std::vector<std::string> severities;
  std::vector<std::string> settings; ///< Addresses; a `*` stands for any run but of '/'.
  std::vector<std::string> except;   ///< Any of the above.
  std::vector<std::string> risks;    ///< Those that are taken though they are left out else.

  bool operator==(const Choice&) const = default;
};

/// Whose account it is: by the vendor's own words, or where it has no such question by the
/// address.
struct Identity
{
  std::string account;
  bool by_vendor = false;

  bool operator==(const Identity&) const = default;
};

/// What a set is good for, once.
struct Bond
{
  std::string tenant;
  std::string vendor;
  Identity identity;
  std::string basis; ///< Digest of policies, parameters and waivers. Empty in a rollback.
  std::string run;   ///< A rollback takes this run back. Empty: made from an audit.
  std::string nonce; ///< No two plans are equal.
  Time made_at{};
  Time ends_at{};

  [[nodiscard]] bool is_rollback() const { return !run.empty(); }
};

/// How long a plan may be used.
inline constexpr std::chrono::hours k_plan_life{24};

/// What the tenant would be after the changes.
struct Outlook
{
  std::string light; ///< Empty: nobody said.
  std::int64_t open = 0;
};

/// What would be changed in one tenant, and in which order.
struct ChangeSet
{
  Bond bond;
  Choice choice;
  std::vector<PlannedChange> changes; ///< In the order of writing.
  std::vector<LeftOut> left_out;
  Outlook outlook;
};

/// How one change ended.
enum class Outcome : std::uint8_t {
  applied,      ///< Written, and the tenant then reported the new value.
  already,      ///< The tenant had the value before.
  conflict,     ///< The tenant has a third value: it was left as it is.
  refused,      ///< The vendor refused it, in its own words.
  failed,       ///< The vendor took it without effect, or it could not be asked.
  not_verified, ///< Written, and nobody could read it back in time.
  held_back,    ///< What it needs did not come about, or nothing was written at all.
  left_out      ///< It lost its ground before anything was written.
};

struct ChangeResult
{
  Outcome outcome = Outcome::held_back;
  std::string why; ///< Empty when applied.
};

[[nodiscard]] std::string_view name_of(Outcome outcome);

/// True when the tenant has what was wanted.
[[nodiscard]] inline bool
is_done(Outcome outcome)
{
  return outcome == Outcome::applied || outcome == Outcome::already;
}

/// The risk that is named, or nullptr.
[[nodiscard]] const Risk* risk_of(const PlannedChange& change, Danger danger);

/// Whether what stands there now is known, so that it can be written back: what was masked is
/// not.
[[nodiscard]] bool has_way_back(const PlannedChange& change);

/// The check's id; empty in a rollback.
[[nodiscard]] std::string_view check_of(const PlannedChange& change);

} // namespace klausur
