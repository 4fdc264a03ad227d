#pragma once

#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"
#include "connectors/jitsi/jitsi.hpp"
#include "connectors/model/setting.hpp"
#include "policies/engine/load.hpp"
#include "tests/connectors/sessions.hpp"
#include "tests/connectors/shipped.hpp"
#include "tests/support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>

namespace klausur::test {

/// A deployment's files in a folder of the case's own, and the connector on them.
struct Whole
{
  Whole()
  {
    tenant.name = "meet";
    tenant.vendor = "jitsi";
    const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
    manifest = load_policy(KLAUSUR_SOURCE_DIR, "jitsi", catalogue).value().manifest;
  }

  /// As the Debian packages lay it out, with the least that a deployment has.
  void debian()
  {
    folder.write(
        "etc/jitsi/meet/meet.example.org-config.js",
        "var config = { hosts: { domain: 'meet.example.org', "
        "muc: 'conference.meet.example.org' }, bosh: '//meet.example.org/http-bind' };");
    folder.write("etc/prosody/prosody.cfg.lua", "Include \"conf.d/*.cfg.lua\"\n");
    folder.write("etc/prosody/conf.d/meet.example.org.cfg.lua",
                 "VirtualHost \"meet.example.org\"\n authentication = \"anonymous\"\n"
                 "Component \"conference.meet.example.org\" \"muc\"\n storage = \"memory\"\n");
    folder.write("etc/jitsi/jicofo/jicofo.conf", "jicofo { conference { } }\n");
    folder.write("etc/jitsi/videobridge/jvb.conf", "videobridge { }\n");
    tenant.files = (folder.path() / "etc").string();
  }

  /// Let only what is looked at come out, as the program does.
  void keep()
  {
    kept = shipped_kept("jitsi");
    keeper.emplace(manifest, kept, "");
  }

  [[nodiscard]] Snapshot read()
  {
    Http http{options, redactor};
    return read_by(&open_jitsi,
                   {tenant, manifest, http, clock, redactor, keeper ? &*keeper : nullptr});
  }

  TemporaryFolder folder;
  Tenant tenant;
  HttpOptions options;
  Manifest manifest;
  Redactor redactor;
  Kept kept{};
  std::optional<Keeper> keeper{}; ///< Nothing: all that was read comes out.
  Clock clock{system_time};
};

/// The value at an address of a document, as JSON; `gap` and why, or `nothing`.
inline std::string
said(const Snapshot& snapshot, std::string_view document, std::string_view pointer = "")
{
  const Reading* reading = snapshot.find(document);
  if (reading == nullptr) {
    return "not looked at";
  }
  if (!reading->content) {
    return "gap: " + reading->content.error().what;
  }
  const auto* value = value_at(*reading->content, parse_pointer(pointer).value());
  return value == nullptr ? "nothing" : to_text(*value);
}

} // namespace klausur::test
