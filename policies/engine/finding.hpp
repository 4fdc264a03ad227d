#pragma once

#include "connectors/base/zone.hpp"
#include "connectors/model/snapshot.hpp"
#include "policies/engine/policy.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace klausur {

enum class Status : std::uint8_t { pass, fail, unknown, not_applicable, error };
enum class Light { green, yellow, red, grey };

enum class DpfStatus { valid, contested, invalid };
enum class ProtectionNeed { normal, high, very_high };
enum class LegalView { avv_required, tk_service };

/// The switches of checklist.md section 2.4 no. 5. Printed in every report.
struct Knobs
{
  bool allow_green_for_medium = false;
  ProtectionNeed protection_need = ProtectionNeed::normal;
  LegalView legal_view = LegalView::avv_required;
  DpfStatus dpf_status = DpfStatus::contested;
};

/// An accepted deviation: it lies over a finding and hides nothing.
struct Waiver
{
  std::string id;
  std::string tenant;
  std::string check;
  std::string scope; ///< Empty: all scopes.
  Json accepted;     ///< The value that was accepted; another value is not waived.
  std::string reason;
  std::string approver; ///< Empty: a request that nobody has approved yet.
  Time until{};
  std::string requested_by;
  Time from{};
  std::string after; ///< The waiver that this one follows on, or empty.

  [[nodiscard]] bool is_live(Time now) const { return !approver.empty() && now < until; }
};

/// What a person answers for, with a document and an end.
struct Attestation
{
  std::string tenant;
  std::string check; ///< Of a check or of a control.
  bool holds = true; ///< False: the person states that it is not so.
  std::string statement;
  std::string by;
  std::string document; ///< `sha256:...`, or empty.
  Time from{};
  Time until{}; ///< Expired from here on.
  std::string id;
  std::string type;        ///< `dpa`, `dpia` ..., or empty.
  std::string approved_by; ///< Or empty.
  std::string details;     ///< The fields of its type as JSON, or empty.
};

/// The full address of a setting. In two pieces, because of either thousands are equal.
struct SettingText
{
  SharedText document; ///< `boards/5abbe4b7`, or the whole address.
  SharedText pointer;  ///< `#/prefs/selfJoin`, or empty.

  SettingText() = default;
  SettingText(SharedText whole) : document{std::move(whole)} {}  // NOLINT(*-explicit-*)
  SettingText(std::string whole) : document{std::move(whole)} {} // NOLINT(*-explicit-*)
  SettingText(const char* whole) : document{whole} {}            // NOLINT(*-explicit-*)
  SettingText(SharedText of, SharedText at) : document{std::move(of)}, pointer{std::move(at)} {}

  [[nodiscard]] std::string text() const { return document.str() + pointer.str(); }
  [[nodiscard]] bool empty() const { return document.empty() && pointer.empty(); }
};

/// Check x tenant x scope, with what was seen. Borrows the check and the control from the
/// policy, which must outlive it. There may be tens of thousands of them: what many have
/// in common they share.
struct Finding
{
  const Check* check = nullptr; ///< nullptr: the control itself is attested/computed.
  const Control* control = nullptr;
  std::string_view id; ///< The check's id, or the control's.
  Severity severity = Severity::medium;
  Status status = Status::unknown;
  SharedText scope;         ///< `account`, or the member: `boards/5abbe4b7`.
  SettingText setting;      ///< Its full address; empty for attestations.
  Shared<Json> observed;    ///< Nothing: the vendor did not say.
  Shared<Json> expected;    ///< With parameters filled in.
  Shared<Text> why;         ///< Why it is not a plain pass or fail; may be empty.
  Shared<Text> note;        ///< Holds whatever the status: "default only ...".
  SharedText missing_scope; ///< The permission to grant, or empty.
  SharedText source;        ///< How the document was read.
  std::optional<Time> read_at;
  std::optional<Time> attested_until; ///< A valid attestation decides, and ends then.
  Shared<Waiver> waived;
  Shared<Json> remedy; ///< `Remedy::set` with parameters filled in.
};

/// What a product variant and its plan bring along, whatever is set.
struct Exposure
{
  const Variant* variant = nullptr; ///< nullptr: it could not be told which one it is.
  int total = 0;                    ///< Of the variant.
  std::string band;                 ///< low, medium, high
  /// Those that what was read does not exclude; the one, where it is told.
  std::vector<const Variant*> candidates;
  int lowest = 0; ///< Totals of the candidates.
  int highest = 14;
};

/// The light of a point, and what it is made of.
struct PointLight
{
  Light light = Light::grey;
  Light proven = Light::green;    ///< What could not be seen is taken as a pass. Never grey.
  Light at_worst = Light::yellow; ///< What could not be seen is taken as a fail. Never grey.
  Text reason;

  [[nodiscard]] bool settled() const { return proven == at_worst; }
};

/// A light that was settled, and when.
struct SettledLight
{
  Light light = Light::grey;
  Time at{};
};

/// Everything the report shows of one tenant.
struct TenantReport
{
  std::string name;
  std::string vendor;
  std::string version;
  Time taken_at{};
  Light light = Light::grey;
  bool settled = false;               ///< What could not be seen cannot change the light.
  Light proven = Light::green;        ///< As of a point.
  Light at_worst = Light::yellow;     ///< As of a point.
  Text reason;                        ///< One sentence: why the light is what it is.
  std::map<Point, PointLight> points; ///< All eight.
  Exposure exposure;
  std::optional<double> score; ///< 0 to 100, one decimal; nothing where it is not rated.
  double coverage = 0;         ///< 0 to 100, one decimal
  bool asterisk = false;       ///< Waived high findings count as closed.
  Text outlook;                ///< One sentence: how many of which steps lead where.
  std::vector<Text> moves;     ///< The smallest steps that change or settle the light.
  bool insecure = false;       ///< Credentials may have gone over http:// (`insecure: true`).
  std::vector<std::string> unread;          ///< Mandatory documents that were not read.
  bool is_too_old = false;                  ///< It was read longer ago than `max_scan_age`.
  std::optional<SettledLight> last_settled; ///< Of an earlier run, beside a grey light.
  std::vector<Finding> findings; ///< Gravest first: severity, reach, remedy, id, scope.
  struct Gap
  {
    std::string document;
    std::string why;
    std::string scope;
    Failure kind = Failure::unexpected;
  };
  std::vector<Gap> gaps;
};

struct RunReport
{
  std::string id;
  Time at{};
  std::string version;      ///< Of this program.
  std::string policies;     ///< `sha256:...`
  std::string journal_head; ///< `12/sha256:...`, kept here as well it cannot be rebuilt unseen.
  Knobs knobs;
  Zone zone; ///< By which its readers' clocks go; what machines read is UTC.
  std::chrono::seconds max_scan_age = std::chrono::days{7};
  std::vector<TenantReport> tenants;
};

[[nodiscard]] std::string_view name_of(Status status);
[[nodiscard]] std::string_view name_of(Light light);
[[nodiscard]] std::optional<Light> light_named(std::string_view name);

} // namespace klausur
