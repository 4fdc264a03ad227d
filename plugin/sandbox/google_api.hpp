#pragma once

#include "plugin/sandbox/vendor.hpp"

#include <memory>

struct evp_pkey_st; ///< OpenSSL's EVP_PKEY.

namespace klausur::google_sandbox {

/// What a Workspace holds: two units below the top, a group, what each sets for Meet and Chat,
/// people with licences, a log. Where the documentation names no default a plausible one
/// stands.
[[nodiscard]] Json default_workspace(std::string_view variant);

/// The service account's key, made anew for each sandbox.
class AccountKey
{
public:
  AccountKey();
  [[nodiscard]] std::string pem() const;
  [[nodiscard]] bool verifies(std::string_view text, std::string_view signature) const;

private:
  std::shared_ptr<evp_pkey_st> m_key;
};

inline constexpr std::string_view k_account = "klausur@sandbox.iam.example";
inline constexpr std::string_view k_key_id = "5a6b6579";

/// `POST /token`: an access token for an assertion whose signature, audience, times, subject
/// and permissions are all good.
[[nodiscard]] Outbound token(Call& call, const AccountKey& key);

/// `{"error": {"code", "message", "status"}}`
[[nodiscard]] Outbound api_error(int status, std::string_view code, std::string_view message);

/// Answers tokens with one of these permissions (the last word of their address); others get
/// 403.
[[nodiscard]] std::function<Outbound(Call&)> scoped(std::string_view scopes,
                                                    Outbound (*answer)(Call&));

/// In whose name the call's token was given.
[[nodiscard]] std::string_view subject_of(const Call& call);

[[nodiscard]] std::vector<Route> policy_routes();
[[nodiscard]] std::vector<Route> directory_routes();

} // namespace klausur::google_sandbox
