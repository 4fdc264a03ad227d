#pragma once

#include "connectors/base/result.hpp"
#include "connectors/format/json.hpp"

#include <string>
#include <vector>

namespace klausur {

/// What is remembered of an answer: the rest is forgotten before anybody else sees it.
class Keep
{
public:
  /// @param kept    Pointers, `*` for every member; none: everything is kept.
  /// @param secret  Pointers, or bare names, which stand for every member so called.
  /// @error `invalid`: one of them is no pointer.
  [[nodiscard]] static Result<Keep> of(const std::vector<std::string>& kept,
                                       const std::vector<std::string>& secret);

  /// A packed copy of `page` that holds the kept values only, the secret ones replaced by
  /// `***`. Absent stays absent and null stays null; an empty text is no secret.
  [[nodiscard]] Json operator()(const JsonValue& page) const;

private:
  std::vector<std::vector<std::string>> m_kept; ///< Empty: everything.
  std::vector<std::vector<std::string>> m_secret;
  std::vector<std::string> m_secret_names; ///< In lower case.
};

} // namespace klausur
