#include "plugin/change/notes.hpp"

namespace klausur {

namespace {

void
describe(Json& body, const PlannedChange& change)
{
  auto& memory = body.GetAllocator();
  set_member(body, "setting", change.setting.text(), memory);
  set_member(body, "from", *change.from, memory);
  set_member(body, "from_absent", !change.from, memory);
  set_member(body, "to", *change.to, memory);
  set_member(body, "check", check_of(change), memory);
  if (risk_of(change, Danger::deletes) != nullptr) {
    set_member(body, "deletes", true, memory);
  }
}

/// The journal's word; `write` comes before it.
std::string_view
kind_of(Outcome outcome)
{
  switch (outcome) {
  case Outcome::applied:
    return "read-back";
  case Outcome::conflict:
    return "conflict";
  case Outcome::not_verified:
    return "not-verified";
  default:
    return "failed";
  }
}

} // namespace

Result<void>
Notes::append(std::string_view kind, Json body)
{
  set_member(body, "run", m_run, body.GetAllocator());
  return m_store.append(kind, m_tenant, body, m_clock()).map([](const JournalEntry&) {});
}

Result<void>
Notes::begin(std::string_view plan, const Bond& bond, bool resumed)
{
  Json body{rapidjson::kObjectType};
  auto& memory = body.GetAllocator();
  set_member(body, "plan", plan, memory);
  set_member(body, "account", bond.identity.account, memory);
  set_member(body, "basis", bond.basis, memory);
  if (bond.is_rollback()) {
    set_member(body, "rollback_of", bond.run, memory);
  }
  if (resumed) {
    set_member(body, "resumed", true, memory);
  }
  return append("apply", std::move(body));
}

Result<void>
Notes::intent(const PlannedChange& change)
{
  Json body{rapidjson::kObjectType};
  describe(body, change);
  return append("write", std::move(body));
}

Result<void>
Notes::outcome(const PlannedChange& change, const ChangeResult& result, const JsonValue* seen)
{
  Json body{rapidjson::kObjectType};
  auto& memory = body.GetAllocator();
  describe(body, change);
  set_member(body, "outcome", name_of(result.outcome), memory);
  set_member(body, "why", result.why, memory);
  if (seen != nullptr) {
    set_member(body, "observed", *seen, memory);
  }
  return append(kind_of(result.outcome), std::move(body));
}

Result<void>
Notes::end(bool succeeded)
{
  return append(succeeded ? "applied" : "not applied", Json{rapidjson::kObjectType});
}

} // namespace klausur
