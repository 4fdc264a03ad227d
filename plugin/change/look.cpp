#include "plugin/change/look.hpp"

#include "plugin/change/bond.hpp"
#include "plugin/change/conditions.hpp"

#include <algorithm>

namespace klausur {

namespace {

/// Documents that several coroutines take from.
struct Pile
{
  std::set<std::string>::const_iterator next;
  std::set<std::string>::const_iterator end;
  std::vector<Reading> readings{};
  TextPool texts{};
};

Task<void>
read_next_ones(TenantSession& session, Pile& pile)
{
  while (pile.next != pile.end) {
    const std::string document = *pile.next++;
    Reading reading = co_await session.read_document(document);
    reading.content.pack(pile.texts);
    pile.readings.push_back(std::move(reading));
  }
}

} // namespace

Result<Identity>
Talk::identity(bool by_vendor)
{
  const auto account = m_loop.wait(m_visit.session().whoami());
  if (account && !account->id.empty()) {
    return Identity{m_tenant.vendor + " " + account->id, /*by_vendor=*/true};
  }
  const bool is_refused = !account && account.error().kind == Failure::unauthorised;
  if (!account && (by_vendor || is_refused)) {
    return tl::unexpected(account.error());
  }
  return identity_by_address(m_tenant, m_manifest);
}

Snapshot
Talk::read(const std::set<std::string>& documents)
{
  Pile pile{documents.begin(), documents.end()};
  const std::size_t at_once =
      std::min(documents.size(), std::max(m_tenant.concurrency, std::size_t{1}));
  for (std::size_t i = 0; i < at_once; ++i) {
    m_loop.start(read_next_ones(m_visit.session(), pile), [] {});
  }
  m_loop.run();
  Snapshot snapshot{.tenant = m_tenant.name,
                    .vendor = m_tenant.vendor,
                    .taken_at = m_clock(),
                    .version = {},
                    .variant = m_tenant.variant,
                    .kept = m_visit.kept(),
                    .readings = std::move(pile.readings)};
  snapshot.seal();
  if (const auto at = parse_address(m_manifest.version)) {
    const JsonValue* version = value_in(snapshot, *at);
    snapshot.version =
        version != nullptr && version->IsString() ? text_of(*version) : std::string_view{};
  }
  return snapshot;
}

Reading
Talk::read(const std::string& document)
{
  auto reading = m_loop.wait(m_visit.session().read_document(document));
  const bool has_ended =
      !reading.content && reading.content.error().kind == Failure::unauthorised;
  return has_ended && m_other != nullptr ? m_other->read(document) : std::move(reading);
}

Result<void>
Talk::write(const std::string& document, const std::vector<Change>& changes)
{
  return m_loop.wait(m_visit.session().write(document, changes));
}

} // namespace klausur
