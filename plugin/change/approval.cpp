#include "plugin/change/approval.hpp"

#include "plugin/journal/key_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur {

namespace {

constexpr std::array k_grave{Danger::deletes, Danger::own_access, Danger::sign_in};

/// Whether the approval is one of this plan, by one of these people, and signed by their key.
/// @param latest  The latest time that anybody has seen since.
bool
holds(const Approval& approval, std::string_view plan, const Bond& bond,
      std::string_view requester, std::span<const Approver> approvers, Time latest)
{
  const auto person = std::ranges::find(approvers, approval.key, &Approver::key);
  const auto key = PublicKey::named(approval.key);
  if (approval.plan != plan || approval.key == requester || person == approvers.end() || !key ||
      !approval.ends_at || *approval.ends_at <= latest || *approval.ends_at > bond.ends_at) {
    return false;
  }
  return key->verifies(approval_text(plan, bond.tenant, person->name, *approval.ends_at),
                       approval.signature);
}

} // namespace

bool
takes_two(const ChangeSet& set, const Tenant& tenant)
{
  const auto is_grave = [](const PlannedChange& change) {
    return std::ranges::any_of(
        k_grave, [&](Danger danger) { return risk_of(change, danger) != nullptr; });
  };
  return tenant.four_eyes || std::ranges::any_of(set.changes, is_grave);
}

bool
can_take_two(const Configuration& configuration)
{
  constexpr std::size_t k_two = 2;
  return configuration.approvers.size() >= k_two;
}

Result<Signer>
signer_with(const Configuration& configuration, const std::string& file)
{
  auto key = read_key(file);
  if (!key || !*key) {
    return key ? fail(Failure::invalid, fmt::format("{}: there is no such key file", file))
               : tl::unexpected(key.error());
  }
  const auto name = (*key)->public_key().name();
  const auto known = std::ranges::find(configuration.approvers, name, &Approver::key);
  if (known == configuration.approvers.end()) {
    return fail(
        Failure::invalid,
        fmt::format("{}: {} is not listed under approvers: in the configuration", file, name));
  }
  return Signer{*known, std::move(**key)};
}

std::string
approval_text(std::string_view plan, std::string_view tenant, std::string_view person,
              Time ends_at)
{
  return fmt::format("klausur-approval-1\nplan {}\ntenant {}\nby {}\nuntil {}\n", plan, tenant,
                     person, to_text(ends_at));
}

Result<Approval>
approval_by(const Signer& signer, std::string_view plan, const Bond& bond)
{
  return signer.key.sign(approval_text(plan, bond.tenant, signer.person.name, bond.ends_at))
      .map([&](std::string signature) {
        return Approval{.plan = std::string{plan},
                        .by = {.name = signer.person.name, .digest = {}},
                        .key = signer.person.key,
                        .signature = std::move(signature),
                        .ends_at = bond.ends_at};
      });
}

std::optional<std::string>
missing_approval(std::span<const JournalEntry> entries, std::string_view plan, const Bond& bond,
                 std::string_view requester, std::span<const Approver> approvers, Time now)
{
  Time latest = now;
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    latest = std::max(latest, entry->at);
    const auto known =
        entry->kind == Approval::k_kind ? typed(*entry) : Result<Entry>{Entry{Approval{}}};
    if (known && holds(std::get<Approval>(*known), plan, bond, requester, approvers, latest)) {
      return std::nullopt;
    }
  }
  return "this plan takes two persons: somebody else whose key stands under approvers: has to "
         "sign it with klausur approve PLAN --key FILE";
}

} // namespace klausur
