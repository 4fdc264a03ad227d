#include "plugin/evidence/record_json.hpp"

namespace klausur {

Json
object_of(std::initializer_list<std::pair<const char*, std::string>> members)
{
  Json made{rapidjson::kObjectType};
  for (const auto& [name, value] : members) {
    set_member(made, name, value, made.GetAllocator());
  }
  return made;
}

Json
finding_json(const FindingRecord& finding)
{
  return object_of({{"check", finding.check},
                    {"control", finding.control},
                    {"scope", finding.scope},
                    {"severity", finding.severity},
                    {"status", finding.status},
                    {"setting", finding.setting},
                    {"observed", finding.observed},
                    {"waived", finding.waived ? "yes" : "no"}});
}

Json
run_json(const RunRecord& run)
{
  return object_of({{"id", run.id},
                    {"at", to_text(run.at)},
                    {"version", run.version},
                    {"policies", run.policies},
                    {"light", std::string{name_of(run.light)}},
                    {"failed", std::to_string(run.failed)},
                    {"not_read", std::to_string(run.gaps)}});
}

Json
waiver_json(const Waiver& waiver)
{
  return object_of({{"id", waiver.id},
                    {"check", waiver.check},
                    {"scope", waiver.scope},
                    {"accepted", to_text(waiver.accepted)},
                    {"reason", waiver.reason},
                    {"requested_by", waiver.requested_by},
                    {"approved_by", waiver.approver},
                    {"from", to_text(waiver.from)},
                    {"until", to_text(waiver.until)}});
}

Json
attestation_json(const Attestation& attestation)
{
  return object_of({{"id", attestation.id},
                    {"check", attestation.check},
                    {"type", attestation.type},
                    {"holds", attestation.holds ? "yes" : "no"},
                    {"statement", attestation.statement},
                    {"by", attestation.by},
                    {"approved_by", attestation.approved_by},
                    {"document", attestation.document},
                    {"from", to_text(attestation.from)},
                    {"until", to_text(attestation.until)},
                    {"details", attestation.details}});
}

} // namespace klausur
