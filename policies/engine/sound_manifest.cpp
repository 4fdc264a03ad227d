#include "policies/engine/sound_manifest.hpp"

#include "connectors/format/read_members.hpp"
#include "connectors/format/suggest.hpp"
#include "policies/engine/expectation.hpp"
#include "policies/engine/known.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

class Inspection
{
public:
  Inspection(const Policy& policy, const Catalogue& catalogue)
      : m_policy{policy}, m_catalogue{catalogue}
  {
  }

  std::vector<Remark> remarks{};

  void look_at_address(const JsonValue* text, std::string pointer, std::string below = {})
  {
    const auto address = parse_address(text == nullptr ? std::string_view{} : text_of(*text));
    if (text == nullptr || !address ||
        m_policy.manifest.entry_of(address->document) != nullptr) {
      return; // what is no address is told where it is read
    }
    std::vector<std::string> names;
    std::ranges::transform(m_policy.manifest.documents, std::back_inserter(names),
                           &DocumentEntry::name);
    remarks.push_back({std::move(pointer), false,
                       fmt::format("there is no document \"{}\"{}", address->document,
                                   did_you_mean(address->document, names)),
                       std::move(below)});
  }

  void look_at_variant(const JsonValue& variant, const std::string& here)
  {
    const auto below = fmt::format("in variant {}", text_in(variant, "id"));
    if (const JsonValue* when = member(variant, "when")) {
      look_at_address(member(*when, "setting"), here + "/when/setting", below);
      look_at_expectation(*when, here + "/when/expect", below);
    }
    const JsonValue* controls = member(variant, "not_applicable");
    if (controls == nullptr || !controls->IsObject()) {
      return;
    }
    for (const auto& each : controls->GetObject()) {
      if (m_catalogue.find(text_of(each.name)) == nullptr) {
        std::vector<std::string> ids;
        std::ranges::transform(m_catalogue.controls, std::back_inserter(ids), &Control::id);
        remarks.push_back({fmt::format("{}/not_applicable/{}", here, text_of(each.name)), true,
                           fmt::format("there is no control \"{}\"{}", text_of(each.name),
                                       did_you_mean(text_of(each.name), ids)),
                           below});
      }
    }
  }

  void look_at_limit(const DocumentEntry& entry, std::size_t number)
  {
    for (const auto& [use, limit] : {std::pair{"read", entry.needs.read.limit},
                                     std::pair{"write", entry.needs.write.limit}}) {
      if (limit.empty() || m_policy.manifest.limits.contains(limit)) {
        continue;
      }
      std::vector<std::string> names;
      for (const auto& [name, each] : m_policy.manifest.limits) {
        names.push_back(name);
      }
      remarks.push_back(
          {fmt::format("/documents/{}/needs/{}/limit", number, use), false,
           fmt::format("there is no limit \"{}\"{}", limit, did_you_mean(limit, names)),
           "in document " + entry.name});
      return; // where writing takes that of reading, it is one mistake
    }
  }

private:
  void look_at_expectation(const JsonValue& when, const std::string& here,
                           const std::string& below)
  {
    const JsonValue* expect = member(when, "expect");
    if (expect == nullptr) {
      return;
    }
    const auto compiled = Expectation::compile(*expect);
    if (!compiled) {
      return; // told before the manifest is read
    }
    const auto setting = parse_address(text_in(when, "setting"));
    const auto known = std::ranges::find_if(m_policy.checks, [&](const Check& check) {
      return check.known && setting && check.setting == *setting;
    });
    if (known == m_policy.checks.end()) {
      return;
    }
    for (const auto* value : compiled->named_values()) {
      if (!KnownValues{*known->known}.foresees(*value)) {
        remarks.push_back(
            {here, false,
             fmt::format("{} is no value of {}: known: of {} says {}", to_text(*value),
                         to_text(*setting), known->id, to_text(*known->known)),
             below});
      }
    }
  }

  const Policy& m_policy;
  const Catalogue& m_catalogue;
};

} // namespace

Result<void>
variants_are_sound(const SourceFile& file)
{
  std::vector<Remark> remarks;
  const JsonValue* variants = member(file.json, "variants");
  for (rapidjson::SizeType i = 0; variants != nullptr && i < variants->Size(); ++i) {
    const JsonValue& variant = (*variants)[i];
    const JsonValue* when = member(variant, "when");
    const JsonValue* expect = when == nullptr ? nullptr : member(*when, "expect");
    if (expect == nullptr) {
      continue;
    }
    const auto compiled = Expectation::compile(*expect);
    for (const auto& each : compiled ? std::vector<Objection>{} : compiled.error()) {
      remarks.push_back({fmt::format("/variants/{}/when/expect{}", i, each.pointer),
                         each.at_name, each.what,
                         fmt::format("in variant {}; klausur validate --schema expect lists "
                                     "the words",
                                     text_in(variant, "id"))});
    }
  }
  return remarks.empty() ? Result<void>{} : file.refuse(std::move(remarks));
}

std::vector<Remark>
remarks_on_manifest(const SourceFile& file, const Policy& policy, const Catalogue& catalogue)
{
  Inspection inspection{policy, catalogue};
  inspection.look_at_address(member(file.json, "version"), "/version");
  if (const JsonValue* plan = member(file.json, "plan_at")) {
    inspection.look_at_address(member(*plan, "setting"), "/plan_at/setting");
  }
  for (std::size_t i = 0; i < policy.manifest.documents.size(); ++i) {
    inspection.look_at_limit(policy.manifest.documents[i], i);
  }
  const JsonValue* variants = member(file.json, "variants");
  for (rapidjson::SizeType i = 0; variants != nullptr && i < variants->Size(); ++i) {
    inspection.look_at_variant((*variants)[i], fmt::format("/variants/{}", i));
  }
  return std::move(inspection.remarks);
}

} // namespace klausur
