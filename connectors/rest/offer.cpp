#include "connectors/rest/offer.hpp"

#include "connectors/model/setting.hpp"
#include "connectors/rest/template.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

/// The plan in the manifest's words, or an empty text where nobody tells.
std::string
plan_in(const PlanSource& source, const std::vector<Reading>& readings)
{
  const auto address = parse_address(source.setting);
  if (!address) {
    return {};
  }
  const auto billing = std::ranges::find(readings, address->document, &Reading::document);
  const auto* value = billing != readings.end() && billing->content
                          ? value_at(*billing->content, address->steps)
                          : nullptr;
  const auto name = value != nullptr && value->IsString()
                        ? source.names.find(std::string{text_of(*value)})
                        : source.names.end();
  return name == source.names.end() ? std::string{} : name->second;
}

} // namespace

Offer
what_is_offered(const Workplace& at, const std::vector<Reading>& readings)
{
  const auto plan = plan_in(at.manifest.plan_at, readings);
  Offer offer;
  for (const auto& entry : at.manifest.documents) {
    const auto& needs = entry.needs.read;
    if (at.manifest.is_offered(needs, plan)) {
      offer.entries.push_back(&entry);
    } else if (needs.up_to.empty()) {
      const auto place = fmt::format("{} {}", entry.read.method, shown(entry.read.path, ""));
      offer.missing.push_back(
          {entry.name, place, at.clock(),
           fail(Failure::unsupported,
                fmt::format("{}: not asked for. This needs the plan {}; the plan here is {}.",
                            place, needs.plan, plan))});
    }
  }
  return offer;
}

} // namespace klausur
