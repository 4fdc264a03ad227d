#include "plugin/change/bond.hpp"

#include "connectors/format/digest.hpp"
#include "plugin/change/places.hpp"
#include "plugin/office/identity.hpp"
#include "policies/engine/expectation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

/// Clocks of two machines that plan and apply may differ by so much.
constexpr std::chrono::minutes k_clock_slack{5};

/// How a plan is made that does the same.
std::string
successor_of(const Bond& made)
{
  return made.is_rollback() ? fmt::format("klausur rollback {}", made.run)
                            : fmt::format("klausur plan {} --like PLAN", made.tenant);
}

bool
same_from(const Shared<Json>& a, const Shared<Json>& b)
{
  return a.has_value() == b.has_value() && (!a || same_setting(*a, *b));
}

bool
same_risks(const PlannedChange& a, const PlannedChange& b)
{
  return std::ranges::equal(*a.risks, *b.risks, [](const Risk& mine, const Risk& other) {
    return mine.danger == other.danger;
  });
}

bool
follows(const PlannedChange& given, const PlannedChange& anew)
{
  return given.check == anew.check && same_setting(*given.to, *anew.to) &&
         same_from(given.from, anew.from) && same_risks(given, anew);
}

} // namespace

std::string
basis_of(const Policy& policy, const Catalogue& catalogue, const JsonValue& parameters,
         std::string_view tenant, std::span<const Waiver> waivers)
{
  std::vector<std::string> lines;
  for (const auto& each : waivers) {
    if (each.tenant == tenant) {
      lines.push_back(fmt::format("{} {} {} {} {}", each.id, each.check, each.scope,
                                  canonical_text(each.accepted), to_text(each.until)));
    }
  }
  std::ranges::sort(lines);
  return sha256(fmt::format("klausur plan basis 1\n{}\n{}\n{}\n{}", policy.hash, catalogue.hash,
                            canonical_text(parameters), fmt::join(lines, "\n")));
}

Identity
identity_by_address(const Tenant& tenant, const Manifest& manifest)
{
  return {.account = account_by_address(tenant, manifest), .by_vendor = false};
}

std::optional<std::string>
out_of_time(const Bond& made, Time now)
{
  if (made.ends_at > made.made_at + k_plan_life || made.made_at > now + k_clock_slack) {
    return fmt::format(
        "the plan says that it was made on {} and holds until {}: no plan is made "
        "so, or a clock is wrong; plan again: {}",
        to_text(made.made_at), to_text(made.ends_at), successor_of(made));
  }
  return now >= made.ends_at
             ? std::optional{fmt::format("the plan has expired on {}: {}",
                                         to_text(made.ends_at), successor_of(made))}
             : std::nullopt;
}

std::optional<std::string>
refusal(const Bond& made, const Bond& now, std::string_view spent)
{
  const auto next = successor_of(made);
  if (made.identity != now.identity) {
    return fmt::format("the plan was made for another account ({}) than this tenant has now "
                       "({}); plan again for this one: {}",
                       made.identity.account, now.identity.account, next);
  }
  if (!spent.empty()) {
    return fmt::format("the plan was used already, in run {}; a plan is used once: {}", spent,
                       next);
  }
  if (auto why = out_of_time(made, now.made_at)) {
    return why;
  }
  if (made.basis != now.basis) {
    return fmt::format("the plan was made by other policies, parameters or waivers than are in "
                       "force now: {}",
                       next);
  }
  return std::nullopt;
}

std::vector<SettingText>
baseless(const std::vector<PlannedChange>& given, const std::vector<PlannedChange>& anew)
{
  const Places places = places_of(anew);
  std::vector<SettingText> found;
  for (const auto& change : given) {
    const auto at = places.find(change.setting);
    if (!at || !follows(change, anew[*at])) {
      found.push_back(change.setting);
    }
  }
  return found;
}

} // namespace klausur
