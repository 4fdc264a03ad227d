#pragma once

#include "policies/engine/judge.hpp"

namespace klausur {

/// The sentence that says why a judgement is no plain pass or fail, in both languages.
/// Empty for Ground::value.
[[nodiscard]] Text words_for(const Judgement& judgement, const Check& check,
                             std::string_view version);

/// "Default only, not enforced ..." for what anyone affected can override.
[[nodiscard]] Text overridable_note();

} // namespace klausur
