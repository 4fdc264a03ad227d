#pragma once

#include "connectors/connector.hpp"
#include "connectors/jitsi/document.hpp"
#include "connectors/jitsi/layout.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace klausur::jitsi {

/// Reads a deployment's documents from the directory that the tenant names (README.md).
/// For one reading: what was read once is not read again.
class FilesMode
{
public:
  explicit FilesMode(const Workplace& at);

  /// Whether files can tell about it.
  [[nodiscard]] static bool knows(std::string_view document);

  /// One that it knows.
  /// @error in the reading: see README.md, "What a gap means".
  [[nodiscard]] Reading read(std::string_view document);

private:
  FilesMode(const Workplace& at, Result<Deployment> deployment);

  using Reader = Document (FilesMode::*)();
  struct Entry
  {
    std::string_view name;
    Reader read;
  };
  static const Entry* entry_of(std::string_view document);

  const Document& document(std::string_view name);
  Document config_js();
  Document interface_config();
  Document prosody();
  Document jicofo();
  Document jvb();
  Document jibri();
  Document jigasi();
  Document env();
  Document nginx();
  Document logging();
  Document storage();
  Document deployment();

  /// The text at `name` in `config` of config.js; empty when it is not there.
  std::string in_config(std::string_view parent, std::string_view name);
  bool uses(std::string_view service);
  [[nodiscard]] Result<void> add_stored(std::string_view what, std::string_view directory,
                                        Json& storage);
  std::filesystem::path place_of(std::string_view directory) const;
  std::string host();
  void add_file_modes(Json& facts);
  void add_opening(Json& facts);
  void add_ports(Json& facts);

  /// What a document says if the deployment is as it is taken here.
  Document one_way(std::string_view name);

  const Workplace& m_at;
  Result<Deployment> m_deployment;
  /// The other way that it may be, where it is not known which release runs.
  std::unique_ptr<FilesMode> m_otherwise;
  std::map<std::string, Document, std::less<>> m_read;
};

} // namespace klausur::jitsi
