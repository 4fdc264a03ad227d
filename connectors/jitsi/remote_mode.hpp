#pragma once

#include "connectors/connector.hpp"
#include "connectors/jitsi/document.hpp"
#include "connectors/jitsi/served.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace klausur::jitsi {

/// Reads what everybody can see of a deployment at the tenant's url (README.md). For one
/// reading: what was fetched once is not fetched again.
class RemoteMode
{
public:
  explicit RemoteMode(const Workplace& at);

  /// Whether it can be seen from outside.
  [[nodiscard]] static bool knows(std::string_view document);

  /// One that it knows.
  /// @error in the reading: see README.md, "What a gap means".
  Task<Reading> read(std::string document);

  /// What a deployment that is read by its files is held against.
  Task<Served> served();
  /// Facts of the document `deployment` that only the outside shows.
  Task<void> add_seen(Json& facts);

private:
  Task<Document> document(const std::string& name);
  Task<Document> config();
  Task<Document> https();
  Task<Document> interface_config();
  Task<Document> xmpp();
  Task<Document> deployment();

  Task<const Result<Json>*> config_js();
  /// A 200 answer that holds a script. From now on all is asked where a redirect led.
  Task<Result<Response>> fetch(std::string path);
  void move_to(std::string_view answered, std::string_view path);
  [[nodiscard]] Result<std::string> bosh_url(const Result<Json>& web) const;
  Task<std::optional<bool>> transcripts_public();

  const Workplace& m_at;
  std::string m_url; ///< Without a final slash.
  std::string m_host;
  std::optional<Result<Json>> m_config_js;
};

} // namespace klausur::jitsi
