#include "connectors/webex/webex.hpp"

#include "connectors/rest/rest_connector.hpp"
#include "connectors/webex/dialect.hpp"

namespace klausur {

namespace {

constexpr std::string_view k_people = "people";

class Webex final : public RestConnector<webex::WebexDialect>
{
public:
  Snapshot read(const Workplace& at) const override
  {
    webex::WebexDialect dialect{at};
    RestReader reader{at, dialect};
    std::vector<Reading> already;
    already.push_back(reader.read_document(k_people));
    dialect.learn_addresses(already.back());
    return reader.read(std::move(already));
  }

  Reading read_document(const Workplace& at, std::string_view document) const override
  {
    webex::WebexDialect dialect{at};
    auto reading = RestReader{at, dialect}.read_document(document);
    if (document == k_people) {
      dialect.learn_addresses(reading);
    }
    return reading;
  }
};

} // namespace

std::unique_ptr<Connector>
make_webex()
{
  return std::make_unique<Webex>();
}

} // namespace klausur
