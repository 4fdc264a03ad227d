#pragma once

#include <string>
#include <string_view>

namespace klausur {

/// What stands for a secret, or for a person's data, that is there. An empty text stays empty:
/// that it is empty is what a check wants to know.
inline constexpr std::string_view k_masked = "********";

/// Whether something in the text was masked, by us or by whoever gave it.
[[nodiscard]] inline bool
is_masked(std::string_view text)
{
  return text.find("***") != std::string_view::npos;
}

/// Whether a value under this key has to be taken for a secret: "app_secret",
/// "JVB_AUTH_PASSWORD", "external_service_secret", "xmpp.client.password", "privateKey".
[[nodiscard]] bool looks_secret(std::string_view key);

/// A text with what has the shape of a secret masked: passwords and tokens in addresses, hooks,
/// `password=...`, keys, signed tokens, long random words. A text in which somebody's e-mail
/// address or telephone number stands among other words is masked as a whole, because the name
/// stands there too.
[[nodiscard]] std::string without_secrets(std::string_view text);

/// The same of a sentence of our own that quotes what others wrote: of it only the stretches
/// are masked, and identifiers stay, which look random; so do references to secrets
/// (`env:NAME`).
[[nodiscard]] std::string sentence_without_secrets(std::string_view sentence);

/// As without_secrets(), of a name in a map: members are told apart by long random words, so
/// these stay.
[[nodiscard]] std::string without_persons(std::string_view name);

} // namespace klausur
