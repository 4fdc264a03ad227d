#include "connectors/webex/webex.hpp"

#include "connectors/rest/rest_session.hpp"
#include "connectors/webex/dialect.hpp"

namespace klausur {

namespace {

constexpr const char* k_people = "people";

class WebexSession final : public RestSession<webex::WebexDialect>
{
public:
  using RestSession::RestSession;

  Task<Snapshot> read() override
  {
    std::vector<Reading> already;
    already.push_back(co_await reader().read_document(k_people));
    dialect().learn_addresses(already.back());
    co_return co_await reader().read(std::move(already));
  }

  Task<Reading> read_document(std::string document) override
  {
    const bool is_people = document == k_people;
    auto reading = co_await reader().read_document(std::move(document));
    if (is_people) {
      dialect().learn_addresses(reading);
    }
    co_return reading;
  }
};

} // namespace

std::unique_ptr<TenantSession>
open_webex(const Workplace& at)
{
  return std::make_unique<WebexSession>(at);
}

} // namespace klausur
