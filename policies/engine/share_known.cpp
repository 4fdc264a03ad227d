#include "policies/engine/share_known.hpp"

#include "policies/engine/fill.hpp"
#include "policies/engine/known.hpp"

#include <fmt/format.h>

#include <map>

namespace klausur {

namespace {

/// A value that a check wants, and the key that says so.
struct Wanted
{
  Json value;
  std::string_view by;
};

std::vector<Wanted>
wanted_by(const Check& check, const JsonValue& parameters)
{
  std::vector<Wanted> wanted;
  if (const auto expect = compile_filled(check.expect, parameters)) {
    for (const auto* value : expect->named_values()) {
      wanted.push_back({copy_of(*value), "expect"});
    }
  }
  if (check.remedy.set) {
    if (auto value = fill(*check.remedy.set, parameters)) {
      wanted.push_back({std::move(*value), "remedy"});
    }
  }
  if (check.absent_means) {
    wanted.push_back({copy_of(*check.absent_means), "absent_means"});
  }
  return wanted;
}

using Knowing = std::map<std::string, const Check*>; ///< By setting.

/// A condition that wants a value which its setting cannot have never holds.
void
add_conditions(const Check& check, const std::string& here, std::string_view key,
               const std::vector<Condition>& conditions, const Knowing& knowing,
               const JsonValue& parameters, std::vector<Remark>& remarks)
{
  for (const auto& condition : conditions) {
    const auto found = knowing.find(to_text(condition.setting));
    const auto expect = compile_filled(condition.expect, parameters);
    if (found == knowing.end() || !expect) {
      continue;
    }
    const Check& other = *found->second;
    const KnownValues known{*other.known};
    for (const auto* value : expect->named_values()) {
      if (!known.foresees(*value)) {
        remarks.push_back(
            {fmt::format("{}/{}", here, key), false,
             fmt::format("{} is no value of {}: known: of {} says {}", to_text(*value),
                         to_text(condition.setting), other.id, to_text(*other.known)),
             "in check " + check.id});
      }
    }
  }
}

} // namespace

std::vector<Remark>
share_known(std::vector<Check>& checks, const JsonValue& parameters)
{
  Knowing knowing;
  for (const auto& check : checks) {
    if (check.known) {
      knowing.emplace(to_text(check.setting), &check);
    }
  }
  std::vector<Remark> remarks;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    Check& check = checks[i];
    const auto here = fmt::format("/checks/{}", i);
    add_conditions(check, here, "when", check.when, knowing, parameters, remarks);
    add_conditions(check, here, "confirm", check.confirm, knowing, parameters, remarks);
    const auto found = knowing.find(to_text(check.setting));
    if (found == knowing.end() || !check.attest.empty()) {
      continue;
    }
    const auto remark = [&](std::string_view key, std::string what) {
      remarks.push_back(
          {fmt::format("{}/{}", here, key), false, std::move(what), "in check " + check.id});
    };
    const bool own = check.known.has_value();
    const Check& other = *found->second;
    if (!own) {
      check.known = copy_of(*other.known);
    } else if (!same_setting(*check.known, *other.known)) {
      remark("known", fmt::format("known: differs from that of {}, which is about the same "
                                  "setting; write one list",
                                  other.id));
    }
    const KnownValues known{*check.known};
    for (const auto& [value, by] : wanted_by(check, parameters)) {
      if (!known.foresees(value)) {
        remark(own ? "known" : "expect",
               fmt::format("known: {}lacks {}, which {}: wants; add it from the specification "
                           "that source: names",
                           own ? "" : fmt::format("of {} ", other.id), to_text(value), by));
      }
    }
  }
  return remarks;
}

} // namespace klausur
