#include "connectors/jitsi/legacy_properties.hpp"

#include "connectors/jitsi/hocon.hpp"

#include <rapidjson/pointer.h>

#include <algorithm>
#include <array>
#include <string>

namespace klausur::jitsi {

namespace {

enum class Form { text, flag, list };

struct Legacy
{
  std::string_view program;
  std::string_view property;
  const char* pointer;
  Form form;
};

constexpr std::array k_legacy{
    Legacy{"jicofo", "org.jitsi.jicofo.jibri.BREWERY", "/jicofo/jibri/brewery-jid", Form::text},
    Legacy{"jicofo", "org.jitsi.jicofo.jigasi.BREWERY", "/jicofo/jigasi/brewery-jid",
           Form::text},
    Legacy{"jicofo", "org.jitsi.jicofo.BridgeSelector.LOCAL_REGION", "/jicofo/local-region",
           Form::text},
    Legacy{"jicofo", "org.jitsi.jicofo.ALWAYS_TRUST_MODE_ENABLED",
           "/jicofo/xmpp/client/disable-certificate-verification", Form::flag},
    Legacy{"jicofo", "org.jitsi.jicofo.ALWAYS_TRUST_MODE_ENABLED",
           "/jicofo/xmpp/service/disable-certificate-verification", Form::flag},
    Legacy{"jvb", "org.jitsi.videobridge.ENABLE_REST_SHUTDOWN",
           "/videobridge/rest/shutdown/enabled", Form::flag},
    Legacy{"jvb", "org.ice4j.ice.harvest.STUN_MAPPING_HARVESTER_ADDRESSES",
           "/ice4j/harvest/mapping/stun/addresses", Form::list},
};

constexpr std::string_view k_xmpp_user = "org.jitsi.videobridge.xmpp.user.";

JsonValue
in_form(Form form, std::string_view text, Json& memory)
{
  auto& allocator = memory.GetAllocator();
  if (form == Form::flag) {
    return JsonValue{text == "true"};
  }
  if (form == Form::text) {
    return JsonValue{std::string{text}, allocator};
  }
  JsonValue list{rapidjson::kArrayType};
  while (!text.empty()) {
    const auto end = text.find(',');
    list.PushBack(JsonValue{std::string{text.substr(0, end)}, allocator}, allocator);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return list;
}

bool
is_complete(const JsonValue& connection)
{
  constexpr std::array k_needed{"HOSTNAME", "USERNAME", "PASSWORD", "MUC_JIDS", "MUC_NICKNAME"};
  return connection.IsObject() && std::ranges::all_of(k_needed, [&](const char* name) {
           return connection.HasMember(name);
         });
}

/// `...xmpp.user.shard.HOSTNAME` is the member HOSTNAME of the connection `shard`. One
/// complete connection, and the bridge looks for none in jvb.conf.
void
lay_connections(const JsonValue& properties, Json& values)
{
  Json connections{rapidjson::kObjectType};
  for (const auto& property : properties.GetObject()) {
    std::string_view name = text_of(property.name);
    if (!name.starts_with(k_xmpp_user)) {
      continue;
    }
    name.remove_prefix(k_xmpp_user.size());
    const auto dot = name.find('.');
    if (dot == std::string_view::npos) {
      continue;
    }
    const std::string pointer =
        std::string{"/"}.append(name.substr(0, dot)) + "/" + std::string{name.substr(dot + 1)};
    rapidjson::Pointer{pointer.c_str()}.Set(connections, property.value);
  }
  for (auto each = connections.MemberBegin(); each != connections.MemberEnd();) {
    each = is_complete(each->value) ? each + 1 : connections.EraseMember(each);
  }
  if (!connections.ObjectEmpty()) {
    const JsonValue& copied = connections; // A value that is not const would be moved.
    rapidjson::Pointer{"/videobridge/apis/xmpp-client/configs"}.Set(values, copied);
  }
}

constexpr std::string_view k_switch = "DISABLE_CERTIFICATE_VERIFICATION";

bool
is_switch(std::string_view name)
{
  return std::ranges::equal(name, k_switch, [](char one, char other) {
    const char upper = one >= 'a' && one <= 'z' ? static_cast<char>(one - 'a' + 'A') : one;
    return (upper == '-' ? '_' : upper) == other;
  });
}

} // namespace

void
spell_connections(Json& jvb)
{
  JsonValue* all = rapidjson::Pointer{"/videobridge/apis/xmpp-client/configs"}.Get(jvb);
  if (all == nullptr || !all->IsObject()) {
    return;
  }
  for (auto& connection : all->GetObject()) {
    if (!connection.value.IsObject()) {
      continue;
    }
    for (auto& setting : connection.value.GetObject()) {
      if (is_switch(text_of(setting.name))) {
        setting.name.SetString(k_switch.data(), k_switch.size(), jvb.GetAllocator());
      }
    }
  }
}

Json
with_legacy_properties(std::string_view program, const JsonValue& values,
                       const JsonValue& properties)
{
  Json answer = copy_of(values);
  for (const auto& legacy : k_legacy) {
    const JsonValue* said = member(properties, legacy.property);
    if (legacy.program != program || said == nullptr || !said->IsString()) {
      continue;
    }
    JsonValue value = in_form(legacy.form, text_of(*said), answer);
    rapidjson::Pointer{legacy.pointer}.Set(answer, value);
  }
  if (program == "jvb") {
    lay_connections(properties, answer);
  }
  return answer;
}

} // namespace klausur::jitsi
