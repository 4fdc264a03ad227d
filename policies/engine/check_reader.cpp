#include "policies/engine/check_reader.hpp"

#include "connectors/format/read_members.hpp"
#include "connectors/format/suggest.hpp"
#include "policies/engine/expectation.hpp"
#include "policies/engine/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace klausur {

namespace {

std::optional<Json>
value_in(const JsonValue& object, std::string_view name)
{
  const JsonValue* found = member(object, name);
  return found == nullptr ? std::nullopt : std::optional{copy_of(*found)};
}

Relation
relation_named(std::string_view name)
{
  return name == "conflicts" ? Relation::conflicts
         : name == "partial" ? Relation::partial
                             : Relation::supports;
}

Source
source_in(const JsonValue& json)
{
  Source source;
  if (const JsonValue* given = member(json, "source")) {
    source.text = fmt::format("{}, {}", text_in(*given, "at"), text_in(*given, "read"));
    source.verified = flag_in(*given, "verified");
    source.unconfirmed = text_in(*given, "unconfirmed");
    if (const JsonValue* specification = member(*given, "specification")) {
      source.specification = text_in(*specification, "file");
      source.specification_digest = text_in(*specification, "sha256");
    }
  }
  return source;
}

long
stars_in(const Address& address)
{
  return std::ranges::count(address.document, '*') + std::ranges::count(address.steps, "*");
}

/// Turns one entry into a Check; problems are told with the pointer of the place.
class Reader
{
public:
  Reader(const SourceFile& file, const Catalogue& catalogue, const Policy& policy,
         const Json& parameters)
      : m_file{file}, m_catalogue{catalogue}, m_policy{policy}, m_parameters{parameters}
  {
  }

  [[nodiscard]] Result<Check> read(const JsonValue& json, const std::string& here) const
  {
    Check check;
    check.id = text_in(json, "id");
    check.version = number_in(json, "version", 1);
    check.control = text_in(json, "control");
    check.title = both_languages_in(json, "title");
    check.deviation = both_languages_in(json, "deviation");
    check.severity = severity_named(member_text(json, "severity"));
    check.known = value_in(json, "known");
    check.at_least = static_cast<std::size_t>(number_in(json, "at_least"));
    check.absent_means = value_in(json, "absent_means");
    check.since = text_in(json, "since");
    check.overridable = flag_in(json, "overridable");
    check.attest = both_languages_in(json, "attest");
    check.impact = both_languages_in(json, "impact");
    check.benchmarks = benchmarks_in(json);
    check.source = source_in(json);
    return known_control(check, here)
        .and_then([&] { return read_setting(json, here, check); })
        .and_then([&] { return read_conditions(json, here, check); })
        .and_then([&] { return read_confirmation(json, here, check); })
        .and_then([&] { return read_remedy(json, here, check); })
        .map([&] { return std::move(check); });
  }

private:
  [[nodiscard]] Result<void> known_control(const Check& check, const std::string& here) const
  {
    if (m_catalogue.find(check.control) != nullptr) {
      return {};
    }
    std::vector<std::string> ids;
    std::ranges::transform(m_catalogue.controls, std::back_inserter(ids), &Control::id);
    return m_file.refuse(here + "/control",
                         fmt::format("there is no control \"{}\"{}", check.control,
                                     did_you_mean(check.control, ids)));
  }

  [[nodiscard]] Result<Address> address_at(const JsonValue& text, const std::string& here) const
  {
    auto address = parse_address(text.IsString() ? text_of(text) : std::string_view{});
    if (!address) {
      return m_file.refuse(here, address.error().what);
    }
    const bool known = m_policy.manifest.entry_of(address->document) != nullptr;
    if (known) {
      return address;
    }
    std::vector<std::string> names;
    std::ranges::transform(m_policy.manifest.documents, std::back_inserter(names),
                           &DocumentEntry::name);
    return m_file.refuse(here, fmt::format("the document \"{}\" is not in the manifest{}",
                                           address->document,
                                           did_you_mean(address->document, names)));
  }

  [[nodiscard]] Result<void> usable(const JsonValue& expect, const std::string& here) const
  {
    const auto compiled = fill(expect, m_parameters).and_then([](const Json& filled) {
      return Expectation::compile(filled);
    });
    if (!compiled) {
      return m_file.refuse(here, compiled.error().what);
    }
    return {};
  }

  [[nodiscard]] Result<void> read_setting(const JsonValue& json, const std::string& here,
                                          Check& check) const
  {
    const JsonValue* setting = member(json, "setting");
    const JsonValue* expect = member(json, "expect");
    if (!check.attest.empty()) {
      return setting == nullptr && expect == nullptr
                 ? Result<void>{}
                 : m_file.refuse(here, "a check has either \"attest\" or \"setting\" with "
                                       "\"expect\"");
    }
    if (setting == nullptr || expect == nullptr) {
      return m_file.refuse(here, "a check needs \"setting\" and \"expect\", or \"attest\"");
    }
    auto address = address_at(*setting, here + "/setting");
    if (!address) {
      return tl::unexpected(address.error());
    }
    check.setting = std::move(*address);
    check.expect = copy_of(*expect);
    return usable(check.expect, here + "/expect");
  }

  [[nodiscard]] Result<void> read_conditions(const JsonValue& json, const std::string& here,
                                             Check& check) const
  {
    const JsonValue* when = member(json, "when");
    if (when == nullptr) {
      return {};
    }
    if (when->IsObject()) {
      return read_condition(*when, here + "/when", check);
    }
    for (rapidjson::SizeType i = 0; i < when->Size(); ++i) {
      auto read = read_condition((*when)[i], fmt::format("{}/when/{}", here, i), check);
      if (!read) {
        return read;
      }
    }
    return {};
  }

  [[nodiscard]] Result<Condition> condition_at(const JsonValue& json, const std::string& here,
                                               std::ptrdiff_t most_stars) const
  {
    const JsonValue* setting = member(json, "setting");
    const JsonValue* expect = member(json, "expect");
    if (setting == nullptr || expect == nullptr) {
      return m_file.refuse(here, "a condition needs \"setting\" and \"expect\"");
    }
    auto address = address_at(*setting, here + "/setting");
    if (!address) {
      return tl::unexpected(address.error());
    }
    if (stars_in(*address) > most_stars) {
      return m_file.refuse(here + "/setting",
                           "a condition cannot have more * than the setting it is about");
    }
    return usable(*expect, here + "/expect").map([&] {
      return Condition{std::move(*address), copy_of(*expect), value_in(json, "absent_means")};
    });
  }

  [[nodiscard]] Result<void> read_condition(const JsonValue& json, const std::string& here,
                                            Check& check) const
  {
    return condition_at(json, here, stars_in(check.setting)).map([&](Condition condition) {
      check.when.push_back(std::move(condition));
    });
  }

  [[nodiscard]] Result<void> read_confirmation(const JsonValue& json, const std::string& here,
                                               Check& check) const
  {
    const JsonValue* confirm = member(json, "confirm");
    if (confirm == nullptr) {
      return {};
    }
    constexpr std::ptrdiff_t k_any = 9; // People answer for every place at once.
    const auto most_stars = check.attest.empty() ? 0 : k_any;
    return condition_at(*confirm, here + "/confirm", most_stars).map([&](Condition condition) {
      check.confirm = std::move(condition);
    });
  }

  [[nodiscard]] Result<void> read_remedy(const JsonValue& json, const std::string& here,
                                         Check& check) const
  {
    const JsonValue* remedy = member(json, "remedy");
    if (remedy == nullptr) {
      return {};
    }
    check.remedy.set = value_in(*remedy, "set");
    check.remedy.steps = both_languages_in(*remedy, "steps");
    if (const JsonValue* lock = member(*remedy, "lock")) {
      auto address = address_at(*lock, here + "/remedy/lock");
      if (!address) {
        return tl::unexpected(address.error());
      }
      check.remedy.lock = std::move(*address);
    }
    if (!check.remedy.set) {
      return {};
    }
    const auto value = fill(*check.remedy.set, m_parameters);
    if (!value) {
      return m_file.refuse(here + "/remedy/set", value.error().what);
    }
    const auto expect = fill(check.expect, m_parameters).and_then([](const Json& filled) {
      return Expectation::compile(filled);
    });
    if (!expect || expect->match(*value) != Match::yes) {
      return m_file.refuse(here + "/remedy/set",
                           "the remedy does not meet the check's own expectation");
    }
    return {};
  }

  const SourceFile& m_file;
  const Catalogue& m_catalogue;
  const Policy& m_policy;
  const Json& m_parameters;
};

} // namespace

std::vector<BenchmarkReference>
benchmarks_in(const JsonValue& json, std::string_view name)
{
  std::vector<BenchmarkReference> references;
  if (const JsonValue* list = member(json, name)) {
    for (const auto& each : list->GetArray()) {
      references.push_back({text_in(each, "benchmark"), text_in(each, "id"),
                            relation_named(member_text(each, "relation"))});
    }
  }
  return references;
}

Result<void>
read_checks(const SourceFile& file, const Catalogue& catalogue, Policy& policy)
{
  const Json parameters =
      parameters_over_defaults(catalogue, JsonValue{rapidjson::kObjectType});
  const Reader reader{file, catalogue, policy, parameters};
  if (member_text(file.json, "vendor") != policy.vendor) {
    return file.refuse("/vendor", fmt::format("this file must say vendor: {}", policy.vendor));
  }
  std::set<std::string> seen;
  const JsonValue& checks = *member(file.json, "checks");
  for (rapidjson::SizeType i = 0; i < checks.Size(); ++i) {
    const std::string here = fmt::format("/checks/{}", i);
    auto check = reader.read(checks[i], here);
    if (!check) {
      return tl::unexpected(check.error());
    }
    if (!seen.insert(check->id).second) {
      return file.refuse(here + "/id",
                         fmt::format("the check \"{}\" is given twice", check->id));
    }
    policy.checks.push_back(std::move(*check));
  }
  return {};
}

} // namespace klausur
