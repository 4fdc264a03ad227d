#pragma once

#include "connectors/format/ed25519.hpp"
#include "plugin/change/change_set.hpp"
#include "plugin/office/configuration.hpp"
#include "plugin/store/store.hpp"

#include <optional>
#include <span>
#include <string>

namespace klausur {

/// Whether a second person has to sign it: it deletes, ends the access in use, or keeps people
/// from logging in; in a tenant with `four_eyes` always. A rollback waits for nobody elsewhere,
/// unless it writes once more what an earlier rollback has taken back.
[[nodiscard]] bool takes_two(const ChangeSet& set, const Tenant& tenant);

/// Whether there are enough people for that: two keys that the configuration lists.
[[nodiscard]] bool can_take_two(const Configuration& configuration);

/// The listed person whose key is in the file.
struct Signer
{
  Approver person;
  SigningKey key;
};
/// @error `invalid`: no key in the file, or one that `approvers:` does not list.
[[nodiscard]] Result<Signer> signer_with(const Configuration& configuration,
                                         const std::string& file);

/// What an approver signs: the plan by its hash, the tenant, who, and until when.
[[nodiscard]] std::string approval_text(std::string_view plan, std::string_view tenant,
                                        std::string_view person, Time ends_at);

/// The signed approval as the journal keeps it; it ends with the plan.
[[nodiscard]] Result<Approval> approval_by(const Signer& signer, std::string_view plan,
                                           const Bond& bond);

/// Nothing: somebody other than the requester has approved the plan, and it holds at `now`.
/// Else why not, and what to do. A clock that was set back does not revive what the journal
/// shows to have ended.
/// @param requester  The key of the one who applies it.
[[nodiscard]] std::optional<std::string>
missing_approval(std::span<const JournalEntry> entries, std::string_view plan, const Bond& bond,
                 std::string_view requester, std::span<const Approver> approvers, Time now);

} // namespace klausur
