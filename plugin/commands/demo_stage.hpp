#pragma once

#include "connectors/base/text.hpp"
#include "plugin/sandbox/sandbox.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace klausur {

/// What `klausur demo` plays with: a sandbox of every vendor on loopback, and a directory of
/// its own with a configuration, the sandboxes' secrets and a store. All of it is gone with
/// the object.
class DemoStage
{
public:
  /// @error `invalid`: no temporary directory, no port, no listener.
  [[nodiscard]] static Result<std::unique_ptr<DemoStage>> set_up(Language language);
  ~DemoStage();
  DemoStage(const DemoStage&) = delete;
  DemoStage& operator=(const DemoStage&) = delete;

  [[nodiscard]] std::filesystem::path configuration() const
  {
    return m_directory / "klausur.yaml";
  }

  [[nodiscard]] const std::map<std::string, std::unique_ptr<Sandbox>>& sandboxes() const
  {
    return m_sandboxes;
  }

  /// The one whose settings are put right and made worse, and that is also the chat.
  [[nodiscard]] Sandbox& chat() const { return *m_sandboxes.at(k_chat); }

  static constexpr const char* k_chat = "mattermost";
  static constexpr const char* k_tenant = "demo-mattermost"; ///< The same one as a tenant.

private:
  explicit DemoStage(std::filesystem::path directory) : m_directory{std::move(directory)} {}
  [[nodiscard]] Result<void> open_sandboxes();
  [[nodiscard]] Result<void> write_files(Language language) const;
  [[nodiscard]] Json configured(Language language) const;

  std::filesystem::path m_directory;
  std::map<std::string, std::unique_ptr<Sandbox>> m_sandboxes; ///< By vendor.
};

} // namespace klausur
