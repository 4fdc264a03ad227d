#pragma once

#include "connectors/base/result.hpp"
#include "connectors/model/manifest.hpp"

#include <string>
#include <vector>

namespace klausur {

/// What is remembered of an answer: the rest is forgotten before anybody else sees it.
class Keep
{
public:
  /// @error `invalid`: a pointer of the entry is none.
  [[nodiscard]] static Result<Keep> of(const DocumentEntry& entry);

  /// A packed copy of `page` that holds the kept values only, the secret ones replaced by
  /// `***`. Absent stays absent and null stays null; an empty text is no secret.
  [[nodiscard]] Json operator()(const JsonValue& page) const;

private:
  std::vector<std::vector<std::string>> m_kept; ///< Empty: everything.
  std::vector<std::vector<std::string>> m_secret;
  std::vector<std::string> m_secret_names; ///< In lower case.
};

} // namespace klausur
