#include "connectors/model/variant_reader.hpp"

#include "connectors/format/read_members.hpp"
#include "connectors/format/suggest.hpp"
#include "connectors/model/setting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur {

namespace {

constexpr std::array<std::string_view, 7> k_factors{"J", "H", "C", "P", "E", "O", "B"};

Factor
factor_from(std::string_view name, const JsonValue& json)
{
  return {.name = std::string{name},
          .value = number_in(json, "value"),
          .reason = both_languages_in(json, "reason"),
          .source = text_in(json, "source"),
          .as_of = text_in(json, "as_of"),
          .verified = flag_in(json, "verified")};
}

/// What the variant is like; an empty one when it is like none.
Result<Variant>
base_of(const JsonValue& json, const std::vector<Variant>& above)
{
  const auto like = text_in(json, "like");
  std::vector<std::string> known;
  for (const auto& variant : above) {
    if (variant.id == like) {
      return Variant{.id = {},
                     .title = {},
                     .when_setting = {},
                     .when_expect = {},
                     .when_absent_means = {},
                     .factors = variant.factors,
                     .dpa_mode = variant.dpa_mode,
                     .lifecycle = variant.lifecycle,
                     .not_applicable = variant.not_applicable};
    }
    known.push_back(variant.id);
  }
  return like.empty()
             ? Result<Variant>{Variant{}}
             : fail(Failure::invalid, fmt::format("no variant \"{}\" stands above this one{}",
                                                  like, did_you_mean(like, known)));
}

Result<void>
read_when(const JsonValue& json, Variant& variant)
{
  const JsonValue* when = member(json, "when");
  if (when == nullptr) {
    return {};
  }
  variant.when_setting = text_in(*when, "setting");
  const JsonValue* expect = member(*when, "expect");
  variant.when_expect = expect == nullptr ? Json{} : copy_of(*expect);
  if (const JsonValue* absent = member(*when, "absent_means")) {
    variant.when_absent_means = copy_of(*absent);
  }
  return parse_address(variant.when_setting).map([](const Address&) {});
}

/// All seven, each the variant's own or that of its base.
Result<void>
read_factors(const JsonValue& json, Variant& variant)
{
  const JsonValue* factors = member(json, "factors");
  for (const auto name : k_factors) {
    const JsonValue* own = factors == nullptr ? nullptr : member(*factors, name);
    const auto given = std::ranges::find(variant.factors, name, &Factor::name);
    if (own == nullptr && given == variant.factors.end()) {
      return fail(Failure::invalid,
                  fmt::format("variant \"{}\": the factor {} is missing", variant.id, name));
    }
    if (own != nullptr && given != variant.factors.end()) {
      *given = factor_from(name, *own);
    } else if (own != nullptr) {
      variant.factors.push_back(factor_from(name, *own));
    }
  }
  return {};
}

Result<Variant>
variant_from(const JsonValue& json, const std::vector<Variant>& above)
{
  auto base = base_of(json, above);
  if (!base) {
    return base;
  }
  Variant variant = std::move(*base);
  variant.id = text_in(json, "id");
  variant.title = both_languages_in(json, "title");
  for (const auto& [name, value] :
       {std::pair{"dpa_mode", &variant.dpa_mode}, {"lifecycle", &variant.lifecycle}}) {
    *value = member(json, name) == nullptr ? *value : text_in(json, name);
    if (value->empty()) {
      return fail(Failure::invalid,
                  fmt::format("variant \"{}\": {} is missing", variant.id, name));
    }
  }
  if (const JsonValue* list = member(json, "not_applicable"); list && list->IsObject()) {
    for (const auto& each : list->GetObject()) {
      variant.not_applicable.insert_or_assign(
          std::string{text_of(each.name)},
          Text{text_in(each.value, "en"), text_in(each.value, "de")});
    }
  }
  return read_when(json, variant)
      .and_then([&] { return read_factors(json, variant); })
      .map([&] { return std::move(variant); });
}

} // namespace

Result<void>
read_variants(const SourceFile& file, Manifest& manifest)
{
  const JsonValue* variants = member(file.json, "variants");
  for (rapidjson::SizeType i = 0; variants != nullptr && i < variants->Size(); ++i) {
    const std::string here = fmt::format("/variants/{}", i);
    auto variant = variant_from((*variants)[i], manifest.variants);
    if (!variant) {
      return file.refuse(here, variant.error().what);
    }
    if (variant->when_setting.empty() && i + 1 < variants->Size()) {
      return file.refuse(here, "a variant without \"when\" fits always and must stand last");
    }
    manifest.variants.push_back(std::move(*variant));
  }
  return {};
}

} // namespace klausur
