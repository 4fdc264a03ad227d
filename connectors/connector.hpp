#pragma once

#include "connectors/base/clock.hpp"
#include "connectors/base/task.hpp"
#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"
#include "connectors/model/change.hpp"
#include "connectors/model/inbound.hpp"
#include "connectors/model/keeper.hpp"
#include "connectors/model/manifest.hpp"
#include "connectors/model/snapshot.hpp"
#include "connectors/model/tenant.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// What a session works with. All of it outlives the session.
struct Workplace
{
  const Tenant& tenant;
  const Manifest& manifest;
  Http& http; ///< This tenant's own; its loop may be shared with others.
  const Clock& clock;
  Redactor& redactor;             ///< Knows every secret that the session resolves.
  const Keeper* keeper = nullptr; ///< By which pages are cut down as they come, to save
                                  ///< memory; what leaves is cut by keeping(). nullptr: not.
};

/// Whose the credentials are, by the vendor's own identifiers. A tenant may get another name
/// or address; these stay.
struct Account
{
  std::string id;     ///< Of what is judged: a workspace, an organisation, a server.
  std::string holder; ///< Of the person, bot or app that the credentials belong to.
};

/// What a vendor tells by itself. It says that something has changed, never to what.
struct Event
{
  std::string id;    ///< One that comes again is the same event. Empty: the vendor names none.
  std::string kind;  ///< In the vendor's words: `account.settings_updated`.
  std::string reply; ///< The body to answer with, where the vendor wants one.
};

/// One tenant, spoken to: it holds the credentials that were got and the dialect, from the
/// first question to the last. It judges nothing (policies/ do).
///
/// The tasks run on the loop of its Http and take what they are given by reference, which stays
/// until they have come to their end; so does the session. Several may be under way at once.
class TenantSession
{
public:
  virtual ~TenantSession() = default;

  /// Read every document of the manifest. What cannot be read becomes a gap in the
  /// snapshot with its reason; this function itself does not fail.
  virtual Task<Snapshot> read() = 0;

  /// Read one document again, for preconditions and for the read-back after a write.
  virtual Task<Reading> read_document(std::string document) = 0;

  /// Send changes of one document. Success says only that the vendor took the request:
  /// the caller reads back, and what the tenant then reports is what counts.
  /// @error `unsupported` when no API writes this document.
  virtual Task<Result<void>> write(std::string document,
                                   const std::vector<Change>& changes) = 0;

  /// Ask the vendor whose the credentials are.
  /// @error `unsupported`: it has no such question, or none that is known here.
  virtual Task<Result<Account>> whoami();

  /// What has come in, if it is from the vendor: the signature is held against the secret that
  /// the tenant gives under `auth:`.
  /// @param now  What is older than the vendor's rule allows is refused.
  /// @error `unauthorised`: it is not; `invalid`: no secret is given; `unsupported`: this
  ///        vendor tells nothing by itself, or it is not known here how.
  [[nodiscard]] virtual Result<Event> verify(const Inbound& inbound, Time now) const;

  /// The documents to read again after an event, by their names in the manifest, `boards/*`;
  /// none: it is about nothing that is read.
  [[nodiscard]] virtual std::vector<std::string> documents_of(const Event& event) const;
};

/// A vendor that this program speaks to. One object serves all threads.
struct Connector
{
  std::string_view name;
  std::unique_ptr<TenantSession> (*open)(const Workplace& at);
};

} // namespace klausur
