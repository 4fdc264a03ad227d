#pragma once

#include "connectors/base/time.hpp"
#include "connectors/format/json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace klausur {

/// Somebody, as the journal knows people: by a keyed digest. The name goes into a table of its
/// own, from which it can be erased.
struct Person
{
  std::string name;   ///< To be written; empty in an entry that was read.
  std::string digest; ///< In an entry that was read; empty: nobody is named.

  [[nodiscard]] bool empty() const { return name.empty() && digest.empty(); }
};

// What the journal records: one type for each kind of entry. `fields` names every member once,
// for reading and for writing: what was written is what is read.

/// A plan was made.
struct PlanMade
{
  static constexpr std::string_view k_kind = "plan";
  std::string plan; ///< Its hash.
  std::string account;
  std::string basis; ///< Digest of policies, parameters and waivers.
  std::size_t changes = 0;
  std::optional<Time> ends_at;

  template<typename Self, typename Visit> static void fields(Self& self, Visit& visit)
  {
    visit.must("plan", self.plan);
    visit.may("account", self.account);
    visit.may("basis", self.basis);
    visit.may("changes", self.changes);
    visit.may("ends_at", self.ends_at);
  }
};

/// Somebody has signed a plan, or nobody could but the one who applies it.
struct Approval
{
  static constexpr std::string_view k_kind = "approval";
  std::string plan;
  Person by;
  std::string key;       ///< `ed25519:...`, or empty: one person, by typing the tenant's name.
  std::string signature; ///< By that key.
  std::optional<Time> ends_at;

  template<typename Self, typename Visit> static void fields(Self& self, Visit& visit)
  {
    visit.must("plan", self.plan);
    visit.may("by", self.by);
    visit.may("key", self.key);
    visit.may("signature", self.signature);
    visit.may("ends_at", self.ends_at);
  }
};

/// A run begins to write.
struct RunBegun
{
  static constexpr std::string_view k_kind = "apply";
  std::string run;
  std::string plan;
  Person by;
  std::string rollback_of; ///< The run that this one takes back, or empty.
  std::string account;
  std::string basis;    ///< Digest of policies, parameters and waivers.
  bool resumed = false; ///< It goes on where it was interrupted.

  template<typename Self, typename Visit> static void fields(Self& self, Visit& visit)
  {
    visit.must("run", self.run);
    visit.must("plan", self.plan);
    visit.may("by", self.by);
    visit.may("rollback_of", self.rollback_of);
    visit.may("account", self.account);
    visit.may("basis", self.basis);
    visit.may("resumed", self.resumed);
  }
};

/// One setting is about to be written.
struct Intent
{
  static constexpr std::string_view k_kind = "write";
  std::string run;
  std::string setting;
  std::optional<Json> from; ///< nullopt: it was not there.
  Json to;
  std::string check;
  bool masked = false;  ///< `from` does not say all: there is no way back.
  bool deletes = false; ///< What it ends does not come back by writing `from`.

  template<typename Self, typename Visit> static void fields(Self& self, Visit& visit)
  {
    visit.must("run", self.run);
    visit.must("setting", self.setting);
    visit.found("from", "from_absent", self.from);
    visit.must("to", self.to);
    visit.may("check", self.check);
    visit.may("masked", self.masked);
    visit.may("deletes", self.deletes);
  }
};

/// What the tenant said of a setting after it was written, or why it was not.
struct WriteOutcome
{
  static constexpr std::string_view k_kind = "outcome";
  std::string run;
  std::string setting;
  std::string outcome;          ///< `applied`, `already`, `conflict`, `refused`, `failed` ...
  std::optional<Json> observed; ///< nullopt: it says nothing, or could not be read.
  std::string why;

  template<typename Self, typename Visit> static void fields(Self& self, Visit& visit)
  {
    visit.must("run", self.run);
    visit.must("setting", self.setting);
    visit.must("outcome", self.outcome);
    visit.may("observed", self.observed);
    visit.may("why", self.why);
  }
};

/// A run has come to its end. One without it was interrupted.
struct RunEnded
{
  static constexpr std::string_view k_kind = "end";
  std::string run;
  std::string end; ///< `applied`, `not applied` ...

  template<typename Self, typename Visit> static void fields(Self& self, Visit& visit)
  {
    visit.must("run", self.run);
    visit.must("end", self.end);
  }
};

/// A deviation was accepted.
struct WaiverMade
{
  static constexpr std::string_view k_kind = "waiver";
  std::string id;
  std::string check;
  std::string scope;         ///< Empty: all.
  std::optional<Json> value; ///< nullopt: that the vendor does not say.
  std::string reason;
  Person requested_by;
  Person approved_by; ///< Empty: one person decided.
  Time until{};
  std::string after; ///< The waiver that this one follows on, or empty.
  std::string key;   ///< Of who requested it, where it takes two; else empty.

  template<typename Self, typename Visit> static void fields(Self& self, Visit& visit)
  {
    visit.must("id", self.id);
    visit.must("check", self.check);
    visit.may("scope", self.scope);
    visit.may("value", self.value);
    visit.must("reason", self.reason);
    visit.must("requested_by", self.requested_by);
    visit.may("approved_by", self.approved_by);
    visit.must("until", self.until);
    visit.may("after", self.after);
    visit.may("key", self.key);
  }
};

/// A second person agreed.
struct WaiverApproved
{
  static constexpr std::string_view k_kind = "waiver-approval";
  std::string id;
  Person by;
  std::string key;       ///< `ed25519:...`
  std::string signature; ///< By that key over the waiver's text.

  template<typename Self, typename Visit> static void fields(Self& self, Visit& visit)
  {
    visit.must("id", self.id);
    visit.must("by", self.by);
    visit.may("key", self.key);
    visit.may("signature", self.signature);
  }
};

struct WaiverEnded
{
  static constexpr std::string_view k_kind = "waiver-end";
  std::string id;
  Person by;
  std::string why;

  template<typename Self, typename Visit> static void fields(Self& self, Visit& visit)
  {
    visit.must("id", self.id);
    visit.may("by", self.by);
    visit.may("why", self.why);
  }
};

struct AttestationMade
{
  static constexpr std::string_view k_kind = "attestation";
  std::string id;
  std::string check;
  std::string type; ///< `dpa`, `dpia` ..., or empty.
  bool holds = true;
  std::string statement;
  std::string document; ///< `sha256:...`, or empty.
  Person signed_by;
  Person approved_by;
  Time from{};
  Time until{};
  Json details; ///< The fields of its type; null: none.

  template<typename Self, typename Visit> static void fields(Self& self, Visit& visit)
  {
    visit.must("id", self.id);
    visit.must("check", self.check);
    visit.may("type", self.type);
    visit.must("holds", self.holds);
    visit.must("statement", self.statement);
    visit.may("document", self.document);
    visit.must("signed_by", self.signed_by);
    visit.may("approved_by", self.approved_by);
    visit.must("from", self.from);
    visit.must("until", self.until);
    visit.must("details", self.details);
  }
};

struct AttestationEnded
{
  static constexpr std::string_view k_kind = "attestation-end";
  std::string check;
  Person by;

  template<typename Self, typename Visit> static void fields(Self& self, Visit& visit)
  {
    visit.must("check", self.check);
    visit.may("by", self.by);
  }
};

/// What a run found is what is accepted from now on.
struct BaselineAccepted
{
  static constexpr std::string_view k_kind = "baseline";
  std::string snapshot_run;
  std::string account;
  std::string readings; ///< Hash of what was read.
  Person by;

  template<typename Self, typename Visit> static void fields(Self& self, Visit& visit)
  {
    visit.must("snapshot_run", self.snapshot_run);
    visit.must("account", self.account);
    visit.must("readings", self.readings);
    visit.may("by", self.by);
  }
};

/// A tenant has another name in the configuration; earlier entries keep the one they have.
struct TenantRenamed
{
  static constexpr std::string_view k_kind = "renamed";
  std::string before;
  std::string account;

  template<typename Self, typename Visit> static void fields(Self& self, Visit& visit)
  {
    visit.must("before", self.before);
    visit.must("account", self.account);
  }
};

/// From the next entry on another key signs. The first key signs its own beginning, every other
/// one is signed for by the one before; but where that one is lost the new one signs for
/// itself, and nothing but the words of a person ties what follows to what was before.
struct KeyChange
{
  static constexpr std::string_view k_kind = "key";
  std::string key; ///< `ed25519:...`
  std::string before;
  bool lost = false; ///< The key before.
  Person by;         ///< Who says so.
  std::string why;

  template<typename Self, typename Visit> static void fields(Self& self, Visit& visit)
  {
    visit.must("key", self.key);
    visit.may("before", self.before);
    visit.may("lost", self.lost);
    visit.may("by", self.by);
    visit.may("why", self.why);
  }
};

/// The store was put back from a copy: what was written after it was made is not here.
struct StoreRestored
{
  static constexpr std::string_view k_kind = "restored";
  Time made_at{};
  std::string head; ///< The last entry of the copy.

  template<typename Self, typename Visit> static void fields(Self& self, Visit& visit)
  {
    visit.must("made_at", self.made_at);
    visit.must("head", self.head);
  }
};

/// The name behind a digest was erased.
struct PersonForgotten
{
  static constexpr std::string_view k_kind = "forgotten";
  Person who;

  template<typename Self, typename Visit> static void fields(Self& self, Visit& visit)
  {
    visit.must("who", self.who);
  }
};

using Entry =
    std::variant<PlanMade, Approval, RunBegun, Intent, WriteOutcome, RunEnded, WaiverMade,
                 WaiverApproved, WaiverEnded, AttestationMade, AttestationEnded,
                 BaselineAccepted, TenantRenamed, KeyChange, StoreRestored, PersonForgotten>;

/// One entry as it is kept.
struct JournalEntry
{
  std::int64_t number = 0; ///< From 1, without gaps.
  Time at{};
  std::string kind;
  std::string tenant;
  Json body;             ///< Has `run` when it belongs to one.
  std::string previous;  ///< Hash of the entry before; the first has `sha256:` of nothing.
  std::string hash;      ///< See chain.hpp.
  std::string key;       ///< Who signed it; empty: an earlier version wrote it, unsigned.
  std::string signature; ///< 128 hexadecimal digits.
};

[[nodiscard]] std::string_view kind_of(const Entry& entry);

/// @param digest_of  What stands for a name; called for every person who has one.
template<typename DigestOf> [[nodiscard]] Json body_of(const Entry& entry, DigestOf digest_of);

/// The entry with its type, also of those that an earlier version wrote.
/// @error `invalid` naming entry and member: a kind that is not known, a member that is
///        missing, not known or of another type.
[[nodiscard]] Result<Entry> typed(const JournalEntry& entry);

} // namespace klausur

#include "plugin/journal/entry_writer.hpp"
