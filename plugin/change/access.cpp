#include "plugin/change/access.hpp"

#include "policies/engine/bindings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace klausur {

namespace {

constexpr std::string_view k_concept = "ATT-DEL";

std::string
text_of_hold(const JsonValue& hold)
{
  return hold.IsString() ? std::string{text_of(hold)} : to_text(hold);
}

/// The documents by which it is seen whether a check's remedy ends the credential.
std::set<std::string>
documents_of(std::span<const Check* const> checks)
{
  std::set<std::string> documents;
  for (const Check* check : checks) {
    for (const auto& rule : check->remedy.risks) {
      for (const auto& condition : rule.when) {
        if (rule.danger == Danger::own_access && !has_star(condition.setting)) {
          documents.insert(condition.setting.document);
        }
      }
    }
  }
  return documents;
}

const Attestation*
newest_of(std::span<const Attestation> all, const Tenant& tenant, const Control& control)
{
  const Attestation* newest = nullptr;
  for (const auto& each : all) {
    if (each.tenant == tenant.name && each.check == control.id &&
        (newest == nullptr || each.from >= newest->from)) {
      newest = &each;
    }
  }
  return newest;
}

/// Why a change that ends a credential must not be written; nothing: it may.
std::optional<std::string>
why_no_access_is_left(const Check& check, const Credentials& of)
{
  bool ends_mine = false;
  bool ends_other = false;
  for (const auto& rule : check.remedy.risks) {
    if (rule.danger == Danger::own_access) {
      ends_mine = ends_mine || of.conditions.of(rule.when, {}, of.now) != Match::no;
      ends_other = ends_other || of.conditions.of_other(rule.when, {}) != Match::no;
    }
  }
  if (!ends_mine) {
    return std::nullopt; // It is the one that has just been answered.
  }
  if (of.other == nullptr) {
    return "it would end the only credential of this tenant: give another one under auth: or "
           "write_auth:, which it does not end";
  }
  const auto known = of.other->identity(of.account.by_vendor);
  if (!known) {
    return "it would end the credential under write_auth:, and that under auth: does not "
           "work: " +
           known.error().what;
  }
  if (ends_other) {
    return "it would end both credentials, that under auth: and that under write_auth:";
  }
  return of.account.by_vendor && *known != of.account
             ? std::optional<std::string>{"it would end the credential under write_auth:, and "
                                          "that under auth: is of another account"}
             : std::nullopt;
}

} // namespace

std::vector<LegalHold>
holds_of(const Tenant& tenant, const Catalogue& catalogue,
         std::span<const Attestation> attestations)
{
  std::vector<LegalHold> holds = tenant.legal_holds;
  for (const auto& control : catalogue.controls) {
    const auto* newest =
        control.attestation == k_concept ? newest_of(attestations, tenant, control) : nullptr;
    const auto details = newest == nullptr ? Result<Json>{} : parse_json(newest->details);
    const JsonValue* list =
        newest != nullptr && details ? member(*details, "legal_holds") : nullptr;
    for (rapidjson::SizeType i = 0; list != nullptr && list->IsArray() && i < list->Size();
         ++i) {
      holds.push_back({text_of_hold((*list)[i]), {}});
    }
  }
  return holds;
}

Result<Beside>
beside_of(const Office& office, const Tenant& tenant, Talk* other,
          std::span<const Check* const> checks)
{
  Beside beside;
  auto attestations = office.store == nullptr ? Result<std::vector<Attestation>>{}
                                              : office.store->attestations();
  if (!attestations) {
    return tl::unexpected(attestations.error());
  }
  beside.holds = holds_of(tenant, office.library.catalogue(), *attestations);
  const auto documents = documents_of(checks);
  if (other != nullptr && !documents.empty()) {
    beside.by_other = other->read(documents);
  }
  return beside;
}

Result<Beside>
beside_of(const Office& office, const Tenant& tenant, Talk* other,
          std::span<const PlannedChange> changes)
{
  std::vector<const Check*> checks;
  for (const auto& change : changes) {
    if (change.check != nullptr) {
      checks.push_back(change.check);
    }
  }
  return beside_of(office, tenant, other, checks);
}

void
hold_back_own_end(std::span<const PlannedChange> changes,
                  std::span<std::optional<ChangeResult>> results,
                  const Credentials& credentials)
{
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const bool ends =
        changes[i].check != nullptr && risk_of(changes[i], Danger::own_access) != nullptr;
    if (results[i] || !ends) {
      continue;
    }
    if (auto why = why_no_access_is_left(*changes[i].check, credentials)) {
      results[i] = {Outcome::held_back, std::move(*why)};
    }
  }
}

} // namespace klausur
