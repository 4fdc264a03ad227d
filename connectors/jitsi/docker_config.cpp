#include "connectors/jitsi/docker_config.hpp"

#include "connectors/jitsi/docker_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

namespace klausur::jitsi {

namespace {

/// Conditions that ask whether a text is set; all others are switches.
constexpr std::array<std::string_view, 3> k_text_conditions{"JAAS_APP_ID", "JIGASI_SIP_URI",
                                                            "DROPBOX_APPKEY"};

bool
is_on(const JsonValue& env, std::string_view name, bool otherwise)
{
  const bool is_text = std::ranges::find(k_text_conditions, name) != k_text_conditions.end();
  return is_text ? !member_text(env, name).empty() : docker_flag(env, name, otherwise);
}

/// Whether somebody set the row's own variable and nobody those that it waits for.
bool
is_asked_for(const DockerRow& row, const JsonValue& env)
{
  const auto is_set = [&](std::string_view name) { return !member_text(env, name).empty(); };
  return !row.variable.empty() && is_set(row.variable) && !is_set(row.when.needs) &&
         !is_set(row.when.or_needs) &&
         (row.when.and_needs.empty() || is_set(row.when.and_needs));
}

bool
holds(const DockerRow& row, const JsonValue& env, const Release& release)
{
  const DockerCondition& when = row.when;
  const bool over = when.until != 0 && release.has(when.until);
  if (!release.has(when.since) || over ||
      (!when.unless.empty() && is_on(env, when.unless, false))) {
    return false;
  }
  if (when.needs.empty()) {
    return true;
  }
  const bool either = is_on(env, when.needs, when.needed_by_default) ||
                      (!when.or_needs.empty() && is_on(env, when.or_needs, false));
  return (either && (when.and_needs.empty() || is_on(env, when.and_needs, false))) ||
         is_asked_for(row, env);
}

std::vector<std::string_view>
parts_of(std::string_view text)
{
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    if (end > 0) {
      parts.push_back(text.substr(0, end));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

JsonValue
string_value(std::string_view text, Json::AllocatorType& memory)
{
  return JsonValue{text.data(), static_cast<rapidjson::SizeType>(text.size()), memory};
}

JsonValue
list_value(std::string_view text, As as, Json::AllocatorType& memory)
{
  JsonValue list{rapidjson::kArrayType};
  for (const auto part : parts_of(text)) {
    if (as == As::texts) {
      list.PushBack(string_value(part, memory), memory);
    } else {
      JsonValue server{rapidjson::kObjectType};
      set_member(server, "urls", fmt::format("stun:{}", part), memory);
      list.PushBack(server, memory);
    }
  }
  return list;
}

JsonValue
value_of(const DockerRow& row, std::string_view text, Json::AllocatorType& memory)
{
  switch (row.as) {
  case As::flag:
  case As::negated: {
    const bool on = text == "1" || text == "t" || text == "T" || text == "true" ||
                    text == "TRUE" || text == "True";
    return JsonValue{on == (row.as == As::flag)};
  }
  case As::number: {
    int number = 0;
    const auto got = std::from_chars(text.data(), text.data() + text.size(), number);
    return got.ec == std::errc{} ? JsonValue{number} : string_value(text, memory);
  }
  case As::texts:
  case As::stuns:
    return list_value(text, row.as, memory);
  case As::fixed:
    if (const auto json = parse_json(text)) {
      return JsonValue{*json, memory};
    }
    break;
  case As::text:
    break;
  }
  return string_value(text, memory);
}

/// The object that `key`'s last word goes into, made where it is missing.
JsonValue&
object_for(Json& root, std::string_view& key)
{
  JsonValue* object = &root;
  for (auto dot = key.find('.'); dot != std::string_view::npos; dot = key.find('.')) {
    const auto name = key.substr(0, dot);
    if (const JsonValue* next = member(*object, name); next == nullptr || !next->IsObject()) {
      set_member(*object, name, JsonValue{rapidjson::kObjectType}, root.GetAllocator());
    }
    object = &object->FindMember(string_value(name, root.GetAllocator()))->value;
    key.remove_prefix(dot + 1);
  }
  return *object;
}

Json
from_rows(std::span<const DockerRow> rows, const JsonValue& env, const Release& release,
          std::string_view flat_prefix)
{
  Json json{rapidjson::kObjectType};
  auto& memory = json.GetAllocator();
  for (const auto& row : rows) {
    auto text = member_text(env, row.variable);
    if (text.empty()) {
      text = row.otherwise;
    }
    if (text.empty() || !holds(row, env, release)) {
      continue;
    }
    if (!flat_prefix.empty()) {
      set_member(json, fmt::format("{}{}", flat_prefix, row.key), value_of(row, text, memory),
                 memory);
      continue;
    }
    std::string_view key = row.key;
    JsonValue& object = object_for(json, key);
    set_member(object, key, value_of(row, text, memory), memory);
  }
  return json;
}

std::string
public_url(const JsonValue& env)
{
  std::string url{member_text(env, "PUBLIC_URL")};
  while (url.ends_with('/')) {
    url.pop_back();
  }
  return url.empty() ? "https://localhost:8443" : url;
}

/// What hangs together with the public address, and is no row of a table.
void
add_addresses(Json& json, const JsonValue& env)
{
  auto& memory = json.GetAllocator();
  const std::string url = public_url(env);
  const auto scheme = url.find("://");
  const std::string domain = scheme == std::string::npos ? url : url.substr(scheme + 3);
  const bool relative = docker_flag(env, "BOSH_RELATIVE", false);
  set_member(json, "bosh",
             relative ? "/http-bind" : fmt::format("https://{}/http-bind", domain), memory);
  if (docker_flag(env, "ENABLE_XMPP_WEBSOCKET", true)) {
    set_member(json, "websocket", fmt::format("wss://{}/xmpp-websocket", domain), memory);
  }
  std::string_view key = "hosts.muc";
  JsonValue& hosts = object_for(json, key);
  set_member(hosts, key, member_text(env, "XMPP_MUC_DOMAIN", "muc.meet.jitsi"), memory);
  if (docker_flag(env, "RTCSTATS_ENABLED", false) && member_text(env, "JAAS_APP_ID").empty()) {
    key = "analytics.rtcstatsEndpoint";
    JsonValue& analytics = object_for(json, key);
    set_member(analytics, key, fmt::format("wss://{}/rtcstats-ws", domain), memory);
  }
  if (member(json, "etherpad_base") == nullptr &&
      !member_text(env, "ETHERPAD_URL_BASE").empty()) {
    set_member(json, "etherpad_base", fmt::format("{}/etherpad/p/", url), memory);
  }
  const bool own_board = !member_text(env, "WHITEBOARD_COLLAB_SERVER_URL_BASE").empty();
  key = "whiteboard.collabServerBaseUrl";
  JsonValue& board = object_for(json, key);
  if (own_board && member(board, key) == nullptr) {
    set_member(board, key, url, memory);
  }
}

} // namespace

bool
docker_flag(const JsonValue& env, std::string_view name, bool otherwise)
{
  const auto text = member_text(env, name);
  if (text.empty()) {
    return otherwise;
  }
  constexpr std::array<std::string_view, 6> k_true{"1", "t", "T", "true", "TRUE", "True"};
  return std::ranges::find(k_true, text) != k_true.end();
}

Json
docker_config_js(const JsonValue& env, const Release& release)
{
  Json json = from_rows(docker_config_rows(), env, release, {});
  add_addresses(json, env);
  return json;
}

Json
docker_hocon(std::string_view program, const JsonValue& env, const Release& release)
{
  Json json = from_rows(docker_hocon_rows(program), env, release, {});
  std::string_view key = "jicofo.authentication.type";
  const JsonValue* part =
      program == "jicofo" ? member(json["jicofo"], "authentication") : nullptr;
  const JsonValue* enabled = part == nullptr ? nullptr : member(*part, "enabled");
  if (enabled != nullptr && enabled->IsTrue()) {
    const auto said = member_text(env, "JICOFO_AUTH_TYPE", member_text(env, "AUTH_TYPE"));
    JsonValue& object = object_for(json, key);
    set_member(object, key, said == "jwt" ? "JWT" : "XMPP", json.GetAllocator());
  }
  return json;
}

Json
docker_jigasi(const JsonValue& env, const Release& release)
{
  return from_rows(docker_jigasi_rows(), env, release, "org.jitsi.jigasi.");
}

std::string
docker_nginx(const JsonValue& env)
{
  const bool https = !docker_flag(env, "DISABLE_HTTPS", false);
  const bool hsts = https && docker_flag(env, "ENABLE_HSTS", true);
  return fmt::format(
      "server_tokens off; access_log /dev/stdout jitsi_log;\n"
      "server {{ {} {} location ~ ^/(libs|css|static|transcripts)/(.*)$ {{ }} }}\n",
      https ? "ssl_protocols TLSv1.2 TLSv1.3;" : "",
      hsts ? "add_header Strict-Transport-Security \"max-age=63072000\" always;" : "");
}

} // namespace klausur::jitsi
