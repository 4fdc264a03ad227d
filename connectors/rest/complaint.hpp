#pragma once

#include "connectors/base/result.hpp"
#include "connectors/model/manifest.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// What the body of a refusal says, as far as it is harmless to show.
struct Complaint
{
  std::optional<Failure> kind; ///< Nothing: no code, or one that the manifest has not.
  std::string code;            ///< `missing_scope`, `4711`; empty: none that may be shown.
  std::string detail;          ///< `missing_scope`, `code 4711`, `trackingId R_1`; or empty.
  std::vector<std::string> scopes; ///< The permissions that it names as missing.
  std::string plan;                ///< What has to be bought, where that is known.
  std::string next; ///< What to do, in the manifest's words; empty: what the kind says.
};

[[nodiscard]] Complaint complaint_in(const JsonValue& body, const ErrorCodes& errors);

/// `text` where it holds nothing but letters, digits and the characters of `also`, and is not
/// long; else empty. Texts of answers get into messages by this door only.
[[nodiscard]] std::string plain_word(std::string_view text, std::string_view also = "_.:,-");

} // namespace klausur
