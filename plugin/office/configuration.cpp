#include "plugin/office/configuration.hpp"

#include "connectors/format/ed25519.hpp"
#include "connectors/format/read_members.hpp"
#include "connectors/format/source_file.hpp"
#include "connectors/format/suggest.hpp"
#include "connectors/format/yaml.hpp"
#include "connectors/http/secret.hpp"
#include "connectors/http/url.hpp"
#include "connectors/registry.hpp"
#include "plugin/office/configuration_secrets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <system_error>

namespace klausur {

namespace fs = std::filesystem;

namespace {

Language
language_in(const JsonValue& json, Language otherwise)
{
  const std::string_view name = member_text(json, "language");
  return name == "de" ? Language::de : name == "en" ? Language::en : otherwise;
}

Result<std::chrono::seconds>
duration_in(const SourceFile& file, const JsonValue& json, const std::string& here,
            std::string_view name, std::chrono::seconds otherwise)
{
  const JsonValue* found = member(json, name);
  if (found == nullptr) {
    return otherwise;
  }
  auto duration = parse_duration(found->IsString() ? text_of(*found) : std::string_view{});
  if (!duration) {
    return file.refuse(fmt::format("{}/{}", here, name), duration.error().what);
  }
  return duration;
}

Result<void>
known_vendor(const SourceFile& file, const std::string& here, const Tenant& tenant)
{
  std::vector<std::string> names;
  std::ranges::transform(vendors(), std::back_inserter(names),
                         [](const Connector& each) { return std::string{each.name}; });
  if (std::ranges::find(names, tenant.vendor) != names.end()) {
    return {};
  }
  return file.refuse(here + "/vendor", fmt::format("there is no vendor \"{}\"{}", tenant.vendor,
                                                   did_you_mean(tenant.vendor, names)));
}

Result<void>
read_timeouts(const SourceFile& file, const JsonValue& json, const std::string& here,
              Timeouts& timeouts)
{
  const JsonValue* given = member(json, "timeouts");
  if (given == nullptr) {
    return {};
  }
  for (const auto& [name, place] :
       {std::pair{"connect", &timeouts.connect}, std::pair{"idle", &timeouts.idle},
        std::pair{"total", &timeouts.total}}) {
    const auto read = duration_in(file, *given, here + "/timeouts", name, *place);
    if (!read) {
      return tl::unexpected(read.error());
    }
    *place = *read;
  }
  return {};
}

std::map<std::string, std::string>
places_of(const SourceFile& file, const JsonValue& parameters, const std::string& here)
{
  const YamlPlaces places{file.text};
  std::map<std::string, std::string> all;
  for (const auto& each : parameters.GetObject()) {
    const std::string name{text_of(each.name)};
    const auto [line, column] = places.of(here + "/" + name, /*name=*/true);
    all.emplace(name, fmt::format("{}:{}:{}", file.name, line, column));
  }
  return all;
}

std::vector<LegalHold>
holds_in(const JsonValue& json)
{
  std::vector<LegalHold> holds;
  if (const JsonValue* list = member(json, "legal_holds")) {
    for (const auto& each : list->GetArray()) {
      holds.push_back({text_in(each, "reason"), texts_in(each, "controls")});
    }
  }
  return holds;
}

Result<Tenant>
read_tenant(const SourceFile& file, const JsonValue& json, const std::string& here)
{
  Tenant tenant;
  tenant.name = text_in(json, "name");
  tenant.vendor = text_in(json, "vendor");
  tenant.variant = text_in(json, "variant");
  tenant.base_url = text_in(json, "base_url");
  tenant.hosts = named_texts_in(json, "hosts");
  tenant.auth = named_texts_in(json, "auth");
  tenant.write_auth =
      named_texts_in(json, member(json, "write_auth") == nullptr ? "auth" : "write_auth");
  tenant.files = text_in(json, "files");
  tenant.url = text_in(json, "url");
  tenant.ca_file = text_in(json, "ca_file");
  tenant.proxy = text_in(json, "proxy");
  tenant.concurrency = static_cast<std::size_t>(number_in(json, "concurrency", 4));
  if (const JsonValue* parameters = member(json, "parameters")) {
    tenant.parameters = copy_of(*parameters);
    tenant.parameter_places = places_of(file, *parameters, here + "/parameters");
  }
  tenant.insecure = flag_in(json, "insecure");
  tenant.four_eyes = flag_in(json, "four_eyes");
  tenant.legal_holds = holds_in(json);
  const auto every = duration_in(file, json, here, "every", std::chrono::seconds{0});
  const auto budget = duration_in(file, json, here, "budget", tenant.budget);
  if (!every || !budget) {
    return tl::unexpected(every ? budget.error() : every.error());
  }
  tenant.every = *every;
  tenant.budget = *budget;
  return known_vendor(file, here, tenant)
      .and_then([&] { return no_plain_secrets(file, here, tenant); })
      .and_then([&] { return read_timeouts(file, json, here, tenant.timeouts); })
      .map([&] { return std::move(tenant); });
}

Result<void>
tenants_in(const SourceFile& file, Configuration& configuration)
{
  const JsonValue* list = member(file.json, "tenants");
  for (rapidjson::SizeType i = 0; list != nullptr && i < list->Size(); ++i) {
    const std::string here = fmt::format("/tenants/{}", i);
    auto tenant = read_tenant(file, (*list)[i], here);
    if (!tenant) {
      return tl::unexpected(tenant.error());
    }
    if (configuration.find(tenant->name) != nullptr) {
      return file.refuse(here + "/name",
                         fmt::format("the tenant \"{}\" is given twice", tenant->name));
    }
    configuration.tenants.push_back(std::move(*tenant));
  }
  return {};
}

Result<void>
read_channels(const SourceFile& file, Configuration& configuration)
{
  const JsonValue* list = member(file.json, "notify");
  for (rapidjson::SizeType i = 0; list != nullptr && i < list->Size(); ++i) {
    const JsonValue& json = (*list)[i];
    const std::string here = fmt::format("/notify/{}", i);
    NotifyChannel channel{.channel = text_in(json, "channel"),
                          .url = text_in(json, "url"),
                          .token = text_in(json, "token"),
                          .room = text_in(json, "room"),
                          .language = language_in(json, configuration.language),
                          .tenants = texts_in(json, "tenants"),
                          .proxy = text_in(json, "proxy"),
                          .insecure = flag_in(json, "insecure")};
    channel.at_least = light_named(member_text(json, "at_least")).value_or(Light::yellow);
    if (auto good = no_plain_secrets(file, here, channel); !good) {
      return good;
    }
    if (is_open_to_all(channel.url) && !channel.insecure) {
      return file.refuse(here + "/url", "the token would go over http://, where everybody on "
                                        "the way can read it; write https://, or insecure: "
                                        "true beside it where there is no other way");
    }
    for (const auto& name : channel.tenants) {
      if (configuration.find(name) == nullptr) {
        return file.refuse(here + "/tenants", fmt::format("there is no tenant \"{}\"", name));
      }
    }
    configuration.notify.push_back(std::move(channel));
  }
  return {};
}

Result<void>
read_approvers(const SourceFile& file, Configuration& configuration)
{
  const JsonValue* list = member(file.json, "approvers");
  for (rapidjson::SizeType i = 0; list != nullptr && i < list->Size(); ++i) {
    const std::string here = fmt::format("/approvers/{}", i);
    Approver made{text_in((*list)[i], "name"), text_in((*list)[i], "key")};
    if (const auto key = PublicKey::named(made.key); !key) {
      return file.refuse(here + "/key", key.error().what);
    }
    for (const auto& other : configuration.approvers) {
      if (other.name == made.name || other.key == made.key) {
        return file.refuse(here, "one key for each person: this name or key is given twice");
      }
    }
    configuration.approvers.push_back(std::move(made));
  }
  return {};
}

Result<void>
read_zone(const SourceFile& file, Configuration& configuration)
{
  const auto name = text_in(file.json, "timezone");
  if (name.empty()) {
    return {};
  }
  auto zone = Zone::named(name);
  if (!zone) {
    return file.refuse("/timezone", zone.error().what);
  }
  configuration.zone = std::move(*zone);
  return {};
}

Result<void>
read_listener(const SourceFile& file, Configuration& configuration)
{
  const JsonValue* serve = member(file.json, "serve");
  if (serve == nullptr) {
    return {};
  }
  configuration.listen_in_public = flag_in(*serve, "public");
  if (const auto listen = text_in(*serve, "listen"); !listen.empty()) {
    configuration.listen = listen;
  }
  const std::string_view host =
      std::string_view{configuration.listen}.substr(0, configuration.listen.rfind(':'));
  const bool loopback = host == "127.0.0.1" || host == "localhost" || host == "[::1]";
  if (!loopback && !configuration.listen_in_public) {
    return file.refuse("/serve/listen", "listening beyond this machine needs public: true");
  }
  return {};
}

Result<void>
read_knobs(const SourceFile& file, Configuration& configuration)
{
  const JsonValue* policy = member(file.json, "policy");
  if (policy == nullptr) {
    return {};
  }
  Knobs& knobs = configuration.knobs;
  knobs.allow_green_for_medium = flag_in(*policy, "allow_green_for_medium");
  const std::string_view need = member_text(*policy, "protection_need");
  knobs.protection_need = need == "high"        ? ProtectionNeed::high
                          : need == "very_high" ? ProtectionNeed::very_high
                                                : ProtectionNeed::normal;
  knobs.legal_view = member_text(*policy, "legal_view") == "tk_service"
                         ? LegalView::tk_service
                         : LegalView::avv_required;
  const std::string_view dpf = member_text(*policy, "dpf_status");
  knobs.dpf_status = dpf == "valid"     ? DpfStatus::valid
                     : dpf == "invalid" ? DpfStatus::invalid
                                        : DpfStatus::contested;
  const auto age =
      duration_in(file, *policy, "/policy", "max_scan_age", configuration.max_scan_age);
  if (!age) {
    return tl::unexpected(age.error());
  }
  configuration.max_scan_age = *age;
  return {};
}

std::string
environment(const char* name)
{
  const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): before any thread
  return value == nullptr ? "" : value;
}

} // namespace

const Tenant*
Configuration::find(std::string_view tenant) const
{
  const auto found = std::ranges::find(tenants, tenant, &Tenant::name);
  return found == tenants.end() ? nullptr : &*found;
}

Result<Configuration>
load_configuration(const fs::path& file, const fs::path& data_dir)
{
  auto source = load_schema(data_dir / "manifest/schemas/configuration.schema.json")
                    .and_then([&](const Schema& schema) { return load_source(file, schema); });
  if (!source) {
    return tl::unexpected(source.error());
  }
  Configuration configuration;
  configuration.file = file;
  configuration.language = language_in(source->json, Language::en);
  configuration.store = text_in(source->json, "store");
  if (const auto good = no_plain_secret(*source, "/store", configuration.store); !good) {
    return tl::unexpected(good.error());
  }
  if (const JsonValue* journal = member(source->json, "journal")) {
    configuration.journal_key = text_in(*journal, "key");
  }
  if (!configuration.journal_key.empty() && !is_secret_reference(configuration.journal_key)) {
    return source->refuse("/journal/key", "the key must not stand in the configuration; write "
                                          "key: file:PATH, env:NAME or credential:NAME");
  }
  return read_zone(*source, configuration)
      .and_then([&] { return tenants_in(*source, configuration); })
      .and_then([&] { return read_channels(*source, configuration); })
      .and_then([&] { return read_approvers(*source, configuration); })
      .and_then([&] { return read_listener(*source, configuration); })
      .and_then([&] { return read_knobs(*source, configuration); })
      .map([&] {
        configuration.source = std::make_shared<const SourceFile>(std::move(*source));
        return std::move(configuration);
      });
}

std::optional<fs::path>
find_configuration(const fs::path& asked)
{
  if (!asked.empty()) {
    return asked;
  }
  if (const std::string named = environment("KLAUSUR_CONFIG"); !named.empty()) {
    return named;
  }
  for (const char* place : {"klausur.yaml", "/etc/klausur/klausur.yaml"}) {
    std::error_code problem; // what cannot be looked at is not there
    if (fs::exists(place, problem)) {
      return place;
    }
  }
  return std::nullopt;
}

Result<fs::path>
find_data_dir(const fs::path& asked)
{
  std::vector<fs::path> places;
  std::error_code problem; // what cannot be looked at is not there
  const fs::path program = fs::read_symlink("/proc/self/exe", problem).parent_path();
  if (!asked.empty()) {
    places = {asked};
  } else {
    // build/<preset>/klausur in the source tree, bin/klausur below an installed prefix
    places = {program / "../..", program / "../share/klausur", "/usr/share/klausur"};
  }
  std::string tried;
  for (const auto& place : places) {
    if (fs::exists(place / "policies/controls.yaml", problem)) {
      return fs::weakly_canonical(place, problem);
    }
    tried += (tried.empty() ? "" : ", ") + place.lexically_normal().string();
  }
  return fail(
      Failure::invalid,
      fmt::format("policies/controls.yaml was not found below {}; give --data-dir", tried));
}

Result<std::chrono::seconds>
parse_duration(std::string_view text)
{
  const auto wrong = [&] {
    return fail(Failure::invalid,
                fmt::format("\"{}\" is not a duration; write 30s, 15m, 1h or 1d", text));
  };
  std::int64_t count = 0;
  const auto* end = text.data() + text.size();
  const auto got = std::from_chars(text.data(), end, count);
  if (got.ec != std::errc{} || end - got.ptr != 1 || count < 1) {
    return wrong();
  }
  constexpr std::string_view units = "smhd";
  constexpr std::array<std::int64_t, 4> seconds{1, 60, 3600, 86400};
  const auto unit = units.find(*got.ptr);
  constexpr std::int64_t year = 366LL * 86400;
  if (unit == std::string_view::npos || count > year / seconds.at(unit)) {
    return wrong();
  }
  return std::chrono::seconds{count * seconds.at(unit)};
}

} // namespace klausur
