#pragma once

#include "connectors/connector.hpp"
#include "connectors/http/dialect.hpp"

#include <span>
#include <string_view>

namespace klausur {

/// How one value is written where the API has a method of its own for it: a form with who is
/// meant and what the value is. The method is the `write` of the document's entry.
struct WriteCall
{
  std::string_view document; ///< The manifest's name, `channel_retention/*`.
  std::string_view pointer;  ///< `/duration_days`; a `*` stands for who is meant, which else
                             ///< is the `*` of the document.
  std::string_view who;      ///< Field names.
  std::string_view value;
};

/// Send the changes of one document, one call for each.
/// @error `unsupported`, before anything is sent: one of them has no call. After a call that
///        fails none is sent.
[[nodiscard]] Result<void> write_calls(const Workplace& at, Dialect& dialect,
                                       std::span<const WriteCall> calls,
                                       std::string_view document,
                                       const std::vector<Change>& changes);

} // namespace klausur
