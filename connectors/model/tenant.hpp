#pragma once

#include "connectors/format/json.hpp"

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace klausur {

/// How long a request may take at one of its steps.
struct Timeouts
{
  std::chrono::seconds connect{10};
  std::chrono::seconds idle{20}; ///< Without a byte, or with hardly any.
  std::chrono::seconds total{120};
};

/// What must not be deleted for now, because a court, an authority or a dispute asks for it.
struct LegalHold
{
  std::string reason;
  std::vector<std::string> controls; ///< That it contradicts; empty: all that it can.
};

/// One account at a vendor, as the configuration describes it. Holds references to
/// secrets (`env:NAME`, `file:PATH`, `credential:NAME`), never a secret itself.
struct Tenant
{
  std::string name; ///< Unique, [a-z0-9-].
  std::string vendor;
  std::string variant;                      ///< Empty: found out from what is read.
  std::string base_url;                     ///< Empty: the manifest's.
  std::map<std::string, std::string> hosts; ///< Further vendor hosts that are overridden,
                                            ///< by the manifest's name for them: `token`.
  std::map<std::string, std::string> auth;  ///< Plain identifiers and secret references.
  /// Of the credential that writes: `auth` where the configuration names no other one. Empty:
  /// nothing can be written.
  std::map<std::string, std::string> write_auth;
  std::string files;                       ///< A directory, for vendors read from files.
  std::string url;                         ///< A public address, for vendors read remotely.
  Json parameters{rapidjson::kObjectType}; ///< For `$name` in policies.
  /// Where each of them is written, for messages: `klausur.yaml:9:38`.
  std::map<std::string, std::string> parameter_places;
  std::chrono::seconds every{0};    ///< 0: only when asked.
  std::string ca_file;              ///< PEM; empty: the system's.
  std::string proxy;                ///< As libcurl reads it; empty: none.
  bool insecure = false;            ///< Credentials may go over http:// beyond this machine.
  std::chrono::seconds budget{300}; ///< How long reading it may take in one run, not counting
                                    ///< what only waits for the manifest's limits.
  std::size_t concurrency = 4;      ///< Requests to this tenant at one time.
  Timeouts timeouts;
  bool four_eyes = false; ///< Every plan takes a second person.
  std::vector<LegalHold> legal_holds;
};

} // namespace klausur
