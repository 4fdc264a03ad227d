#include "connectors/google/google.hpp"

#include "connectors/google/dialect.hpp"
#include "connectors/rest/rest_session.hpp"

namespace klausur {

namespace {

constexpr const char* k_units = "org_units";
constexpr const char* k_policies = "policies";

class GoogleSession final : public RestSession<google::GoogleDialect>
{
public:
  using RestSession::RestSession;

  /// Units before all else: policies name them by numbers.
  Task<Snapshot> read() override
  {
    std::vector<Reading> already;
    already.push_back(co_await reader().read_document(k_units));
    dialect().learn_units(already.back());
    co_return co_await reader().read(std::move(already));
  }

  Task<Reading> read_document(std::string document) override
  {
    if (document == k_policies) {
      dialect().learn_units(co_await reader().read_document(k_units));
    }
    co_return co_await reader().read_document(std::move(document));
  }

  Task<Result<Account>> whoami() override
  {
    auto account = co_await reader().whoami();
    const auto robot = dialect().robot();
    if (account && robot) {
      account->holder = *robot;
    }
    co_return account;
  }
};

} // namespace

std::unique_ptr<TenantSession>
open_google(const Workplace& at)
{
  return std::make_unique<GoogleSession>(at);
}

} // namespace klausur
