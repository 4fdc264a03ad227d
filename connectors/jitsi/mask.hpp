#pragma once

#include "connectors/format/json.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace klausur {

/// What stands for a secret that is set. An empty secret stays empty: that it is empty is
/// what a check wants to know.
inline constexpr std::string_view k_masked = "********";

/// Whether a value under this key has to be taken for a secret: "app_secret",
/// "JVB_AUTH_PASSWORD", "external_service_secret", "xmpp.client.password", "privateKey".
[[nodiscard]] bool looks_secret(std::string_view key);

/// Replace, at every depth, the texts and numbers under keys that look secret, and the
/// password in any URL. Booleans and null stay: they are switches.
void mask_secrets(JsonValue& value, Json::AllocatorType& memory);

/// One object of strings, secrets masked.
[[nodiscard]] Json masked_object(const std::map<std::string, std::string, std::less<>>& texts);

} // namespace klausur
