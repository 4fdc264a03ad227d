#pragma once

#include "connectors/model/manifest.hpp"
#include "policies/engine/expectation.hpp"

#include <string>

namespace klausur {

/// Why nothing that the document can hold at the address is of a kind that the expectation
/// speaks about: a fact of the manifest gives another type there, or the facts stand in the
/// place of the list and none of them gives it. Empty: it may hold, or no fact has a say.
[[nodiscard]] std::string contradicts_facts(const Address& address,
                                            const Expectation& expectation,
                                            const Manifest& manifest);

} // namespace klausur
