#include "connectors/jitsi/jitsi.hpp"

#include "connectors/http/loop.hpp"
#include "connectors/jitsi/files_mode.hpp"
#include "connectors/jitsi/remote_mode.hpp"
#include "connectors/jitsi/third_party.hpp"

#include <fmt/format.h>

#include <optional>

namespace klausur {

namespace {

/// A deployment by its files, from outside, or both: then what is served counts, held against
/// the files, and each side tells what the other does not. For one reading.
class View
{
public:
  explicit View(const Workplace& at) : m_at{at}
  {
    if (!at.tenant.url.empty()) {
      m_remote.emplace(at);
    }
  }

  /// nullopt: this view does not reach so far. What is not looked at is no gap.
  Task<std::optional<Reading>> read(std::string document)
  {
    const bool has_files = !m_at.tenant.files.empty();
    if (has_files && jitsi::FilesMode::knows(document)) {
      co_return co_await read_files(document);
    }
    if (m_remote && jitsi::RemoteMode::knows(document)) {
      co_return co_await m_remote->read(document);
    }
    if (has_files || m_remote) {
      co_return std::nullopt;
    }
    co_return gap(document, {Failure::invalid,
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
  Task<Reading> read_files(const std::string& document)
  {
    if (m_remote && !m_served) {
      m_served = co_await m_remote->served();
    }
    // Aside of the loop: the disk, and children that evaluate what they are given.
    const auto read = [this, &document] {
      if (!m_files) {
        m_files.emplace(m_at, m_served ? &*m_served : nullptr);
      }
      return m_files->read(document);
    };
    Reading reading = co_await m_at.http.loop().aside(read);
    if (m_remote && document == "deployment" && reading.content) {
      co_await m_remote->add_seen(*reading.content);
    }
    co_return reading;
  }

  const Workplace& m_at;
  std::optional<jitsi::RemoteMode> m_remote;
  std::optional<jitsi::Served> m_served;
  std::optional<jitsi::FilesMode> m_files; ///< Looks at m_served.
};

/// The XMPP domain that a deployment's config.js names, below the host that clients connect to
/// where that is another one: docker calls the domain `meet.jitsi` everywhere.
std::string
identity_in(const JsonValue& config_js)
{
  const JsonValue none{rapidjson::kObjectType};
  const auto* found = member(config_js, "config");
  const auto& config = found == nullptr ? none : *found;
  const auto* hosts = member(config, "hosts");
  const auto domain = hosts == nullptr ? std::string_view{} : member_text(*hosts, "domain");
  auto host = jitsi::host_of_address(member_text(config, "bosh"));
  if (host.empty()) {
    host = jitsi::host_of_address(member_text(config, "websocket"));
  }
  return host.empty() || host == domain || domain.empty() ? std::string{domain}
                                                          : fmt::format("{}/{}", host, domain);
}

class JitsiSession final : public TenantSession
{
public:
  explicit JitsiSession(const Workplace& at) : m_at{at} {}

  Task<Snapshot> read() override
  {
    Snapshot snapshot{.tenant = m_at.tenant.name,
                      .vendor = m_at.tenant.vendor,
                      .taken_at = m_at.clock(),
                      .version = {},
                      .variant = m_at.tenant.variant,
                      .readings = {}};
    View view{m_at};
    for (const auto& entry : m_at.manifest.documents) {
      auto reading = co_await view.read(entry.name);
      if (reading) {
        snapshot.readings.push_back(std::move(*reading));
      }
    }
    snapshot.seal();
    co_return snapshot;
  }

  Task<Reading> read_document(std::string document) override
  {
    View view{m_at};
    auto reading = co_await view.read(document);
    if (!reading) {
      reading = view.gap(document, {Failure::unsupported,
                                    fmt::format("{} is not looked at: the tenant gives no "
                                                "`files` or no `url`.",
                                                document),
                                    ""});
    }
    co_return std::move(*reading);
  }

  Task<Result<void>> write(std::string document, const std::vector<Change>&) override
  {
    co_return fail(Failure::unsupported,
                   document + ": the files of a Jitsi deployment are not written "
                              "yet; the check names the steps by hand.");
  }

  /// There are no credentials: what is judged tells its own name.
  Task<Result<Account>> whoami() override
  {
    View view{m_at};
    const auto config = co_await view.read("config_js");
    if (!config || !config->content) {
      co_return config ? tl::unexpected(config->content.error())
                       : fail(Failure::unsupported, "config.js is not looked at");
    }
    auto id = identity_in(*config->content);
    if (id.empty()) {
      co_return fail(Failure::unexpected, "config.js names no XMPP domain (hosts.domain)");
    }
    co_return Account{std::move(id), /*holder=*/""};
  }

private:
  Workplace m_at;
};

} // namespace

std::unique_ptr<TenantSession>
open_jitsi(const Workplace& at)
{
  return std::make_unique<JitsiSession>(at);
}

} // namespace klausur
