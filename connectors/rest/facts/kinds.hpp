#pragma once

#include "connectors/model/fact.hpp"

#include <span>

namespace klausur {

/// Every fact that a manifest may name. To add one, write its make() and add its line.
[[nodiscard]] std::span<const FactKind> fact_kinds();

/// `{of: /start_time, only: {/status: available}}`, in place of a list: how many items there
/// are, and how old the oldest and the newest is in whole days, null when there is none. An
/// item from the future counts as 0 days old. Items that say of themselves that they are not
/// of the kind `only` are passed over.
[[nodiscard]] Result<std::shared_ptr<const Fact>> make_age(const JsonValue& says);

/// `{skip: [/is_bot], numbers: {admins: {any: [/is_admin], says: {...}}}}`, in place of a list:
/// how many items are so, or with `list`, which ones.
///
/// An item that does not hold what is asked for is silent: a number that it may belong to is
/// left out, for nobody knows it; unless others were found, then it is the least that it can
/// be.
[[nodiscard]] Result<std::shared_ptr<const Fact>> make_count(const JsonValue& says);

/// `{of: /setting/type, prefix: settings/, unit: /path, group: /group, order: /sortOrder,
/// value: /setting/value, first: {/type: ADMIN}, joined: [chat.history]}`, in place of a list
/// of policies: by the name of what is set, what is in force for each unit and each group
/// (`group:ID`) that sets it, `{"chat.history": {"/sales": {...}}}`. All others inherit it as
/// it is from the nearest unit above them. Of two for one place the one counts that stands
/// `first`, then the one of higher order; where both are equal and differ, nothing is said
/// there.
///
/// The top of all units, `/`, always stands there: where nothing sets it, it is silent.
///
/// What is `joined` is inherited member by member, a group's from the top; all else replaces
/// the value above as a whole.
[[nodiscard]] Result<std::shared_ptr<const Fact>> make_effective(const JsonValue& says);

/// `{by: /action, place: /at, time: /date, values: {value: /new}}`, in place of a log: for each
/// thing that the log names, what its newest item says, `{"value": true}`; empty where it says
/// nothing, or where places differ. A switch is a switch in whatever form the log writes it
/// (`"true"`, `1`, `"on"`).
[[nodiscard]] Result<std::shared_ptr<const Fact>> make_newest(const JsonValue& says);

/// `[/chat/kept]`, beside texts such as `30d`, `2m`, `1y`: `kept_days`, in days (a month is a
/// twelfth of 365 days). What cannot be read as a duration has no days.
[[nodiscard]] Result<std::shared_ptr<const Fact>> make_durations(const JsonValue& says);

} // namespace klausur
