#pragma once

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
  /// Texts shorter than four characters are not added: they would blot out plain words.
  /// The base64 and percent-encoded forms are added too.
  void add(std::string_view secret);

  /// `text` with every known secret replaced by `***`, the longest first.
  [[nodiscard]] std::string redact(std::string_view text) const;

private:
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
