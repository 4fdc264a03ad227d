#include "connectors/jitsi/bosh.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <utility>

namespace klausur::jitsi {

namespace {

/// Empty requests that are sent while an answer is waited for.
constexpr int k_most_polls = 4;

std::vector<std::string>
sorted(std::vector<std::string> list)
{
  std::ranges::sort(list);
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return list;
}

Result<void>
check_status(int status, const std::string& url)
{
  if (status == 200) {
    return {};
  }
  const Failure kind = status == 401 || status == 403 ? Failure::forbidden
                       : status >= 500                ? Failure::unreachable
                                                      : Failure::unexpected;
  // A web server answers 404 for what it does not pass on, whether or not XMPP runs behind.
  return fail(kind,
              fmt::format("POST {} answered {}: XMPP was not reached there.", url, status));
}

} // namespace

BoshSession::BoshSession(Http& http, std::string url, std::string domain)
    : m_http{http}, m_url{std::move(url)}, m_domain{std::move(domain)}
{
  // XEP-0124 wants a first request number that nobody guesses, far from the limit of 2^53.
  std::random_device random;
  m_request = std::uniform_int_distribution<std::uint64_t>{1, std::uint64_t{1} << 50}(random);
}

Task<Result<XmlElement>>
BoshSession::send(std::string attributes, std::string content)
{
  Request request;
  request.method = "POST";
  request.url = m_url;
  request.headers = {{"Content-Type", "text/xml; charset=utf-8"}};
  request.body = fmt::format(
      "<body rid='{}' xmlns='http://jabber.org/protocol/httpbind' {}{}>{}</body>", m_request++,
      m_session.empty() ? std::string{} : fmt::format("sid='{}' ", xml_escaped(m_session)),
      attributes, content);
  request.repeatable = false;
  const auto response = co_await m_http.fetch(request);
  if (!response) {
    co_return tl::unexpected(response.error());
  }
  if (auto done = check_status(response->status, m_url); !done) {
    co_return tl::unexpected(done.error());
  }
  auto body = read_xml(response->body).map_error([&](Error error) {
    error.what = fmt::format("POST {}: {}", m_url, error.what);
    return error;
  });
  if (body && body->name != "body") {
    co_return fail(Failure::unexpected, fmt::format("POST {} answered no BOSH.", m_url));
  }
  if (body && body->attribute("type") == "terminate") {
    co_return fail(Failure::unexpected,
                   fmt::format("POST {}: the server ended the session ({}).", m_url,
                               body->attribute("condition").empty()
                                   ? "without a reason"
                                   : body->attribute("condition")));
  }
  co_return body;
}

Task<Result<XmlElement>>
BoshSession::answer_to(std::string id, std::string iq)
{
  auto body = co_await send("", std::move(iq));
  for (int polls = 0; body; ++polls) {
    for (const XmlElement* each : body->find_all("iq")) {
      if (each->attribute("id") == id && each->attribute("type") == "result") {
        co_return *each;
      }
      if (each->attribute("id") == id) {
        co_return fail(Failure::unexpected,
                       fmt::format("{} refused the request {}.", m_domain, id));
      }
    }
    if (polls == k_most_polls) {
      co_return fail(Failure::unreachable,
                     fmt::format("{} did not answer the request {}.", m_domain, id));
    }
    body = co_await send("", "");
  }
  co_return body;
}

Task<Result<void>>
BoshSession::log_in()
{
  auto answer = co_await send("", "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' "
                                  "mechanism='ANONYMOUS'/>");
  for (int polls = 0; answer && answer->children.empty() && polls < k_most_polls; ++polls) {
    answer = co_await send("", "");
  }
  if (!answer) {
    co_return tl::unexpected(answer.error());
  }
  if (answer->find("success") == nullptr) {
    co_return fail(Failure::unexpected,
                   fmt::format("{} offers anonymous login and refuses it.", m_domain));
  }
  const auto restarted = co_await send(
      fmt::format("to='{}' xml:lang='en' xmpp:restart='true' xmlns:xmpp='urn:xmpp:xbosh'",
                  xml_escaped(m_domain)),
      "");
  if (!restarted) {
    co_return tl::unexpected(restarted.error());
  }
  const auto bound =
      co_await answer_to("bind", "<iq type='set' id='bind' xmlns='jabber:client'>"
                                 "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
  co_return bound.map([](const XmlElement&) {});
}

Task<Result<XmlElement>>
BoshSession::query(std::string what)
{
  auto iq = fmt::format("<iq type='get' id='{0}' to='{1}' xmlns='jabber:client'>"
                        "<query xmlns='http://jabber.org/protocol/disco#{0}'/></iq>",
                        what, xml_escaped(m_domain));
  return answer_to(std::move(what), std::move(iq));
}

Task<Result<void>>
BoshSession::discover(XmppFacts& facts)
{
  const auto info = co_await query("info");
  if (!info) {
    co_return tl::unexpected(info.error());
  }
  const auto items = co_await query("items");
  if (!items) {
    co_return tl::unexpected(items.error());
  }
  for (const auto* each : info->find_all("feature")) {
    facts.features.emplace_back(each->attribute("var"));
  }
  for (const auto* each : info->find_all("identity")) {
    facts.identities.push_back(
        fmt::format("{}/{}", each->attribute("category"), each->attribute("type")));
  }
  for (const auto* each : items->find_all("item")) {
    facts.items.emplace_back(each->attribute("jid"));
  }
  for (auto* list : {&facts.features, &facts.identities, &facts.items}) {
    *list = sorted(std::move(*list));
  }
  co_return Result<void>{};
}

Task<void>
BoshSession::end()
{
  // Whether the goodbye arrives changes nothing of what was read: the server ends idle
  // sessions by itself.
  if (!m_session.empty()) {
    const auto ignored = co_await send("type='terminate'", "<presence type='unavailable' "
                                                           "xmlns='jabber:client'/>");
    m_session.clear();
  }
}

Task<Result<XmppFacts>>
BoshSession::ask()
{
  auto first = co_await send(fmt::format("to='{}' xml:lang='en' wait='5' hold='1' ver='1.6' "
                                         "content='text/xml; charset=utf-8' xmpp:version='1.0' "
                                         "xmlns:xmpp='urn:xmpp:xbosh'",
                                         xml_escaped(m_domain)),
                             "");
  if (!first) {
    co_return tl::unexpected(first.error());
  }
  m_session = first->attribute("sid");
  // Some servers hand the features over in the next answer.
  for (int polls = 0; first && first->find("features") == nullptr && polls < k_most_polls;
       ++polls) {
    first = co_await send("", "");
  }
  if (!first || m_session.empty() || first->find("features") == nullptr) {
    co_await end();
    if (!first) {
      co_return tl::unexpected(first.error());
    }
    co_return fail(Failure::unexpected,
                   fmt::format("POST {} answered without a session or its features.", m_url));
  }
  XmppFacts facts;
  for (const auto* each : first->find_all("mechanism")) {
    facts.mechanisms.push_back(each->text);
  }
  facts.mechanisms = sorted(std::move(facts.mechanisms));
  Result<void> done;
  if (std::ranges::find(facts.mechanisms, "ANONYMOUS") != facts.mechanisms.end()) {
    facts.logged_in = true;
    done = co_await log_in();
    if (done) {
      done = co_await discover(facts);
    }
  }
  co_await end();
  if (!done) {
    co_return tl::unexpected(done.error());
  }
  co_return facts;
}

} // namespace klausur::jitsi
