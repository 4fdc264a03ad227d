#include "plugin/commands/demo_walk.hpp"

#include "plugin/notify/courier.hpp"
#include "plugin/office/output.hpp"
#include "plugin/report/report.hpp"
#include "plugin/sandbox/state.hpp"
#include "policies/engine/diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur {

namespace {

/// What is made worse by hand.
struct Slip
{
  const char* pointer;
  const char* value;
  const char* setting;
};
constexpr std::array k_slips{
    Slip{"/config/LogSettings/EnableDiagnostics", "true",
         "config#/LogSettings/EnableDiagnostics"},
    Slip{"/config/EmailSettings/PushNotificationContents", "\"full\"",
         "config#/EmailSettings/PushNotificationContents"},
};

tl::unexpected<Error>
odd(std::string_view what)
{
  return fail(Failure::unexpected, fmt::format("the demo did not go as it should: {}", what));
}

const JsonValue*
pointer_to(const std::optional<Json>& value)
{
  return value ? &*value : nullptr;
}

/// What could not be read though the sandbox offers it.
const TenantReport::Gap*
hole_in(const TenantReport& tenant)
{
  const auto found = std::ranges::find_if(tenant.gaps, [](const TenantReport::Gap& gap) {
    return gap.kind != Failure::unsupported && gap.kind != Failure::forbidden;
  });
  return found == tenant.gaps.end() ? nullptr : &*found;
}

} // namespace

const TenantReport&
DemoLook::tenant() const
{
  return *std::ranges::find(report.tenants, DemoStage::k_tenant, &TenantReport::name);
}

const Snapshot&
DemoLook::snapshot() const
{
  return *std::ranges::find(snapshots, DemoStage::k_tenant, &Snapshot::tenant);
}

DemoWalk::DemoWalk(Session& session, const Office& office, const DemoStage& stage,
                   std::filesystem::path output_dir)
    : m_office{office}, m_stage{stage}, m_output_dir{std::move(output_dir)},
      m_show{session, office.configuration.language}, m_log{office.redactor}
{
  // Some connectors fork, which a sandbox that is answering in the same process could disturb
  // where malloc is not glibc's.
  m_office.at_once = 1;
}

Result<void>
DemoWalk::run()
{
  return introduce()
      .and_then([&] { return first_audit(); })
      .and_then([&] { return plan_all(); })
      .and_then([&] { return apply_all(); })
      .and_then([&] { return check_again(); })
      .and_then([&] { return make_worse(); })
      .and_then([&] { return notice(); })
      .and_then([&] { return put_right_again(); })
      .and_then([&] { return resolve(); })
      .and_then([&] { return take_back(); })
      .map([&] {
        m_show.gap();
        m_show.paragraph(m_show.say(demo::k_done));
      });
}

Result<void>
DemoWalk::introduce()
{
  m_show.step(demo::start);
  for (const auto& [vendor, sandbox] : m_stage.sandboxes()) {
    m_show.line(fmt::format("{:<12} {}", vendor, sandbox->url()));
  }
  return {};
}

/// Read and judge tenants, keep the run, and tell the chat what is new.
Result<DemoLook>
DemoWalk::look(std::span<const std::string> names)
{
  const auto tenants = select_tenants(m_office.configuration, names);
  if (!tenants) {
    return tl::unexpected(tenants.error());
  }
  return examine_and_keep(m_office, *tenants, m_stop).and_then([&](Examination found) {
    DemoLook seen{std::move(found.report), std::move(found.snapshots)};
    return found.kept.and_then([&] { return tell(seen); }).map([&] { return std::move(seen); });
  });
}

Result<void>
DemoWalk::tell(const DemoLook& seen)
{
  const auto& channels = m_office.configuration.notify;
  Store& store = *m_office.store;
  const Time now = m_office.clock();
  return queue_news(store, channels, seen.tenant(), now)
      .and_then([&] { return deliver(store, channels, m_office.redactor, m_log, m_stop, now); })
      .and_then([&](const Delivery& delivery) -> Result<void> {
        m_sent = delivery.sent;
        return delivery.postponed == 0 ? Result<void>{} : odd("the chat took no message");
      });
}

/// The last message as the chat's server holds it.
Result<void>
DemoWalk::show_message()
{
  const Json state = m_stage.chat().state();
  const JsonValue* posts = member(state, "posts");
  if (m_sent != 1 || posts == nullptr || !posts->IsArray() || posts->Empty()) {
    return odd(fmt::format("{} messages were posted instead of one", m_sent));
  }
  const JsonValue& last = *std::prev(posts->End());
  const JsonValue* attachments = find_at(last, "/props/attachments");
  if (attachments == nullptr || !attachments->IsArray()) {
    return odd("the message has no attachment");
  }
  m_show.line(m_show.say(demo::k_posted) + ":");
  for (const auto& each : attachments->GetArray()) {
    m_show.message(each);
  }
  return {};
}

Result<void>
DemoWalk::first_audit()
{
  m_show.step(demo::audit);
  auto seen = look({});
  if (!seen) {
    return tl::unexpected(seen.error());
  }
  m_first = std::move(*seen);
  for (const auto& tenant : m_first.report.tenants) {
    if (const auto* hole = hole_in(tenant)) {
      return odd(fmt::format("{}: {}: {}", tenant.name, hole->document, hole->why));
    }
    m_show.gap();
    m_show.tenant(tenant);
    m_show.gravest(tenant);
  }
  m_show.gap();
  return write_reports();
}

Result<void>
DemoWalk::write_reports()
{
  constexpr std::array files{std::pair{"report.en.html", Language::en},
                             std::pair{"report.de.html", Language::de}};
  for (const auto& [name, language] : files) {
    const auto path = m_output_dir / name;
    auto written = write_file(path, to_html_report(m_first.report, language));
    if (!written) {
      return written;
    }
    m_show.line(fmt::format("{}: {}", m_show.say(demo::k_written), path.string()));
  }
  return {};
}

Result<void>
DemoWalk::check_again()
{
  m_show.step(demo::verify);
  auto seen = look({});
  if (!seen) {
    return tl::unexpected(seen.error());
  }
  m_clean = std::move(*seen);
  for (std::size_t i = 0; i < m_clean.report.tenants.size(); ++i) {
    const auto& tenant = m_clean.report.tenants[i];
    if (!m_runs.contains(tenant.name)) {
      continue;
    }
    const std::size_t before = open_in(m_first.report.tenants[i]);
    const std::size_t now = open_in(tenant);
    m_show.gap();
    m_show.tenant(tenant);
    m_show.progress(before, now);
    if (now >= before) {
      return odd(fmt::format("{}: the changes closed no deviation", tenant.name));
    }
  }
  return {};
}

Result<void>
DemoWalk::make_worse()
{
  m_show.step(demo::worse);
  for (const auto& slip : k_slips) {
    const Json value = literal(slip.value);
    if (auto changed = m_stage.chat().change(slip.pointer, value); !changed) {
      return changed;
    }
    m_show.line(fmt::format("{} = {}", slip.setting, to_text(value)));
  }
  return {};
}

Result<void>
DemoWalk::notice()
{
  m_show.step(demo::drift);
  auto seen = look(m_watched);
  if (!seen) {
    return tl::unexpected(seen.error());
  }
  m_drifted = std::move(*seen);
  const auto drift = differences(m_clean.snapshot(), m_drifted.snapshot());
  for (const auto& each : drift) {
    m_show.change(each.setting, pointer_to(each.before), pointer_to(each.after));
  }
  for (const auto& slip : k_slips) {
    if (std::ranges::find(drift, slip.setting, &Difference::setting) == drift.end()) {
      return odd(fmt::format("the change of {} was not noticed", slip.setting));
    }
  }
  return show_message();
}

Result<void>
DemoWalk::resolve()
{
  auto seen = look(m_watched);
  if (!seen) {
    return tl::unexpected(seen.error());
  }
  const std::size_t now = open_in(seen->tenant());
  m_show.tenant(seen->tenant());
  m_show.progress(open_in(m_drifted.tenant()), now);
  if (now != open_in(m_clean.tenant())) {
    return odd("not all that was made worse is resolved");
  }
  return show_message();
}

} // namespace klausur
