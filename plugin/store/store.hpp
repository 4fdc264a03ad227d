#pragma once

#include "connectors/format/ed25519.hpp"
#include "plugin/store/records.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// Where the journal's key is. Neither: in a file beside the store's.
struct JournalKey
{
  std::string file; ///< Made when the first entry is written.
  std::string pem;  ///< The key itself, from elsewhere.
};

/// The file of a store's address; empty: it is in memory only.
/// @error `invalid`: an address that is not understood.
[[nodiscard]] Result<std::filesystem::path> store_file(std::string_view url);

/// Where the journal's key of the store in that file is: as given, or beside it.
[[nodiscard]] JournalKey journal_key_for(const std::filesystem::path& store, JournalKey given);

/// History, attestations, waivers, the journal and the outbox: the one door to the database.
///
/// Every function is one transaction: it happened whole or not at all, also when the
/// process is killed. Thread-safe. An Error is `unreachable` (locked, disk full, damaged)
/// or `invalid` (wrong address, a schema newer than this program), and says what to do.
class Store
{
public:
  /// Open or create, and bring the schema to today's version.
  /// @param url  `sqlite:///absolute/path`, `sqlite://relative/path` or `sqlite::memory:`.
  [[nodiscard]] static Result<Store> open(std::string_view url, JournalKey key = {});

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  /// Keep a finished run with its snapshots. Documents are content-addressed: one that is
  /// equal to one already kept takes no new space.
  [[nodiscard]] Result<void> save_run(const RunReport& report,
                                      std::span<const Snapshot> snapshots);

  /// Newest first. `tenant` empty: all runs.
  [[nodiscard]] Result<std::vector<RunRecord>> runs(std::string_view tenant,
                                                    std::size_t limit) const;

  /// The tenants of one run; empty when there is no such run.
  [[nodiscard]] Result<std::vector<RunRecord>> run(std::string_view id) const;

  /// nullopt: no such run, or it did not contain the tenant. `run` empty: the newest one.
  [[nodiscard]] Result<std::optional<Snapshot>> snapshot(std::string_view run,
                                                         std::string_view tenant) const;

  /// The findings of a tenant in a run (empty: the newest), as they were judged then.
  [[nodiscard]] Result<std::vector<FindingRecord>> findings(std::string_view run,
                                                            std::string_view tenant) const;

  [[nodiscard]] Result<std::optional<Time>> last_run_at(std::string_view tenant) const;
  /// When a run last read what the tenant's manifest calls mandatory.
  [[nodiscard]] Result<std::optional<Time>> last_review_at(std::string_view tenant) const;
  /// The newest light that what could not be seen could not have changed.
  [[nodiscard]] Result<std::optional<SettledLight>> last_settled(std::string_view tenant) const;

  /// Decisions of people; each stands in the journal as well, in the same transaction.
  [[nodiscard]] Result<void> add(const Attestation& attestation);
  /// Several, all of them or none.
  [[nodiscard]] Result<void> add(std::span<const Attestation> attestations, Time at);
  [[nodiscard]] Result<std::vector<Attestation>> attestations() const;
  /// @param key  Of who requests it, where it takes two persons.
  [[nodiscard]] Result<void> add(const Waiver& waiver, std::string_view key = {});
  [[nodiscard]] Result<std::vector<Waiver>> waivers() const;
  /// A second person approves what was requested. `invalid`: no such request.
  [[nodiscard]] Result<void> approve_waiver(std::string_view id, const WaiverApproved& approval,
                                            Time at);
  /// End a waiver or all attestations of a check now. `invalid` when there is none.
  [[nodiscard]] Result<void> end_waiver(std::string_view id, Time at, std::string_view by = {},
                                        std::string_view why = {});
  [[nodiscard]] Result<void> end_attestation(std::string_view tenant, std::string_view check,
                                             Time at, std::string_view by = {});

  /// Whose the tenant is; nullopt: nobody has asked yet.
  [[nodiscard]] Result<std::optional<std::string>> account(std::string_view tenant) const;
  /// Remember it. An account that was known by a name that is not `configured` any more was
  /// renamed: what is kept under the old name goes to the new one. The journal keeps its words.
  [[nodiscard]] Result<void> know_account(std::string_view tenant, std::string_view account,
                                          std::span<const std::string> configured, Time at);

  /// What a run found of an account is what is accepted from now on.
  [[nodiscard]] Result<void> accept_baseline(const BaselineRecord& baseline);
  /// The newest one of the account; nullopt: none was accepted.
  [[nodiscard]] Result<std::optional<BaselineRecord>> baseline(std::string_view account) const;

  /// Append to the journal; the entry is chained by hash to the one before, and signed. The
  /// first signed entry makes the key when there is none, and an entry that names it.
  /// @error `invalid` also: the key is not the one that signed the journal so far.
  [[nodiscard]] Result<JournalEntry> append(std::string_view tenant, const Entry& entry,
                                            Time at);
  /// The same of several, all of them or none.
  [[nodiscard]] Result<void> append(std::string_view tenant, std::span<const Entry> entries,
                                    Time at);
  /// In order; `run` empty: all. Of entries with types: typed().
  [[nodiscard]] Result<std::vector<JournalEntry>> journal(std::string_view run) const;
  /// The runs that wrote, newest first. `tenant` empty: into all tenants.
  [[nodiscard]] Result<std::vector<WriteRecord>> writes(std::string_view tenant,
                                                        std::size_t limit) const;
  /// Look at every entry, its place in the chain and its signature; at the heads that runs
  /// have recorded; and at one that somebody has kept elsewhere.
  [[nodiscard]] Result<JournalVerdict>
  verify_journal(const std::optional<JournalHead>& kept = {}) const;
  /// The same without asking for the key that is in use: for when it is lost.
  [[nodiscard]] Result<JournalVerdict> verify_entries() const;
  /// Whether the last entry is the one that the store recorded as its head, as everything
  /// that adds an entry asks first; quick, however long the journal is.
  /// @error `invalid`: it is another one.
  [[nodiscard]] Result<void> check_journal_end() const;
  /// The last entry; number 0 when there is none.
  [[nodiscard]] Result<JournalHead> journal_head() const;
  /// Let a new key sign from now on, which the old one signs for. The old file is kept beside
  /// it.
  /// @return The new key's name. @error `invalid`: the key is not kept in a file.
  [[nodiscard]] Result<std::string> rotate_journal_key(Time at);

  /// Go on after the key that signs was lost: with the key that is in its place, or with a new
  /// one. No signature ties what follows to what was before; verify_journal() says so.
  /// @return The new key's name. @error `invalid`: the key is not lost, or nothing was signed.
  [[nodiscard]] Result<std::string> replace_lost_key(std::string_view by, std::string_view why,
                                                     Time at);

  /// All of it as it is at one moment, in a file of mode 0600 that is not there yet. What was
  /// erased is not in it.
  [[nodiscard]] Result<void> copy_into(const std::filesystem::path& file) const;
  /// Whether the database itself holds together: empty, or what is wrong with it.
  [[nodiscard]] Result<std::string> damage() const;

  /// The key that signs, for what is handed out beside the journal.
  [[nodiscard]] Result<SigningKey> evidence_key() const;
  /// The secret of this installation that digests of settings are made with; another one when
  /// the key has been exchanged.
  [[nodiscard]] Result<std::string> digest_key() const;

  /// The name behind a digest of the journal; nullopt: unknown or erased.
  [[nodiscard]] Result<std::optional<std::string>> person(std::string_view digest) const;
  /// Erase a name everywhere but where it cannot be told from its digest.
  /// @error `invalid`: nobody of that name is known.
  [[nodiscard]] Result<void> forget(std::string_view name, Time at);

  /// Keep the text of a plan that is about to be written, for evidence; once.
  using Produce = std::function<void(const std::function<void(std::string_view)>& sink)>;
  [[nodiscard]] Result<void> keep_plan(std::string_view hash, std::string_view tenant, Time at,
                                       const Produce& produce);
  /// nullopt: none of this hash was kept.
  [[nodiscard]] Result<std::optional<std::string>> plan(std::string_view hash) const;

  /// The newest run that began to write this plan, by its hash; empty: none did.
  [[nodiscard]] Result<std::string> run_of_plan(std::string_view hash) const;

  /// The last run that began to write into the tenant and did not come to its end, or empty:
  /// its process was killed. Its writes may or may not have arrived.
  [[nodiscard]] Result<std::string> interrupted_run(std::string_view tenant) const;

  /// Become, or stay, the only one that writes into the tenant. Nothing: the lease is mine.
  /// @return  Whose it is, when `is_over` says that it is still theirs.
  using LeaseIsOver = std::function<bool(const LeaseRecord& other)>;
  [[nodiscard]] Result<std::optional<LeaseRecord>> take_lease(const LeaseRecord& mine,
                                                              const LeaseIsOver& is_over);
  /// Whose it is at the moment, dead or alive; nothing: nobody's.
  [[nodiscard]] Result<std::optional<LeaseRecord>> lease(std::string_view tenant) const;
  [[nodiscard]] Result<void> give_lease_back(std::string_view tenant, std::string_view holder);

  /// What people were last told about a finding, and messages that wait to be sent. Saving
  /// both is one transaction, so a change is told once, also across restarts.
  [[nodiscard]] Result<std::vector<ToldRecord>> told(std::string_view channel,
                                                     std::string_view tenant) const;
  [[nodiscard]] Result<void> queue(std::span<const ToldRecord> told,
                                   std::span<const OutgoingMessage> messages);
  [[nodiscard]] Result<std::vector<OutgoingMessage>> waiting(std::size_t limit) const;
  [[nodiscard]] Result<void> sent(std::int64_t message);
  /// Count a failed attempt and note when to try next.
  [[nodiscard]] Result<void> postpone(std::int64_t message, std::string_view why, Time next);

private:
  struct Database;
  explicit Store(std::unique_ptr<Database> database);
  std::unique_ptr<Database> m_database;
};

} // namespace klausur
