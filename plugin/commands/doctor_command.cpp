#include "connectors/http/secret.hpp"
#include "connectors/http/wait.hpp"
#include "connectors/model/scopes.hpp"
#include "connectors/model/setting.hpp"
#include "connectors/rest/template.hpp"
#include "plugin/commands/commands.hpp"
#include "plugin/notify/channel.hpp"
#include "plugin/office/credentials.hpp"
#include "plugin/office/tenant_faults.hpp"
#include "plugin/office/visit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <set>

namespace klausur {

namespace {

/// How one thing stands, as a line.
void
line(Session& session, bool good, std::string_view what, std::string_view detail)
{
  session.print(fmt::format("  {} {:<28} {}\n", good ? "ok  " : "FAIL", what, detail));
}

/// Every secret reference of the tenant leads to a secret.
bool
secrets_resolve(Session& session, const Tenant& tenant)
{
  bool all = true;
  for (const auto& [prefix, credential] :
       {std::pair{"secret ", &tenant.auth}, std::pair{"write secret ", &tenant.write_auth}}) {
    if (credential == &tenant.write_auth && !has_two_credentials(tenant)) {
      continue; // Said above.
    }
    for (const auto& [name, value] : *credential) {
      if (is_secret_reference(value)) {
        const auto secret = resolve_secret(value, session.redactor);
        line(session, secret.has_value(), prefix + name, secret ? value : secret.error().what);
        all = all && secret.has_value();
      }
    }
  }
  return all;
}

/// Where the tenant is spoken to, each address once, without what stands behind the host.
std::set<std::string>
addresses_of(const Workplace& at)
{
  std::set<std::string> addresses;
  if (!at.tenant.url.empty()) {
    addresses.insert(at.tenant.url);
  }
  if (const auto base = host_url(at, ""); base && at.tenant.files.empty()) {
    addresses.insert(*base);
  }
  for (const auto& entry : at.manifest.documents) {
    if (const auto host = host_url(at, entry.read.host); host && entry.is_read_by_api()) {
      addresses.insert(*host);
    }
  }
  return addresses;
}

/// The vendor's clock and ours: tokens and signatures hang on both.
bool
clocks_agree(Session& session, const Response& answer)
{
  constexpr std::chrono::seconds k_tolerated{60};
  const auto theirs = clock_of(answer);
  if (!theirs) {
    line(session, true, "clock", "the server does not tell its own");
    return true;
  }
  const auto ahead =
      std::chrono::duration_cast<std::chrono::seconds>(session.clock() - *theirs);
  const bool agree = ahead <= k_tolerated && ahead >= -k_tolerated;
  line(session, agree, "clock",
       agree ? "as the server's"
             : fmt::format("{} s {} the server's: set it right, or tokens and signatures are "
                           "refused",
                           std::abs(ahead.count()), ahead.count() > 0 ? "ahead of" : "behind"));
  return agree;
}

struct Reached
{
  bool any = false;
  bool all_well = true; ///< Also their clocks.
};

/// An address is reached when it answers something, whatever it says to who shows no token.
Reached
reach(Session& session, const Tenant& tenant, const Manifest& manifest)
{
  auto options = http_options(tenant, manifest);
  options.attempts = 1;
  Http http{options, session.redactor};
  Reached reached;
  const auto addresses =
      addresses_of({tenant, manifest, http, session.clock, session.redactor});
  reached.any = addresses.empty(); // There is nothing to reach for files.
  for (const auto& address : addresses) {
    Request request;
    request.url = address;
    const auto answer = http.send(request);
    line(session, answer.has_value(), "reachable",
         answer ? fmt::format("{} ({})", address,
                              answer->tls_version.empty() ? "no TLS" : answer->tls_version)
                : answer.error().what);
    reached.any = reached.any || answer.has_value();
    const bool well = answer.has_value() && clocks_agree(session, *answer);
    reached.all_well = reached.all_well && well;
  }
  return reached;
}

/// Whose the credentials are, by the vendor's identifiers: a name or an address is never shown.
bool
credentials_known(Session& session, std::string_view what, const Result<Account>& account)
{
  if (!account) {
    const bool not_told = account.error().kind == Failure::unsupported;
    line(session, not_told, what,
         fmt::format("{}{}", not_told ? "not told: " : "", account.error().what));
    return not_told;
  }
  line(session, true, what,
       account->holder.empty()
           ? account->id
           : fmt::format("{}, credentials of {}", account->id, account->holder));
  return true;
}

/// The credential that writes, where there is one: who it is, and that it is of the account
/// that is read.
bool
writer_known(Session& session, const Tenant& tenant, const Policy& policy,
             const Result<Account>& reader)
{
  if (policy.manifest.auth.ways.empty()) {
    return true; // Files need none.
  }
  if (tenant.write_auth.empty()) {
    line(session, true, "write account", "none: write_auth: is empty, so nothing is written");
    return true;
  }
  if (!has_two_credentials(tenant)) {
    line(
        session, true, "write account",
        "the same: what only reads could write; write_auth: takes another credential for that");
    return true;
  }
  const Tenant writer = as_writer(tenant);
  Loop loop;
  Visit visit{writer, policy, loop, session.clock, session.redactor};
  const auto account = loop.wait(visit.session().whoami());
  const bool known = credentials_known(session, "write account", account);
  const bool same = !account || !reader || account->id == reader->id;
  if (!same) {
    line(session, false, "write account",
         fmt::format("of another account than what is read: {} and {}", account->id,
                     reader->id));
  }
  return known && same;
}

/// How many of the permissions that this tenant needs were seen to be granted.
void
count_permissions(Session& session, const Snapshot& snapshot, const Manifest& manifest)
{
  std::size_t needed = 0, granted = 0;
  for (const auto& scope : needed_scopes(manifest, {})) {
    bool is_needed = false, is_granted = false;
    for (const auto& reading : snapshot.readings) {
      const bool is_for = std::ranges::any_of(scope.documents, [&](const auto& document) {
        return document == reading.document || matches(document, reading.document);
      });
      is_granted = is_granted || (is_for && reading.content);
      is_needed =
          is_needed ||
          (is_for && (reading.content || reading.content.error().kind != Failure::unsupported));
    }
    needed += is_needed ? 1U : 0U;
    granted += is_granted ? 1U : 0U;
  }
  line(session, granted == needed, "permissions",
       fmt::format(
           "{} needed for reading, {} seen to be granted; klausur manifest {} lists them",
           needed, granted, manifest.vendor));
}

using DocumentsBy = std::map<std::string, std::string>;

void
note(DocumentsBy& documents, const std::string& key, std::string_view document)
{
  auto& list = documents[key];
  list.append(list.empty() ? "" : ", ").append(document);
}

/// What could be read, and which permissions are missing for the rest. One reason that holds
/// for many documents is said once.
bool
documents_readable(Session& session, const Snapshot& snapshot, const Manifest& manifest)
{
  DocumentsBy missing, failed;
  std::size_t read = 0;
  for (const auto& reading : snapshot.readings) {
    if (reading.content) {
      ++read;
      continue;
    }
    const Error& error = reading.content.error();
    if (error.kind == Failure::forbidden) {
      note(missing, error.scope, reading.document);
    } else if (!is_missing(reading)) {
      const bool left_out = error.kind == Failure::left_out;
      line(session, true, reading.document,
           (left_out ? "left out: " : "not available here: ") + error.what);
    } else {
      note(failed, error.what, reading.document);
    }
  }
  line(session, read > 0, "documents",
       fmt::format("{} of {} read; the manifest lists {}", read, snapshot.readings.size(),
                   manifest.documents.size()));
  for (const auto& [why, documents] : failed) {
    line(session, false, "not read", fmt::format("{} (for {})", why, documents));
  }
  for (const auto& [scope, documents] : missing) {
    line(session, false, "missing permission",
         fmt::format("{} (for {})", scope.empty() ? "not named by the vendor" : scope,
                     documents));
  }
  std::set<std::string> notes;
  for (const auto& reading : snapshot.readings) {
    const auto* entry = is_missing(reading) ? manifest.entry_of(reading.document) : nullptr;
    if (entry != nullptr && !entry->needs.read.note.empty()) {
      notes.insert(entry->needs.read.note.en);
    }
  }
  for (const auto& each : notes) {
    session.print(fmt::format("       {}\n", each));
  }
  return missing.empty() && failed.empty() && read > 0;
}

/// Every chat that is to be told: it is there, and lets us in. Nothing is posted.
bool
chats_reachable(Session& session, const Configuration& configuration)
{
  bool all = true;
  for (const auto& channel : configuration.notify) {
    session.print(fmt::format("notify ({})\n", channel.channel));
    const ChannelKind* kind = channel_kind(channel.channel);
    Http http{channel_options(channel), session.redactor};
    const auto seen = kind == nullptr
                          ? fail(Failure::invalid, "there is no such kind of channel")
                          : kind->look(channel, http, session.redactor);
    line(session, seen.has_value(), "room " + channel.room,
         seen ? channel.url : seen.error().what);
    all = all && seen.has_value();
  }
  return all;
}

Exit
examine_health(Session& session, const std::vector<std::string>& names)
{
  const auto office = session.office();
  if (!office) {
    return session.refuse(office.error());
  }
  const auto tenants = select_tenants(office->configuration, names);
  if (!tenants) {
    return session.refuse(tenants.error());
  }
  session.print(fmt::format("configuration {}: sound\nclock {}\n",
                            office->configuration.file.string(), to_text(session.clock())));
  bool healthy = true;
  for (const Tenant* tenant : *tenants) {
    session.print(fmt::format("{} ({})\n", tenant->name, tenant->vendor));
    if (!secrets_resolve(session, *tenant)) {
      healthy = false;
      continue;
    }
    const auto policy = office->library.policy(tenant->vendor);
    if (!policy) {
      return session.refuse(policy.error());
    }
    const Manifest& manifest = (*policy)->manifest;
    const auto reached = reach(session, *tenant, manifest);
    healthy = healthy && reached.all_well;
    if (!reached.any) {
      continue;
    }
    Loop loop;
    Visit visit{*tenant, **policy, loop, session.clock, session.redactor};
    const auto account = loop.wait(visit.session().whoami());
    healthy = credentials_known(session, "account", account) && healthy;
    healthy = writer_known(session, *tenant, **policy, account) && healthy;
    const auto snapshot = loop.wait(read_visited(*tenant, visit));
    healthy = documents_readable(session, snapshot, manifest) && healthy;
    count_permissions(session, snapshot, manifest);
  }
  healthy = chats_reachable(session, office->configuration) && healthy;
  for (const auto& sentence : readable_secrets(office->configuration)) {
    session.warn(sentence);
  }
  return healthy ? Exit::within_threshold : Exit::incomplete;
}

} // namespace

void
add_doctor(CommandLine& line, Session& session)
{
  auto command =
      line.add("doctor", "Check configuration, reachability, secrets and permissions");
  auto names = std::make_shared<std::vector<std::string>>();
  command.option("tenant", *names, "Tenants (default: all of them)");
  command.does([&session, names] { return examine_health(session, *names); });
}

} // namespace klausur
