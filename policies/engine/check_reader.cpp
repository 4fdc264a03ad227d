#include "policies/engine/check_reader.hpp"

#include "connectors/format/read_members.hpp"
#include "connectors/format/suggest.hpp"
#include "policies/engine/fact_types.hpp"
#include "policies/engine/fill.hpp"
#include "policies/engine/share_known.hpp"

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

std::ptrdiff_t
stars_in(const Address& address)
{
  return std::ranges::count(address.document, '*') + std::ranges::count(address.steps, "*");
}

/// Turns entries into checks, and remarks on all that is wrong with them.
class Reader
{
public:
  Reader(const Catalogue& catalogue, const Policy& policy)
      : parameters{parameters_over_defaults(catalogue, JsonValue{rapidjson::kObjectType})},
        m_catalogue{catalogue}, m_policy{policy}
  {
  }

  [[nodiscard]] Check read(const JsonValue& json, const std::string& here)
  {
    Check check;
    check.id = text_in(json, "id");
    m_id = check.id;
    check.version = number_in(json, "version", 1);
    check.control = text_in(json, "control");
    check.title = both_languages_in(json, "title");
    check.deviation = both_languages_in(json, "deviation");
    check.severity = severity_named(member_text(json, "severity"));
    check.known = value_in(json, "known");
    check.at_least = static_cast<std::size_t>(number_in(json, "at_least"));
    check.absent_means = value_in(json, "absent_means");
    check.since = text_in(json, "since");
    check.supported = flag_in(json, "supported");
    if (check.supported && m_policy.manifest.support.empty()) {
      remark(here + "/supported", "the manifest has no support: facts to judge a release by");
    }
    check.overridable = flag_in(json, "overridable");
    check.attest = both_languages_in(json, "attest");
    check.impact = both_languages_in(json, "impact");
    check.benchmarks = benchmarks_in(json);
    check.source = source_in(json);
    read_control(check, here);
    read_setting(json, here, check);
    const std::ptrdiff_t stars = stars_in(check.setting);
    constexpr std::ptrdiff_t k_any = 9; // People answer for every place at once.
    check.when = conditions_in(json, here, "when", stars);
    check.confirm = conditions_in(json, here, "confirm", check.attest.empty() ? stars : k_any);
    read_remedy(json, here, check);
    return check;
  }

  const Json parameters; ///< The catalogue's.
  std::vector<Remark> remarks{};

  void remark(std::string pointer, std::string what)
  {
    remarks.push_back({std::move(pointer), false, std::move(what), "in check " + m_id});
  }

private:
  void read_control(const Check& check, const std::string& here)
  {
    if (m_catalogue.find(check.control) == nullptr) {
      std::vector<std::string> ids;
      std::ranges::transform(m_catalogue.controls, std::back_inserter(ids), &Control::id);
      remark(here + "/control", fmt::format("there is no control \"{}\"{}", check.control,
                                            did_you_mean(check.control, ids)));
    }
  }

  [[nodiscard]] Address address_at(const JsonValue& text, const std::string& here)
  {
    auto address = parse_address(text.IsString() ? text_of(text) : std::string_view{});
    if (!address) {
      remark(here, address.error().what);
      return {};
    }
    if (m_policy.manifest.entry_of(address->document) == nullptr) {
      std::vector<std::string> names;
      std::ranges::transform(m_policy.manifest.documents, std::back_inserter(names),
                             &DocumentEntry::name);
      remark(here, fmt::format("the document \"{}\" is not in the manifest{}",
                               address->document, did_you_mean(address->document, names)));
    }
    return std::move(*address);
  }

  /// Usable with the catalogue's parameters, and for what the manifest's facts give there.
  void hold(const JsonValue& expect, const Address& setting, const std::string& here)
  {
    auto compiled = compile_filled(expect, parameters);
    if (compiled) {
      if (auto why = contradicts_facts(setting, *compiled, m_policy.manifest); !why.empty()) {
        remark(here, std::move(why));
      }
      return;
    }
    for (auto& each : compiled.error()) {
      remarks.push_back(
          {here + each.pointer, each.at_name, std::move(each.what),
           fmt::format("in check {}; klausur validate --schema expect lists the words", m_id)});
    }
  }

  void read_setting(const JsonValue& json, const std::string& here, Check& check)
  {
    const JsonValue* setting = member(json, "setting");
    const JsonValue* expect = member(json, "expect");
    if (!check.attest.empty()) {
      if (setting != nullptr || expect != nullptr) {
        remark(here, "a check has either \"attest\" or \"setting\" with \"expect\"");
      }
      return;
    }
    if (setting == nullptr || expect == nullptr) {
      remark(here, "a check needs \"setting\" and \"expect\", or \"attest\"");
      return;
    }
    check.setting = address_at(*setting, here + "/setting");
    check.expect = copy_of(*expect);
    hold(check.expect, check.setting, here + "/expect");
  }

  [[nodiscard]] std::vector<Condition> conditions_in(const JsonValue& json,
                                                     const std::string& check,
                                                     std::string_view name,
                                                     std::ptrdiff_t most_stars)
  {
    const JsonValue* given = member(json, name);
    const std::string here = fmt::format("{}/{}", check, name);
    std::vector<Condition> conditions;
    if (given != nullptr && given->IsObject()) {
      conditions.push_back(condition_at(*given, here, most_stars));
    } else if (given != nullptr) {
      for (rapidjson::SizeType i = 0; i < given->Size(); ++i) {
        conditions.push_back(
            condition_at((*given)[i], fmt::format("{}/{}", here, i), most_stars));
      }
    }
    return conditions;
  }

  [[nodiscard]] Condition condition_at(const JsonValue& json, const std::string& here,
                                       std::ptrdiff_t most_stars)
  {
    Condition condition{.setting = {}, .expect = {}, .absent_means = {}};
    const JsonValue* setting = member(json, "setting");
    const JsonValue* expect = member(json, "expect");
    if (setting == nullptr || expect == nullptr) {
      remark(here, "a condition needs \"setting\" and \"expect\"");
      return condition;
    }
    condition.setting = address_at(*setting, here + "/setting");
    condition.expect = copy_of(*expect);
    condition.absent_means = value_in(json, "absent_means");
    if (stars_in(condition.setting) > most_stars) {
      remark(here + "/setting", "a condition cannot have more * than the setting it is about");
    }
    hold(condition.expect, condition.setting, here + "/expect");
    return condition;
  }

  void read_remedy(const JsonValue& json, const std::string& here, Check& check)
  {
    const JsonValue* remedy = member(json, "remedy");
    if (remedy == nullptr) {
      return;
    }
    check.remedy.set = value_in(*remedy, "set");
    check.remedy.steps = both_languages_in(*remedy, "steps");
    if (const JsonValue* lock = member(*remedy, "lock")) {
      check.remedy.lock = address_at(*lock, here + "/remedy/lock");
    }
    read_cautions(*remedy, here + "/remedy", check);
    const auto expect = compile_filled(check.expect, parameters);
    if (!check.remedy.set || !expect) {
      return;
    }
    const auto value = fill(*check.remedy.set, parameters);
    if (!value) {
      remark(here + "/remedy/set" + value.error().pointer, value.error().what);
    } else if (expect->match(*value) != Match::yes) {
      remark(here + "/remedy/set",
             "the remedy does not meet the check's own expectation; write "
             "a value that expect: wants");
    }
  }

  void read_cautions(const JsonValue& remedy, const std::string& here, Check& check)
  {
    const std::ptrdiff_t stars = stars_in(check.setting);
    check.remedy.when = conditions_in(remedy, here, "when", stars);
    check.remedy.otherwise = both_languages_in(remedy, "otherwise");
    check.remedy.yields_to = texts_in(remedy, "yields_to");
    check.remedy.bundle = text_in(remedy, "bundle");
    if (check.remedy.when.empty() != check.remedy.otherwise.empty()) {
      remark(here, "\"when\" needs \"otherwise\", which says why people have to see to it");
    }
    const JsonValue* risks = member(remedy, "risk");
    for (rapidjson::SizeType i = 0; risks != nullptr && i < risks->Size(); ++i) {
      const JsonValue& json = (*risks)[i];
      const std::string place = fmt::format("{}/risk/{}", here, i);
      RiskRule rule{.danger = danger_named(member_text(json, "kind")).value_or(Danger::people),
                    .says = both_languages_in(json, "says"),
                    .when = conditions_in(json, place, "when", stars),
                    .counts = {},
                    .over = {}};
      if (const JsonValue* counts = member(json, "counts")) {
        rule.counts = address_at(*counts, place + "/counts");
      }
      if (const JsonValue* over = member(json, "over")) {
        rule.over = copy_of(*over);
      }
      check.remedy.risks.push_back(std::move(rule));
    }
  }

  const Catalogue& m_catalogue;
  const Policy& m_policy;
  std::string m_id; ///< Of the check that is being read.
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
  if (member_text(file.json, "vendor") != policy.vendor) {
    return file.refuse("/vendor", fmt::format("this file must say vendor: {}", policy.vendor));
  }
  Reader reader{catalogue, policy};
  std::set<std::string> seen;
  const JsonValue& checks = *member(file.json, "checks");
  for (rapidjson::SizeType i = 0; i < checks.Size(); ++i) {
    const std::string here = fmt::format("/checks/{}", i);
    Check check = reader.read(checks[i], here);
    if (!seen.insert(check.id).second) {
      reader.remark(here + "/id", fmt::format("the check \"{}\" is given twice", check.id));
    }
    policy.checks.push_back(std::move(check));
  }
  for (rapidjson::SizeType i = 0; i < checks.Size(); ++i) {
    for (const auto& milder : policy.checks[i].remedy.yields_to) {
      if (!seen.contains(milder)) {
        reader.remark(fmt::format("/checks/{}/remedy/yields_to", i),
                      fmt::format("there is no check \"{}\"", milder));
      }
    }
  }
  std::ranges::move(share_known(policy.checks, reader.parameters),
                    std::back_inserter(reader.remarks));
  return reader.remarks.empty() ? Result<void>{} : file.refuse(std::move(reader.remarks));
}

} // namespace klausur
