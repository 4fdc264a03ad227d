#include "connectors/jitsi/remote_mode.hpp"

#include "connectors/base/letters.hpp"
#include "connectors/http/loop.hpp"
#include "connectors/jitsi/bosh.hpp"
#include "connectors/jitsi/third_party.hpp"
#include "connectors/jitsi/web_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace klausur::jitsi {

namespace {

/// The max-age of a Strict-Transport-Security header in seconds; null without one.
JsonValue
hsts_of(const Response& response)
{
  const auto header = in_lower_case(response.header("strict-transport-security"));
  const auto at = header.find("max-age=");
  if (at == std::string::npos) {
    return {};
  }
  const auto start = std::min(header.find_first_not_of("\" ", at + 8), header.size());
  std::int64_t seconds = 0;
  const auto got =
      std::from_chars(header.data() + start, header.data() + header.size(), seconds);
  return got.ec == std::errc{} ? JsonValue{seconds} : JsonValue{};
}

bool
is_page(const Response& response)
{
  constexpr std::string_view k_blank = " \t\r\n\xEF\xBB\xBF";
  const auto start = response.body.find_first_not_of(k_blank);
  return start != std::string::npos && response.body[start] == '<';
}

void
set_list(Json& json, std::string_view name, const std::vector<std::string>& list)
{
  JsonValue values{rapidjson::kArrayType};
  for (const auto& each : list) {
    values.PushBack(JsonValue{each.c_str(), json.GetAllocator()}, json.GetAllocator());
  }
  set_member(json, name, values, json.GetAllocator());
}

} // namespace

RemoteMode::RemoteMode(const Workplace& at) : m_at{at}, m_url{at.tenant.url}
{
  while (m_url.ends_with('/')) {
    m_url.pop_back();
  }
  m_host = host_of_address(m_url);
}

bool
RemoteMode::knows(std::string_view document)
{
  constexpr std::array<std::string_view, 5> names{"config_js", "interface_config", "https",
                                                  "xmpp", "deployment"};
  return std::ranges::find(names, document) != names.end();
}

Task<Reading>
RemoteMode::read(std::string name)
{
  Document read = co_await document(name);
  co_return Reading{.document = name,
                    .source = read.source.empty() ? m_url : std::move(read.source),
                    .read_at = m_at.clock(),
                    .content = std::move(read.content)};
}

Task<Document>
RemoteMode::document(const std::string& name)
{
  return name == "config_js"          ? config()
         : name == "interface_config" ? interface_config()
         : name == "https"            ? https()
         : name == "xmpp"             ? xmpp()
                                      : deployment();
}

Task<Document>
RemoteMode::config()
{
  const Result<Json>& read = *co_await config_js();
  const std::string source = config_source(fmt::format("GET {}/config.js", m_url), read);
  if (!read) {
    co_return Document{source, tl::unexpected(read.error())};
  }
  // Nothing that everybody may see tells which release runs.
  co_return Document{source, as_upstream_reads(copy_of(*read), {})};
}

Task<Served>
RemoteMode::served()
{
  const Result<Json>& read = *co_await config_js();
  std::string source = config_source(fmt::format("GET {}/config.js", m_url), read);
  Document config{std::move(source),
                  read ? Result<Json>{copy_of(*read)} : tl::unexpected(read.error())};
  Document interface = co_await interface_config();
  co_return Served{std::move(config), std::move(interface)};
}

/// Where the web server sends everybody on, to https for instance, XMPP is asked as well.
void
RemoteMode::move_to(std::string_view answered, std::string_view path)
{
  if (answered.size() > path.size() && answered.ends_with(path)) {
    m_url = answered.substr(0, answered.size() - path.size());
  }
}

Task<Result<Response>>
RemoteMode::fetch(std::string path)
{
  Request request;
  request.url = m_url + path;
  auto response = co_await m_at.http.fetch(request);
  if (!response) {
    co_return response;
  }
  move_to(response->url, path);
  if (response->status == 200 && is_page(*response)) {
    co_return fail(Failure::unexpected,
                   fmt::format("GET {} answered an HTML page in place of {}: a login in front, "
                               "or a web server that answers every name with its front page.",
                               request.url, path.substr(1)));
  }
  if (response->status == 200) {
    co_return response;
  }
  const int status = response->status;
  const Failure kind = status == 401 || status == 403 ? Failure::forbidden
                       : status >= 500                ? Failure::unreachable
                                                      : Failure::unexpected;
  co_return fail(kind, fmt::format("GET {} answered {}.", request.url, status),
                 kind == Failure::forbidden ? "access to the public pages" : "");
}

Task<const Result<Json>*>
RemoteMode::config_js()
{
  if (!m_config_js) {
    const auto response = co_await fetch("/config.js");
    if (!response) {
      m_config_js = tl::unexpected(response.error());
    } else {
      // A child evaluates it, which takes its time.
      const auto evaluate = [this, &response] {
        return config_document(response->body, fmt::format("GET {}/config.js", m_url), m_host);
      };
      m_config_js = co_await m_at.http.loop().aside(evaluate);
    }
  }
  co_return &*m_config_js;
}

Task<Document>
RemoteMode::interface_config()
{
  const std::string source = fmt::format("GET {}/interface_config.js", m_url);
  const auto response = co_await fetch("/interface_config.js");
  if (!response) {
    co_return Document{source, tl::unexpected(response.error())};
  }
  const auto evaluate = [this, &source, &response] {
    return interface_document(response->body, source, m_host);
  };
  co_return co_await m_at.http.loop().aside(evaluate);
}

Task<Document>
RemoteMode::https()
{
  Request request;
  request.url = m_url + "/";
  const auto response = co_await m_at.http.fetch(request);
  if (!response) {
    co_return Document{"GET " + request.url, tl::unexpected(response.error())};
  }
  move_to(response->url, "/");
  const bool encrypted = !response->tls_version.empty();
  Json facts{rapidjson::kObjectType};
  auto& memory = facts.GetAllocator();
  set_member(facts, "url", m_url, memory);
  set_member(facts, "tls_version", encrypted ? response->tls_version : "none", memory);
  // The door to the network checks every certificate: an answer is one over a valid one.
  set_member(facts, "certificate_valid", encrypted, memory);
  set_member(facts, "hsts", hsts_of(*response), memory);
  set_member(facts, "status", JsonValue{response->status}, memory);
  co_return Document{"GET " + request.url, std::move(facts)};
}

Result<std::string>
RemoteMode::bosh_url(const Result<Json>& web) const
{
  const JsonValue* config = web ? member(*web, "config") : nullptr;
  std::string bosh{config == nullptr ? std::string_view{} : member_text(*config, "bosh")};
  if (bosh.empty()) {
    return m_url + "/http-bind";
  }
  const auto scheme = m_url.find("://");
  if (bosh.starts_with("//")) {
    bosh = m_url.substr(0, scheme + 1) + bosh;
  } else if (bosh.find("://") == std::string::npos) {
    const auto path = m_url.find('/', scheme + 3);
    bosh = m_url.substr(0, path) + (bosh.starts_with('/') ? "" : "/") + bosh;
  }
  if (!is_own_host(host_of_address(bosh), m_host)) {
    return fail(Failure::unexpected,
                fmt::format("config.js sends XMPP to {}, which does not belong to {}: it was "
                            "not asked.",
                            host_of_address(bosh), m_host));
  }
  return bosh;
}

Task<Document>
RemoteMode::xmpp()
{
  const Result<Json>& web = *co_await config_js();
  const auto url = bosh_url(web);
  if (!url) {
    co_return Document{{}, tl::unexpected(url.error())};
  }
  const JsonValue* config = web ? member(*web, "config") : nullptr;
  const JsonValue* hosts = config == nullptr ? nullptr : member(*config, "hosts");
  const std::string domain{hosts == nullptr ? std::string_view{m_host}
                                            : member_text(*hosts, "domain", m_host)};
  BoshSession session{m_at.http, *url, domain};
  const auto facts = co_await session.ask();
  std::string source = fmt::format("POST {}", *url);
  if (!facts) {
    co_return Document{std::move(source), tl::unexpected(facts.error())};
  }
  Json document{rapidjson::kObjectType};
  set_list(document, "mechanisms", facts->mechanisms);
  if (facts->logged_in) {
    set_list(document, "identities", facts->identities);
    set_list(document, "features", facts->features);
    set_list(document, "items", facts->items);
  }
  co_return Document{std::move(source), std::move(document)};
}

Task<std::optional<bool>>
RemoteMode::transcripts_public()
{
  Request request;
  request.url = m_url + "/transcripts/";
  const auto response = co_await m_at.http.fetch(request);
  if (!response) {
    co_return std::nullopt;
  }
  const bool listing = response->body.find("Index of /transcripts") != std::string::npos;
  // Where nothing lies there, the web server takes the name for a room's.
  const bool a_room = response->body.find("lib-jitsi-meet") != std::string::npos ||
                      response->body.find("interfaceConfig") != std::string::npos;
  if (response->status == 200 && (listing || a_room)) {
    co_return listing;
  }
  if (response->status == 401 || response->status == 404) {
    co_return false;
  }
  co_return std::nullopt;
}

Task<void>
RemoteMode::add_seen(Json& facts)
{
  set_member(facts, "from_outside", true, facts.GetAllocator());
  if (const auto open = co_await transcripts_public()) {
    set_member(facts, "transcripts_public", *open, facts.GetAllocator());
  }
}

Task<Document>
RemoteMode::deployment()
{
  Json facts{rapidjson::kObjectType};
  auto& memory = facts.GetAllocator();
  set_member(facts, "mode", "remote", memory);
  set_member(facts, "layout", "remote", memory);
  set_member(facts, "host", m_host, memory);
  const auto service = public_service_of(m_host);
  set_member(
      facts, "public_service",
      service.empty()
          ? JsonValue{}
          : JsonValue{service.data(), static_cast<rapidjson::SizeType>(service.size()), memory},
      memory);
  if (const Result<Json>& web = *co_await config_js()) {
    JsonValue hosts{rapidjson::kArrayType};
    for (const auto& each : third_party_hosts(*member(*web, "config"), {m_host})) {
      hosts.PushBack(JsonValue{each.c_str(), memory}, memory);
    }
    set_member(facts, "third_party_hosts", hosts, memory);
  }
  co_await add_seen(facts);
  co_return Document{m_url, std::move(facts)};
}

} // namespace klausur::jitsi
