#pragma once

#include "connectors/format/json.hpp"

#include <mutex>
#include <set>
#include <string>
#include <string_view>

namespace klausur {

/// Knows every secret of the process and takes them out of texts. Whoever resolves or is
/// given a secret adds it here first. Thread-safe.
class Redactor
{
public:
  Redactor() = default;
  /// For the secrets of one tenant, which `wider` learns too: many tenants that are read side
  /// by side need not look for each other's. `wider` must outlive it.
  explicit Redactor(Redactor& wider) : m_wider{&wider} {}

  /// Texts shorter than four characters are not added: they would blot out plain words.
  /// The base64 and percent-encoded forms are added too.
  void add(std::string_view secret);

  /// `text` with every known secret replaced by `***`, the longest first.
  [[nodiscard]] std::string redact(std::string_view text) const;

  /// The same for every name and text in a document: a server may answer with what it was
  /// sent.
  void redact(Json& document) const;

private:
  [[nodiscard]] bool has_secret(std::string_view text) const;
  void redact_in(JsonValue& value, Json::AllocatorType& memory) const;

  Redactor* m_wider = nullptr;
  mutable std::mutex m_mutex;
  struct LongerFirst
  {
    bool operator()(const std::string& a, const std::string& b) const
    {
      return a.size() != b.size() ? a.size() > b.size() : a < b;
    }
  };
  std::set<std::string, LongerFirst> m_secrets;
};

} // namespace klausur
