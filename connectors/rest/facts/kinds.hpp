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

/// `{by: /action, place: /at, time: /date, values: {value: /new}}`, in place of a log: for each
/// thing that the log names, what its newest item says, `{"value": true}`; empty where it says
/// nothing, or where places differ. A switch is a switch in whatever form the log writes it
/// (`"true"`, `1`, `"on"`).
[[nodiscard]] Result<std::shared_ptr<const Fact>> make_newest(const JsonValue& says);

/// `[/chat/kept]`, beside texts such as `30d`, `2m`, `1y`: `kept_days`, in days (a month is a
/// twelfth of 365 days). What cannot be read as a duration has no days.
[[nodiscard]] Result<std::shared_ptr<const Fact>> make_durations(const JsonValue& says);

} // namespace klausur
