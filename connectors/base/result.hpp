#pragma once

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace klausur {

/// Why there is no answer. Each kind asks something different of the admin or of the
/// daemon, and none of them is a verdict about the tenant.
enum class Failure {
  unauthorised, ///< The vendor refuses the credentials: renew them.
  forbidden,    ///< A permission is missing (`Error::scope` names it): grant it.
  unreachable,  ///< No usable answer in time: the daemon tries again by itself.
  unexpected,   ///< An answer we cannot read: the vendor changed something.
  left_out,     ///< The configuration says not to look: ask for more there.
  unsupported,  ///< This plan, version or API has no such thing: nothing to repair.
  invalid,      ///< A file or an argument is wrong: correct it (exit code 2).
  conflict,     ///< The tenant is not as the plan found it: plan again (exit code 4).
};

struct Error
{
  Failure kind;
  std::string what;  ///< What, where, what next. Never holds a secret.
  std::string scope; ///< The missing permission in the vendor's words, or empty.
};

/// A dropped Result is silent in this version of tl::expected, so every function that
/// returns one is marked [[nodiscard]].
template<typename T> using Result = tl::expected<T, Error>;

inline tl::unexpected<Error>
fail(Failure kind, std::string what, std::string scope = {})
{
  return tl::unexpected(Error{kind, std::move(what), std::move(scope)});
}

/// The names used in files: `unauthorised`, `forbidden` ...
[[nodiscard]] std::string_view name_of(Failure kind);
[[nodiscard]] Result<Failure> failure_named(std::string_view name);

} // namespace klausur
