#pragma once

#include "connectors/connector.hpp"
#include "connectors/jitsi/document.hpp"
#include "connectors/jitsi/layout.hpp"
#include "connectors/jitsi/served.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace klausur::jitsi {

/// Reads a deployment's documents from the directory that the tenant names (README.md).
/// For one reading: what was read once is not read again.
class FilesMode
{
public:
  /// @param served  What is served of it, which counts where it was read; may be null.
  FilesMode(const Workplace& at, const Served* served);

  /// Whether files can tell about it.
  [[nodiscard]] static bool knows(std::string_view document);

  /// One that it knows.
  /// @error in the reading: see README.md, "What a gap means".
  [[nodiscard]] Reading read(std::string_view document);

private:
  FilesMode(const Workplace& at, const Served* served, Result<Deployment> deployment);

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
  std::set<std::string> own_names();
  void add_file_modes(Json& facts);
  void add_opening(Json& facts);
  void add_ports(Json& facts);
  void add_served(Json& facts);
  void note_difference(std::string_view document, const Document& files,
                       const Document& served);

  /// What a document says if the deployment is as it is taken here.
  Document one_way(std::string_view name);

  const Workplace& m_at;
  const Served* m_served;
  Result<Deployment> m_deployment;
  /// By document, where it was held against what is served.
  std::map<std::string, std::set<std::string>, std::less<>> m_differs;
  /// The other ways that it may be, where the files do not tell, and why they do not.
  std::vector<std::pair<std::unique_ptr<FilesMode>, std::string>> m_otherwise;
  std::map<std::string, Document, std::less<>> m_read;
};

} // namespace klausur::jitsi
