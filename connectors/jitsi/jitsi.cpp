#include "connectors/jitsi/jitsi.hpp"

#include "connectors/jitsi/files_mode.hpp"
#include "connectors/jitsi/remote_mode.hpp"

namespace klausur {

namespace {

Reading
read_none(const Workplace& at, std::string_view document)
{
  return {.document = std::string{document},
          .source = {},
          .read_at = at.clock(),
          .content = fail(Failure::invalid, "A tenant of Jitsi needs `files`, a directory, or "
                                            "`url`, a public address.")};
}

template<typename Mode>
void
read_all(const Workplace& at, Mode mode, std::vector<Reading>& readings)
{
  for (const auto& entry : at.manifest.documents) {
    readings.push_back(mode.read(entry.name));
  }
}

class Jitsi final : public Connector
{
public:
  Snapshot read(const Workplace& at) const override
  {
    Snapshot snapshot{.tenant = at.tenant.name,
                      .vendor = at.tenant.vendor,
                      .taken_at = at.clock(),
                      .version = {},
                      .variant = at.tenant.variant,
                      .readings = {}};
    if (!at.tenant.files.empty()) {
      read_all(at, jitsi::FilesMode{at}, snapshot.readings);
    } else if (!at.tenant.url.empty()) {
      read_all(at, jitsi::RemoteMode{at}, snapshot.readings);
    } else {
      for (const auto& entry : at.manifest.documents) {
        snapshot.readings.push_back(read_none(at, entry.name));
      }
    }
    snapshot.seal();
    return snapshot;
  }

  Reading read_document(const Workplace& at, std::string_view document) const override
  {
    if (!at.tenant.files.empty()) {
      return jitsi::FilesMode{at}.read(document);
    }
    return at.tenant.url.empty() ? read_none(at, document)
                                 : jitsi::RemoteMode{at}.read(document);
  }

  Result<void> write(const Workplace&, std::string_view document,
                     const std::vector<Change>&) const override
  {
    return fail(Failure::unsupported, std::string{document} +
                                          ": the files of a Jitsi deployment are not written "
                                          "yet; the check names the steps by hand.");
  }
};

} // namespace

std::unique_ptr<Connector>
make_jitsi()
{
  return std::make_unique<Jitsi>();
}

} // namespace klausur
