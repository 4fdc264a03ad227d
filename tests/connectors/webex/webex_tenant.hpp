#pragma once

#include "connectors/connector.hpp"
#include "connectors/oauth/seal.hpp"
#include "connectors/webex/webex.hpp"
#include "plugin/sandbox/sandbox.hpp"
#include "plugin/sandbox/state.hpp"
#include "plugin/sandbox/vendor.hpp"
#include "policies/engine/load.hpp"
#include "tests/connectors/rest/desk.hpp"
#include "tests/connectors/shipped.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>

namespace klausur::test {

/// An organisation in the sandbox, and everything that the connector works with: its
/// tokens in files of a folder that goes with it.
class WebexTenant
{
public:
  explicit WebexTenant(std::string variant = "", int attempts = 1)
      : sandbox{std::move(Sandbox::open("webex", {.variant = std::move(variant)}).value())},
        http{Desk::options(attempts), redactor}
  {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "klausur-webex-XXXXXX").string();
    folder = mkdtemp(pattern.data());
    for (const auto& [name, text] : sandbox->vendor().secrets()) {
      std::ofstream{folder / name} << text << '\n';
    }
    const Json entry = sandbox->vendor().tenant(sandbox->url(), folder.string());
    tenant.name = "acme-webex";
    tenant.vendor = "webex";
    tenant.base_url = member_text(entry, "base_url");
    for (const auto& each : member(entry, "auth")->GetObject()) {
      tenant.auth[std::string{text_of(each.name)}] = text_of(each.value);
    }
    const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
    manifest = std::move(load_policy(KLAUSUR_SOURCE_DIR, "webex", catalogue).value().manifest);
  }
  ~WebexTenant() { std::filesystem::remove_all(folder); }
  WebexTenant(const WebexTenant&) = delete;
  WebexTenant& operator=(const WebexTenant&) = delete;

  Snapshot read() const { return read_by(&open_webex, at); }
  Reading read(std::string_view document) const
  {
    return read_document_by(&open_webex, at, document);
  }
  Result<void> write(const std::string& document, const std::string& pointer,
                     const char* to) const
  {
    std::vector<Change> changes;
    changes.push_back({.setting = document + "#" + pointer, .to = *parse_json(to)});
    return write_by(&open_webex, at, document, changes);
  }

  void change(std::string_view pointer, std::string_view value) const
  {
    BOOST_TEST_REQUIRE(sandbox->change(pointer, literal(value)).has_value());
  }
  std::string state(std::string_view pointer) const
  {
    const Json all = sandbox->state();
    const auto* found = find_at(all, pointer);
    return found == nullptr ? "(absent)" : to_text(*found);
  }

  /// Take one permission away.
  void withdraw(std::string_view scope) const
  {
    const Json all = sandbox->state();
    Json left{rapidjson::kArrayType};
    for (const auto& each : find_at(all, "/scopes")->GetArray()) {
      if (text_of(each) != scope) {
        left.PushBack(JsonValue{each, left.GetAllocator()}, left.GetAllocator());
      }
    }
    BOOST_TEST_REQUIRE(sandbox->change("/scopes", left).has_value());
  }

  std::unique_ptr<Sandbox> sandbox;
  std::filesystem::path folder;
  Tenant tenant;
  Manifest manifest;
  Redactor redactor;
  std::chrono::seconds later{0}; ///< So much later it is than on the clock.
  Clock clock = [this] { return system_time() + later; };
  Http http;
  Kept kept = shipped_kept("webex");
  Keeper keeper{manifest, kept, ""};
  Workplace at{tenant, manifest, http, clock, redactor, &keeper};
};

/// The connector beside a scripted server: for bodies, which the sandbox does not log.
struct ScriptedWebex
{
  explicit ScriptedWebex(std::map<std::string, Reply> replies)
      : desk{answers(std::move(replies)), /*attempts=*/1}
  {
    setenv("KLAUSUR_TEST_WEBEX", "webex-t0ken", 1);
    const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
    desk.manifest =
        std::move(load_policy(KLAUSUR_SOURCE_DIR, "webex", catalogue).value().manifest);
    desk.tenant.auth = {{"token", "env:KLAUSUR_TEST_WEBEX"}};
  }

  Result<void> write(const std::string& document,
                     const std::vector<std::pair<std::string, std::string>>& list)
  {
    std::vector<Change> changes;
    for (const auto& [pointer, to] : list) {
      changes.push_back({.setting = document + "#" + pointer, .to = *parse_json(to)});
    }
    return write_by(&open_webex, desk.at, document, changes);
  }

  Desk desk;
};

/// Everything of a person, a topic or a meeting that the sandbox holds and nobody may see.
inline constexpr const char* k_planted[] = {
    "Mustermann", "Großkopf",         "Yıldız",       "O'Neill",      "Çelik",
    "Nuñez",      "beispiel.example", "Sprechstunde", "Gehaltsrunde", "Personalgespräch",
    "geheim",     "4711471",          "192.0.2.1",    "198.51.100",   "+49301234",
    "past-0_I_1", "lsr.php",          "Beispiel GmbH"};

inline void
check_that_nothing_planted_is_in(std::string_view text)
{
  for (const auto* planted : k_planted) {
    BOOST_TEST(!has(text, planted), planted);
  }
}

inline constexpr const char* k_site = "beispiel.webex.com";
inline constexpr const char* k_person = "Y2lzY29zcGFyazovL3VzL1BFT1BMRS80";

} // namespace klausur::test
