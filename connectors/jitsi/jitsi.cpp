#include "connectors/jitsi/jitsi.hpp"

#include "connectors/jitsi/files_mode.hpp"
#include "connectors/jitsi/remote_mode.hpp"

#include <fmt/format.h>

#include <optional>

namespace klausur {

namespace {

/// A deployment by its files, from outside, or both: then files come first, and what they
/// do not tell is looked at from outside.
class View
{
public:
  explicit View(const Workplace& at) : m_at{at}
  {
    if (!at.tenant.files.empty()) {
      m_files.emplace(at);
    }
    if (!at.tenant.url.empty()) {
      m_remote.emplace(at);
    }
  }

  /// nullopt: this view does not reach so far. What is not looked at is no gap.
  [[nodiscard]] std::optional<Reading> read(std::string_view document)
  {
    if (m_files && jitsi::FilesMode::knows(document)) {
      return m_files->read(document);
    }
    if (m_remote && jitsi::RemoteMode::knows(document)) {
      return m_remote->read(document);
    }
    if (m_files || m_remote) {
      return std::nullopt;
    }
    return gap(document, {Failure::invalid,
                          "A tenant of Jitsi needs `files`, a directory, or `url`, a public "
                          "address.",
                          ""});
  }

  [[nodiscard]] Reading gap(std::string_view document, Error error) const
  {
    return {.document = std::string{document},
            .source = {},
            .read_at = m_at.clock(),
            .content = tl::unexpected(std::move(error))};
  }

private:
  const Workplace& m_at;
  std::optional<jitsi::FilesMode> m_files;
  std::optional<jitsi::RemoteMode> m_remote;
};

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
    View view{at};
    for (const auto& entry : at.manifest.documents) {
      if (auto reading = view.read(entry.name)) {
        snapshot.readings.push_back(std::move(*reading));
      }
    }
    snapshot.seal();
    return snapshot;
  }

  Reading read_document(const Workplace& at, std::string_view document) const override
  {
    View view{at};
    auto reading = view.read(document);
    return reading ? std::move(*reading)
                   : view.gap(document, {Failure::unsupported,
                                         fmt::format("{} is not looked at: the tenant gives "
                                                     "no `files` or no `url`.",
                                                     document),
                                         ""});
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
