#include "connectors/base/clock.hpp"
#include "plugin/sandbox/google_api.hpp"
#include "plugin/sandbox/state.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <array>

namespace klausur::google_sandbox {

namespace {

constexpr std::string_view k_grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
constexpr std::string_view k_scope_base = "https://www.googleapis.com/auth/";

const unsigned char*
bytes_of(std::string_view text)
{
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// What OpenSSL keeps for a thread: the server's are never joined, so it is let go by hand.
struct ThreadMemory
{
  ThreadMemory() = default;
  ~ThreadMemory() { OPENSSL_thread_stop(); }
  ThreadMemory(const ThreadMemory&) = delete;
  ThreadMemory& operator=(const ThreadMemory&) = delete;
};

/// RFC 4648 section 5; empty where it is no such text.
std::string
decoded(std::string_view text)
{
  std::string padded{text};
  std::ranges::replace(padded, '-', '+');
  std::ranges::replace(padded, '_', '/');
  const auto missing = (4 - padded.size() % 4) % 4;
  padded.append(missing, '=');
  std::string bytes(padded.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   bytes_of(padded), static_cast<int>(padded.size()));
  bytes.resize(size < 0 ? 0 : static_cast<std::size_t>(size) - missing);
  return bytes;
}

/// The vendor's three parts between dots.
struct Assertion
{
  Json header;
  Json claims;
  std::string_view signed_text;
  std::string signature;
};

std::optional<Assertion>
taken_apart(std::string_view text)
{
  const auto first = text.find('.');
  const auto last = text.rfind('.');
  if (first == std::string_view::npos || first == last) {
    return std::nullopt;
  }
  auto header = parse_json(decoded(text.substr(0, first)));
  auto claims = parse_json(decoded(text.substr(first + 1, last - first - 1)));
  if (!header || !claims) {
    return std::nullopt;
  }
  return Assertion{std::move(*header), std::move(*claims), text.substr(0, last),
                   decoded(text.substr(last + 1))};
}

Outbound
refused(int status, std::string_view error, std::string_view description)
{
  Json body{rapidjson::kObjectType};
  set_member(body, "error", error, body.GetAllocator());
  set_member(body, "error_description", description, body.GetAllocator());
  return json_answer(status, body);
}

bool
holds(const JsonValue& list, std::string_view text)
{
  return std::ranges::any_of(list.GetArray(),
                             [&](const JsonValue& each) { return text_of(each) == text; });
}

/// What is wrong with its times; empty: nothing.
std::string_view
untimely(const JsonValue& claims)
{
  constexpr std::int64_t k_longest = 3600;
  constexpr std::int64_t k_skew = 300;
  const auto* made = member(claims, "iat");
  const auto* ends = member(claims, "exp");
  if (made == nullptr || ends == nullptr || !made->IsInt64() || !ends->IsInt64()) {
    return "iat and exp are required";
  }
  const auto now = system_time().time_since_epoch().count();
  if (ends->GetInt64() - made->GetInt64() > k_longest) {
    return "exp is more than an hour after iat";
  }
  return made->GetInt64() > now + k_skew || ends->GetInt64() < now
             ? "Token must be a short-lived token and in a reasonable timeframe"
             : "";
}

/// Of the address of a permission, its last word.
std::vector<std::string>
scopes_in(std::string_view text)
{
  std::vector<std::string> scopes;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const auto scope = text.substr(0, end);
    scopes.emplace_back(scope.starts_with(k_scope_base) ? scope.substr(k_scope_base.size())
                                                        : std::string_view{"?"});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return scopes;
}

Outbound
token_for(Call& call, const std::vector<std::string>& scopes, std::string_view subject)
{
  auto& memory = call.memory();
  const auto name = call.tokens.issue("sandbox-google-token-");
  JsonValue issued{rapidjson::kObjectType};
  set_member(issued, "sub", subject, memory);
  set_member(issued, "scopes", fmt::format(" {} ", fmt::join(scopes, " ")), memory);
  set_member(call.state.FindMember("issued")->value, name, issued, memory);
  Json body{rapidjson::kObjectType};
  set_member(body, "access_token", name, body.GetAllocator());
  set_member(body, "expires_in", JsonValue{3599}, body.GetAllocator());
  set_member(body, "token_type", "Bearer", body.GetAllocator());
  return json_answer(200, body);
}

} // namespace

AccountKey::AccountKey() : m_key{EVP_RSA_gen(2048), EVP_PKEY_free} {}

std::string
AccountKey::pem() const
{
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory{BIO_new(BIO_s_mem()), BIO_free};
  PEM_write_bio_PKCS8PrivateKey(memory.get(), m_key.get(), nullptr, nullptr, 0, nullptr,
                                nullptr);
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

bool
AccountKey::verifies(std::string_view text, std::string_view signature) const
{
  const ThreadMemory memory;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest{EVP_MD_CTX_new(),
                                                                       EVP_MD_CTX_free};
  EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, m_key.get());
  return EVP_DigestVerify(digest.get(), bytes_of(signature), signature.size(), bytes_of(text),
                          text.size()) == 1;
}

Outbound
token(Call& call, const AccountKey& key)
{
  if (member_text(call.body, "grant_type") != k_grant) {
    return refused(400, "unsupported_grant_type", "Invalid grant_type");
  }
  const auto assertion = taken_apart(member_text(call.body, "assertion"));
  if (!assertion || member_text(assertion->header, "alg") != "RS256" ||
      member_text(assertion->header, "typ") != "JWT" ||
      member_text(assertion->header, "kid", k_key_id) != k_key_id ||
      member_text(assertion->claims, "iss") != k_account ||
      !key.verifies(assertion->signed_text, assertion->signature)) {
    return refused(400, "invalid_grant", "Invalid JWT Signature.");
  }
  const auto& claims = assertion->claims;
  const auto audience = fmt::format("http://{}/token", call.inbound.header("host"));
  if (member_text(claims, "aud") != audience) {
    return refused(400, "invalid_grant", "Invalid JWT: Failed audience check.");
  }
  if (const auto wrong = untimely(claims); !wrong.empty()) {
    return refused(400, "invalid_grant", fmt::format("Invalid JWT: {}.", wrong));
  }
  const auto subject = member_text(claims, "sub");
  if (!holds(*member(call.state, "administrators"), subject) &&
      !holds(*member(call.state, "reduced_administrators"), subject)) {
    return refused(400, "invalid_grant", "Invalid email or User ID");
  }
  const auto scopes = scopes_in(member_text(claims, "scope"));
  for (const auto& scope : scopes) {
    if (!holds(*member(call.state, "delegated"), scope)) {
      return refused(401, "unauthorized_client",
                     "Client is unauthorized to retrieve access tokens using this method, or "
                     "client not authorized for any of the scopes requested.");
    }
  }
  return scopes.empty() ? refused(400, "invalid_scope", "scope is required")
                        : token_for(call, scopes, subject);
}

std::function<Outbound(Call&)>
scoped(std::string_view scopes, Outbound (*answer)(Call&))
{
  return [scopes, answer](Call& call) {
    const auto* issued = member(*member(call.state, "issued"), call.bearer());
    const auto has = issued == nullptr ? std::string_view{} : member_text(*issued, "scopes");
    for (std::size_t at = 0; at < scopes.size();) {
      const auto end = std::min(scopes.find(' ', at), scopes.size());
      if (has.find(fmt::format(" {} ", scopes.substr(at, end - at))) !=
          std::string_view::npos) {
        return answer(call);
      }
      at = end + 1;
    }
    return api_error(403, "PERMISSION_DENIED",
                     "Request had insufficient authentication scopes.");
  };
}

std::string_view
subject_of(const Call& call)
{
  const auto* issued = member(*member(call.state, "issued"), call.bearer());
  return issued == nullptr ? std::string_view{} : member_text(*issued, "sub");
}

} // namespace klausur::google_sandbox
