#include "plugin/sandbox/jitsi_api.hpp"
#include "plugin/sandbox/state.hpp"

#include <fmt/format.h>

namespace klausur::jitsi_sandbox {

namespace {

/// The value of an attribute in the first element `<name ...>`, or an empty view. Enough for
/// what a client sends here: no entities, no CDATA.
std::string_view
attribute(std::string_view xml, std::string_view element, std::string_view name)
{
  const auto begin = xml.find(fmt::format("<{}", element));
  if (begin == std::string_view::npos) {
    return {};
  }
  const auto tag = xml.substr(begin, xml.find('>', begin) - begin);
  for (const char quote : {'\'', '"'}) {
    const auto at = tag.find(fmt::format(" {}={}", name, quote));
    if (at != std::string_view::npos) {
      const auto value = tag.substr(at + name.size() + 3);
      return value.substr(0, value.find(quote));
    }
  }
  return {};
}

Outbound
xml_answer(std::string attributes, std::string_view content)
{
  return {.status = 200,
          .headers = {},
          .body = fmt::format("<body{} xmlns='http://jabber.org/protocol/httpbind' "
                              "xmlns:stream='http://etherx.jabber.org/streams'>{}</body>",
                              attributes, content),
          .content_type = "text/xml; charset=utf-8"};
}

Outbound
ended(std::string_view condition)
{
  return xml_answer(fmt::format(" type='terminate' condition='{}'", condition), "");
}

std::string
mechanisms(const JsonValue& state)
{
  std::string list;
  for (const auto& each : member(state, "mechanisms")->GetArray()) {
    list += fmt::format("<mechanism>{}</mechanism>", text_of(each));
  }
  return fmt::format("<stream:features xmlns='jabber:client'><mechanisms "
                     "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{}</mechanisms>"
                     "</stream:features>",
                     list);
}

constexpr std::string_view k_bind =
    "<stream:features xmlns='jabber:client'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
    "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'><optional/></session>"
    "</stream:features>";

Outbound
open_session(Call& call)
{
  if (attribute(call.inbound.body, "body", "to") != k_host) {
    return ended("host-unknown");
  }
  auto& sessions = *find_at(call.state, "/sessions");
  const std::string sid = fmt::format("sandbox-session-{}", sessions.MemberCount() + 1);
  set_member(sessions, sid, JsonValue{false}, call.memory());
  return xml_answer(fmt::format(" sid='{}' wait='60' hold='1' requests='2' inactivity='60' "
                                "polling='2' ver='1.11' from='{}' secure='true' "
                                "authid='sandbox-stream'",
                                sid, k_host),
                    mechanisms(call.state));
}

bool
offers_anonymous(const JsonValue& state)
{
  for (const auto& each : member(state, "mechanisms")->GetArray()) {
    if (text_of(each) == "ANONYMOUS") {
      return true;
    }
  }
  return false;
}

Outbound
authenticate(Call& call, JsonValue& admitted)
{
  const bool anonymous = attribute(call.inbound.body, "auth", "mechanism") == "ANONYMOUS";
  if (!anonymous || !offers_anonymous(call.state)) {
    return xml_answer("", "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                          "<not-authorized/></failure>");
  }
  admitted.SetBool(true);
  return xml_answer("", "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
}

/// The type of the service's identity, for the components that the main domain names.
std::string_view
identity_of(std::string_view component)
{
  struct Known
  {
    std::string_view component;
    std::string_view type;
  };
  constexpr Known known[] = {
      {"lobby", "lobbyrooms"},
      {"breakout", "breakout_rooms"},
      {"metadata", "room_metadata"},
      {"avmoderation", "av_moderation"},
      {"speakerstats", "speakerstats"},
      {"conferenceduration", "conference_duration"},
      {"endconference", "end_conference"},
      {"polls", "polls"},
  };
  for (const auto& each : known) {
    if (each.component == component) {
      return each.type;
    }
  }
  return {};
}

std::string
disco_info(const JsonValue& state)
{
  std::string content = "<identity category='server' type='im' name='Prosody'/>";
  for (const auto& each : member(state, "components")->GetArray()) {
    if (const auto type = identity_of(text_of(each)); !type.empty()) {
      content += fmt::format("<identity category='component' type='{}' name='{}.{}'/>", type,
                             text_of(each), k_host);
    }
  }
  for (const auto* feature :
       {"http://jabber.org/protocol/disco#info", "http://jabber.org/protocol/disco#items",
        "urn:xmpp:extdisco:2", "urn:xmpp:ping"}) {
    content += fmt::format("<feature var='{}'/>", feature);
  }
  return fmt::format("<query xmlns='http://jabber.org/protocol/disco#info'>{}</query>",
                     content);
}

std::string
disco_items(const JsonValue& state)
{
  std::string content;
  for (const auto& each : member(state, "components")->GetArray()) {
    content += fmt::format("<item jid='{}.{}'/>", text_of(each), k_host);
  }
  return fmt::format("<query xmlns='http://jabber.org/protocol/disco#items'>{}</query>",
                     content);
}

Outbound
query(Call& call)
{
  const std::string_view body = call.inbound.body;
  const auto asks = [&](std::string_view what) { return body.find(what) != std::string::npos; };
  const auto id = attribute(body, "iq", "id");
  const auto result = [&](std::string_view type, std::string_view content) {
    return xml_answer("", fmt::format("<iq xmlns='jabber:client' type='{}' id='{}' from='{}'>"
                                      "{}</iq>",
                                      type, id, k_host, content));
  };
  if (asks("urn:ietf:params:xml:ns:xmpp-bind")) {
    return result("result", fmt::format("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>"
                                        "sandbox@{}/klausur</jid></bind>",
                                        k_host));
  }
  if (asks("urn:ietf:params:xml:ns:xmpp-session")) {
    return result("result", "");
  }
  if (asks("http://jabber.org/protocol/disco#info")) {
    return result("result", disco_info(call.state));
  }
  if (asks("http://jabber.org/protocol/disco#items")) {
    return result("result", disco_items(call.state));
  }
  return result("error", "<error type='cancel'><service-unavailable "
                         "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>");
}

} // namespace

Outbound
bosh(Call& call)
{
  const std::string_view body = call.inbound.body;
  if (body.find("<body") == std::string_view::npos) {
    return text_answer(400, "");
  }
  const std::string sid{attribute(body, "body", "sid")};
  if (sid.empty()) {
    return open_session(call);
  }
  auto& sessions = *find_at(call.state, "/sessions");
  const auto session = sessions.FindMember(sid);
  if (session == sessions.MemberEnd()) {
    return ended("item-not-found");
  }
  if (attribute(body, "body", "type") == "terminate") {
    sessions.EraseMember(session);
    return ended("");
  }
  if (body.find("<auth") != std::string_view::npos) {
    return authenticate(call, session->value);
  }
  if (!session->value.IsTrue()) {
    return ended("not-authorized");
  }
  return body.find("restart=") != std::string_view::npos ? xml_answer("", k_bind) : query(call);
}

} // namespace klausur::jitsi_sandbox
