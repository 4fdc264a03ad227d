#include "connectors/webex/webex.hpp"

#include "connectors/format/json.hpp"
#include "connectors/http/rest.hpp"
#include "connectors/http/template.hpp"
#include "connectors/webex/dialect.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

constexpr std::string_view k_people = "people";
constexpr std::string_view k_site_settings = "common_settings/*";

/// The API changes the settings of the preferred site and takes no other (the operation has
/// no siteUrl), so a change meant for another site must not be sent.
Result<void>
is_preferred(const Workplace& at, RestReader& reader, std::string_view document)
{
  const auto* entry = at.manifest.entry_of(document);
  if (entry == nullptr || entry->name != k_site_settings) {
    return {};
  }
  const auto sites = reader.read_document("sites");
  if (!sites.content) {
    return tl::unexpected(sites.content.error());
  }
  const auto wanted = identifier_in(entry->name, document);
  const auto* site = member(*sites.content, wanted);
  const auto* preferred = site == nullptr ? nullptr : member(*site, "default");
  if (preferred != nullptr && preferred->IsTrue()) {
    return {};
  }
  return fail(Failure::unsupported,
              fmt::format("{}: the API changes the preferred site only, and {} is another one. "
                          "Change it in Control Hub, or make it the preferred site first.",
                          document, wanted));
}

class Webex final : public Connector
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

  Result<void> write(const Workplace& at, std::string_view document,
                     const std::vector<Change>& changes) const override
  {
    webex::WebexDialect dialect{at};
    RestReader reader{at, dialect};
    return is_preferred(at, reader, document).and_then([&] {
      return reader.write(document, changes);
    });
  }
};

} // namespace

std::unique_ptr<Connector>
make_webex()
{
  return std::make_unique<Webex>();
}

} // namespace klausur
