#include "connectors/zoom/zoom.hpp"

#include "connectors/format/json.hpp"
#include "connectors/rest/rest_connector.hpp"
#include "connectors/zoom/dialect.hpp"

namespace klausur {

namespace {

/// What no call tells an ordinary account, and the answer to another one proves: whether
/// it pays. Anything but a plain yes or no is passed on as the gap that it is.
Reading
plan_by(const Reading& settings)
{
  Reading plan{"plan", settings.source, settings.read_at, Json{rapidjson::kObjectType}};
  const bool free_plan =
      !settings.content && settings.content.error().kind == Failure::unsupported;
  if (!settings.content && !free_plan) {
    plan.content = tl::unexpected(settings.content.error());
  } else {
    set_member(*plan.content, "paid", !free_plan, plan.content->GetAllocator());
  }
  return plan;
}

class Zoom final : public RestConnector<zoom::ZoomDialect>
{
public:
  Snapshot read(const Workplace& at) const override
  {
    auto snapshot = RestConnector::read(at);
    if (const auto* settings = snapshot.find(k_settings)) {
      snapshot.readings.push_back(plan_by(*settings));
    }
    snapshot.seal();
    return snapshot;
  }

  Reading read_document(const Workplace& at, std::string_view document) const override
  {
    return document == "plan" ? plan_by(RestConnector::read_document(at, k_settings))
                              : RestConnector::read_document(at, document);
  }

private:
  static constexpr std::string_view k_settings = "account_settings";
};

} // namespace

std::unique_ptr<Connector>
make_zoom()
{
  return std::make_unique<Zoom>();
}

} // namespace klausur
