#pragma once

#include "connectors/model/snapshot.hpp"
#include "policies/engine/policy.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace klausur {

enum class Status { pass, fail, unknown, not_applicable, error };
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
  std::string approver;
  Time until{};
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
};

/// Check x tenant x scope, with what was seen. Borrows the check and the control from the
/// policy, which must outlive it.
struct Finding
{
  const Check* check = nullptr; ///< nullptr: the control itself is attested/computed.
  const Control* control = nullptr;
  std::string id; ///< The check's id, or the control's.
  Severity severity = Severity::medium;
  Status status = Status::unknown;
  std::string scope;            ///< `account`, or the member: `boards/5abbe4b7`.
  std::string setting;          ///< Its full address; empty for attestations.
  std::optional<Json> observed; ///< nullopt: the vendor did not say.
  std::optional<Json> expected; ///< With parameters filled in.
  Text why;                     ///< Why it is not a plain pass or fail; may be empty.
  Text note;                    ///< Holds whatever the status: "default only ...".
  std::string missing_scope;    ///< The permission to grant, or empty.
  std::string source;           ///< How the document was read.
  std::optional<Time> read_at;
  std::optional<Waiver> waived;
  std::optional<Json> remedy; ///< `Remedy::set` with parameters filled in.
};

struct Exposure
{
  const Variant* variant = nullptr; ///< nullptr: no variant fits, exposure is unknown.
  int total = 0;
  std::string band; ///< low, medium, high
};

/// Everything the report shows of one tenant.
struct TenantReport
{
  std::string name;
  std::string vendor;
  std::string version;
  Time taken_at{};
  Light light = Light::grey;
  Text reason;
  std::map<Point, Light> points; ///< All eight.
  Exposure exposure;
  double score = 0;              ///< 0 to 100, one decimal; 0 findings evaluated gives 0.
  double coverage = 0;           ///< 0 to 100, one decimal
  bool asterisk = false;         ///< Waived high findings count as closed.
  std::vector<Text> moves;       ///< The smallest steps that change the light.
  std::vector<Finding> findings; ///< Sorted by point, severity, id, scope.
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
  std::string version;  ///< Of this program.
  std::string policies; ///< `sha256:...`
  Knobs knobs;
  std::vector<TenantReport> tenants;
};

[[nodiscard]] std::string_view name_of(Status status);
[[nodiscard]] std::string_view name_of(Light light);
[[nodiscard]] std::optional<Light> light_named(std::string_view name);

} // namespace klausur
