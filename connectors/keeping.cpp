#include "connectors/keeping.hpp"

#include "connectors/model/mask.hpp"

#include <utility>

namespace klausur {

namespace {

class KeepingSession final : public TenantSession
{
public:
  KeepingSession(std::unique_ptr<TenantSession> session, const Keeper& keeper)
      : m_session{std::move(session)}, m_keeper{keeper}
  {
  }

  Task<Snapshot> read() override
  {
    auto snapshot = co_await m_session->read();
    m_keeper.keep(snapshot);
    co_return snapshot;
  }

  Task<Reading> read_document(std::string document) override
  {
    auto reading = co_await m_session->read_document(std::move(document));
    m_keeper.keep(reading);
    co_return reading;
  }

  Task<Result<void>> write(std::string document, const std::vector<Change>& changes) override
  {
    auto written = co_await m_session->write(std::move(document), changes);
    co_return std::move(written).map_error(without_quotations);
  }

  Task<Result<Account>> whoami() override
  {
    auto account = co_await m_session->whoami();
    co_return std::move(account).map_error(without_quotations);
  }

  [[nodiscard]] Result<Event> verify(const Inbound& inbound, Time now) const override
  {
    return m_session->verify(inbound, now);
  }

  [[nodiscard]] std::vector<std::string> documents_of(const Event& event) const override
  {
    return m_session->documents_of(event);
  }

private:
  std::unique_ptr<TenantSession> m_session;
  const Keeper& m_keeper;
};

} // namespace

std::unique_ptr<TenantSession>
keeping(std::unique_ptr<TenantSession> session, const Keeper& keeper)
{
  return std::make_unique<KeepingSession>(std::move(session), keeper);
}

} // namespace klausur
