#include "connectors/zoom/zoom.hpp"

#include "connectors/format/json.hpp"
#include "connectors/rest/rest_session.hpp"
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

class ZoomSession final : public RestSession<zoom::ZoomDialect>
{
public:
  using RestSession::RestSession;

  Task<Snapshot> read() override
  {
    auto snapshot = co_await reader().read();
    if (const auto* settings = snapshot.find(k_settings)) {
      snapshot.readings.push_back(plan_by(*settings));
    }
    snapshot.seal();
    co_return snapshot;
  }

  Task<Reading> read_document(std::string document) override
  {
    if (document != "plan") {
      co_return co_await reader().read_document(std::move(document));
    }
    const auto settings = co_await reader().read_document(k_settings);
    co_return plan_by(settings);
  }

  Task<Result<Account>> whoami() override { return dialect().whoami(); }

private:
  static constexpr const char* k_settings = "account_settings";
};

} // namespace

std::unique_ptr<TenantSession>
open_zoom(const Workplace& at)
{
  return std::make_unique<ZoomSession>(at);
}

} // namespace klausur
