#pragma once

#include "plugin/change/apply.hpp"
#include "plugin/change/plan.hpp"
#include "plugin/commands/demo_stage.hpp"
#include "plugin/commands/demo_words.hpp"
#include "plugin/office/log.hpp"
#include "plugin/office/session.hpp"
#include "plugin/report/words.hpp"

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace klausur {

/// What `klausur demo` shows, on stdout. Nothing here asks or writes a tenant.
class DemoShow
{
public:
  DemoShow(Session& session, Language language) : m_session{session}, m_language{language} {}

  void line(std::string_view text);
  void paragraph(std::string_view text);
  void gap() { m_session.print("\n"); }
  /// The step's number, title and explanation.
  void step(demo::Step which);
  void tenant(const TenantReport& tenant);
  /// The three gravest open findings.
  void gravest(const TenantReport& tenant);
  void plan(const ChangeSet& plan);
  void outcome(std::string_view tenant, const ApplyReport& done);
  void change(std::string_view setting, const JsonValue* before, const JsonValue* after);
  /// How many deviations are open now, and were before.
  void progress(std::size_t before, std::size_t now);
  /// A message as the chat's server holds it: title and text.
  void message(const JsonValue& attachment);

  [[nodiscard]] std::string say(Phrase words) const
  {
    return std::string{words.in(m_language)};
  }

private:
  [[nodiscard]] std::string painted(std::string_view text, std::string_view code) const;
  [[nodiscard]] std::string light(Light which) const;
  [[nodiscard]] std::string value(const JsonValue* given) const;
  [[nodiscard]] std::size_t width() const;
  void quoted(std::string_view text);

  Session& m_session;
  Language m_language;
};

/// One look at tenants; the one that is put right is always among them.
struct DemoLook
{
  RunReport report;
  std::vector<Snapshot> snapshots;

  [[nodiscard]] const TenantReport& tenant() const; ///< Of the one that is put right.
  [[nodiscard]] const Snapshot& snapshot() const;
};

/// Findings that fail and are not waived.
[[nodiscard]] std::size_t open_in(const TenantReport& report);

/// The walk, step by step. Each step is an Error when it did not go as it is shown.
class DemoWalk
{
public:
  /// @param output_dir  An existing directory for the HTML reports.
  DemoWalk(Session& session, const Office& office, const DemoStage& stage,
           std::filesystem::path output_dir);

  [[nodiscard]] Result<void> run();

private:
  [[nodiscard]] Result<DemoLook> look(std::span<const std::string> names);
  [[nodiscard]] Result<void> tell(const DemoLook& seen);
  [[nodiscard]] Result<void> show_message();
  [[nodiscard]] Result<void> introduce();
  [[nodiscard]] Result<void> first_audit();
  [[nodiscard]] Result<void> write_reports();
  [[nodiscard]] Result<void> plan_all();
  [[nodiscard]] Result<void> apply_all();
  [[nodiscard]] Result<void> put_right_again();
  [[nodiscard]] Result<void> plan(const TenantReport& tenant, const Snapshot& found);
  [[nodiscard]] Result<void> carry_out(const ChangeSet& plan);
  [[nodiscard]] Result<void> check_journal();
  [[nodiscard]] Result<void> take_back();
  [[nodiscard]] Result<void> check_again();
  [[nodiscard]] Result<void> make_worse();
  [[nodiscard]] Result<void> notice();
  [[nodiscard]] Result<void> resolve();

  Office m_office;
  const DemoStage& m_stage;
  std::filesystem::path m_output_dir;
  DemoShow m_show;
  Log m_log;
  Stop m_stop;
  const std::vector<std::string> m_watched{DemoStage::k_tenant};
  std::size_t m_sent = 0;                       ///< Messages of the last look.
  std::vector<ChangeSet> m_plans;               ///< Of this step.
  std::map<std::string, std::string> m_runs;    ///< By tenant: that wrote last.
  std::map<std::string, std::string> m_origins; ///< By tenant: what its sandbox held before.
  DemoLook m_first;
  DemoLook m_clean;
  DemoLook m_drifted;
};

} // namespace klausur
