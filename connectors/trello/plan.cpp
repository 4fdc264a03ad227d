#include "connectors/trello/plan.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace klausur::trello {

namespace {

using Named = std::pair<std::string_view, std::string_view>;

/// Features that only a paid plan has, the greatest plan first. Those of Business Class stood
/// alone before there was a feature for each plan. Source: TrelloDotNet 2.5.0,
/// TrelloPlanInformation; names before 2021 from copies of the web client, not verified.
constexpr std::array k_paid{
    Named{"isEnterprise", "enterprise"}, Named{"enterpriseUI", "enterprise"},
    Named{"isPremium", "premium"},       Named{"isBc", "premium"},
    Named{"superAdmins", "premium"},     Named{"restrictVis", "premium"},
    Named{"isStandard", "standard"},
};

/// Features that say nothing about the plan, for a workspace that has no others.
constexpr std::array<std::string_view, 20> k_free{
    "additionalBoardBackgrounds",
    "additionalStickers",
    "boardExport",
    "butler",
    "collapsibleLists",
    "crown",
    "customBoardBackgrounds",
    "customEmoji",
    "customStickers",
    "infinitePlugins",
    "inviteBoard",
    "inviteOrg",
    "labelVariants",
    "largeAttachments",
    "listColors",
    "plugins",
    "readSecrets",
    "savedSearches",
    "starCounts",
    "threePlugins",
};

constexpr std::array k_offerings{
    Named{"trello.free", "free"},
    Named{"trello.personal_free", "free"},
    Named{"trello.standard", "standard"},
    Named{"trello.personal_standard", "standard"},
    Named{"trello.business_class", "premium"},
    Named{"trello.premium", "premium"},
    Named{"trello.premium_po", "premium"},
    Named{"trello.personal_premium", "premium"},
    Named{"trello.enterprise", "enterprise"},
    Named{"trello.enterprise_without_sso", "enterprise"},
};

std::string_view
name_in(const JsonValue& item)
{
  return item.IsString() ? text_of(item) : std::string_view{};
}

bool
holds(const JsonValue& features, std::string_view name)
{
  return std::ranges::any_of(features.GetArray(),
                             [&](const JsonValue& each) { return name_in(each) == name; });
}

bool
is_free(const JsonValue& features)
{
  return !features.Empty() &&
         std::ranges::all_of(features.GetArray(), [](const JsonValue& each) {
           return std::ranges::find(k_free, name_in(each)) != k_free.end();
         });
}

} // namespace

std::string_view
plan_of(const JsonValue& workspace)
{
  const auto* features = member(workspace, "premiumFeatures");
  const bool listed = features != nullptr && features->IsArray();
  for (const auto& [feature, plan] : k_paid) {
    if (listed && holds(*features, feature)) {
      return plan;
    }
  }
  const auto* sold =
      std::ranges::find(k_offerings, member_text(workspace, "offering"), &Named::first);
  if (sold != k_offerings.end()) {
    return sold->second;
  }
  return listed && is_free(*features) ? "free" : "";
}

} // namespace klausur::trello
