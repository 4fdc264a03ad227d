#pragma once

#include "connectors/http/http.hpp"
#include "connectors/jitsi/xml.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace klausur::jitsi {

/// What an XMPP server tells to everybody. Lists are sorted.
struct XmppFacts
{
  std::vector<std::string> mechanisms;
  bool logged_in = false; ///< Else the lists below say nothing.
  std::vector<std::string> features;
  std::vector<std::string> identities; ///< `category/type`
  std::vector<std::string> items;
};

/// One session over BOSH (XEP-0124, XEP-0206): asks what is offered before login, logs in
/// where anybody may (SASL ANONYMOUS), asks for XEP-0030 service discovery of the domain,
/// and ends the session. Enters no room.
class BoshSession
{
public:
  /// @param url     The address of http-bind.
  /// @param domain  The XMPP domain.
  BoshSession(Http& http, std::string url, std::string domain);

  /// @error as Http, for the status as it is usual (401 and 403 `forbidden`, 404
  ///        `unsupported`, 5xx `unreachable`), and `unexpected` for answers that are no BOSH.
  Task<Result<XmppFacts>> ask();

private:
  Task<Result<XmlElement>> send(std::string attributes, std::string content);
  Task<Result<void>> log_in();
  Task<Result<void>> discover(XmppFacts& facts);
  Task<Result<XmlElement>> query(std::string what);
  /// The answer to the iq of this id; further empty requests are sent until it comes.
  Task<Result<XmlElement>> answer_to(std::string id, std::string iq);
  Task<void> end();

  Http& m_http;
  std::string m_url;
  std::string m_domain;
  std::string m_session;
  std::uint64_t m_request;
};

} // namespace klausur::jitsi
