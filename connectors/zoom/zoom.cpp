#include "connectors/zoom/zoom.hpp"

#include "connectors/format/json.hpp"
#include "connectors/http/rest.hpp"
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

class Zoom final : public Connector
{
public:
  Snapshot read(const Workplace& at) const override
  {
    zoom::ZoomDialect dialect{at};
    auto snapshot = RestReader{at, dialect}.read();
    const auto* settings = snapshot.find(k_settings);
    if (settings != nullptr) {
      snapshot.readings.push_back(plan_by(*settings));
    }
    snapshot.seal();
    return snapshot;
  }

  Reading read_document(const Workplace& at, std::string_view document) const override
  {
    zoom::ZoomDialect dialect{at};
    RestReader reader{at, dialect};
    return document == "plan" ? plan_by(reader.read_document(k_settings))
                              : reader.read_document(document);
  }

  Result<void> write(const Workplace& at, std::string_view document,
                     const std::vector<Change>& changes) const override
  {
    zoom::ZoomDialect dialect{at};
    return RestReader{at, dialect}.write(document, changes);
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
