#pragma once

#include "connectors/base/zone.hpp"
#include "connectors/format/source_file.hpp"
#include "connectors/model/tenant.hpp"
#include "policies/engine/finding.hpp"
#include "policies/engine/rate.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace klausur {

/// One place where people are told about changes.
struct NotifyChannel
{
  std::string channel; ///< `mattermost` ...
  std::string url;
  std::string token; ///< A secret reference, or empty.
  std::string room;
  Light at_least = Light::yellow; ///< Tell about findings that make at least this light.
  Language language = Language::en;
  std::vector<std::string> tenants; ///< Empty: all.
  std::string proxy{};              ///< As libcurl reads it; empty: none.
  bool insecure = false;            ///< The token may go over http:// beyond this machine.

  /// What the store knows the channel by: channel, address and room.
  [[nodiscard]] std::string key() const { return channel + " " + url + " " + room; }
};

/// Somebody who may approve what takes a second person.
struct Approver
{
  std::string name;
  std::string key; ///< `ed25519:...`, of this person alone.
};

/// klausur.yaml, validated.
struct Configuration
{
  std::filesystem::path file;               ///< Empty: none was found, and all is default.
  std::shared_ptr<const SourceFile> source; ///< For complaints that name a line; or nothing.
  Language language = Language::en;
  Zone zone;               ///< `timezone:`, for what people read.
  std::string store;       ///< Empty: no history is kept.
  std::string journal_key; ///< A secret reference; empty: a file beside the store's.
  std::vector<Tenant> tenants;
  std::vector<NotifyChannel> notify;
  std::vector<Approver> approvers; ///< Two or more: critical decisions take two of them.
  std::string listen = "127.0.0.1:9180";
  bool listen_in_public = false; ///< Needed to listen on anything but loopback.
  Knobs knobs;
  std::chrono::seconds max_scan_age = std::chrono::days{7};

  [[nodiscard]] const Tenant* find(std::string_view tenant) const;
};

/// Read and validate the configuration; every problem names file:line:column.
/// @error `invalid`: not as the schema wants it, a tenant given twice, an unknown vendor, a
///        literal secret, neither `files` nor `url` where a vendor needs one, a
///        listener in public without `public: true`, a chat at http:// beyond this machine
///        without `insecure: true`.
[[nodiscard]] Result<Configuration> load_configuration(const std::filesystem::path& file,
                                                       const std::filesystem::path& data_dir);

/// The first that exists of: `asked`, $KLAUSUR_CONFIG, ./klausur.yaml,
/// /etc/klausur/klausur.yaml. nullopt when none does; an asked one that does not exist is
/// returned and fails to load.
[[nodiscard]] std::optional<std::filesystem::path>
find_configuration(const std::filesystem::path& asked);

/// Where policies, manifests and schemas are: `asked`, else beside the program as it was
/// built, else where `cmake --install` puts them.
/// @error `invalid` naming the places that were tried.
[[nodiscard]] Result<std::filesystem::path> find_data_dir(const std::filesystem::path& asked);

/// `90s`, `15m`, `1h`, `1d`
/// @error `invalid` for anything else, and for nothing or more than a year.
[[nodiscard]] Result<std::chrono::seconds> parse_duration(std::string_view text);

} // namespace klausur
