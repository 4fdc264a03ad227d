#include "connectors/model/manifest_reader.hpp"

#include "connectors/format/read_members.hpp"
#include "connectors/model/setting.hpp"
#include "connectors/model/snapshot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace klausur {

namespace {

constexpr std::array<std::string_view, 7> k_factors{"J", "H", "C", "P", "E", "O", "B"};

/// The one member of `{get: /path}`: the method in capitals, and the path.
void
read_call(const JsonValue& entry, std::string_view name, std::string& method, std::string& path)
{
  const JsonValue* call = member(entry, name);
  if (call == nullptr || !call->IsObject() || call->ObjectEmpty()) {
    return;
  }
  const auto& only = *call->MemberBegin();
  method = text_of(only.name);
  std::ranges::transform(method, method.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  path = only.value.IsString() ? text_of(only.value) : std::string_view{};
}

Paging
paging_from(const JsonValue& entry)
{
  const JsonValue* json = member(entry, "paging");
  if (json == nullptr) {
    return {};
  }
  return {.kind = text_in(*json, "kind"),
          .parameter = text_in(*json, "parameter"),
          .next = text_in(*json, "next"),
          .total = text_in(*json, "total"),
          .size_parameter = text_in(*json, "size_parameter"),
          .size = number_in(*json, "size"),
          .first = number_in(*json, "first")};
}

Result<std::map<int, std::string>>
statuses_from(const JsonValue& entry)
{
  std::map<int, std::string> statuses;
  for (const auto& [status, meaning] : named_texts_in(entry, "statuses")) {
    int number = 0;
    const auto* end = status.data() + status.size();
    const auto got = std::from_chars(status.data(), end, number);
    if (got.ec != std::errc{} || got.ptr != end || !failure_named(meaning)) {
      return fail(Failure::invalid,
                  fmt::format("\"{}: {}\" is not an HTTP status and a kind of failure", status,
                              meaning));
    }
    statuses.emplace(number, meaning);
  }
  return statuses;
}

Result<DocumentEntry>
entry_from(const JsonValue& json)
{
  DocumentEntry entry;
  entry.name = text_in(json, "name");
  read_call(json, "read", entry.method, entry.path);
  read_call(json, "write", entry.write_method, entry.write_path);
  entry.write_body = text_in(json, "write_body");
  entry.write_with = texts_in(json, "write_with");
  entry.host = text_in(json, "host");
  entry.query = named_texts_in(json, "query");
  entry.items = text_in(json, "items");
  entry.paging = paging_from(json);
  entry.key = text_in(json, "key");
  entry.each = text_in(json, "each");
  entry.keep = texts_in(json, "keep");
  entry.secret = texts_in(json, "secret");
  entry.scopes = texts_in(json, "scopes");
  entry.write_scopes = texts_in(json, "write_scopes");
  entry.limit = text_in(json, "limit");
  entry.plan = text_in(json, "plan");
  entry.optional = flag_in(json, "optional");
  entry.source = text_in(json, "source");
  if (!entry.each.empty()) {
    if (const auto address = parse_address(entry.each); !address) {
      return tl::unexpected(address.error());
    }
  }
  auto statuses = statuses_from(json);
  if (!statuses) {
    return tl::unexpected(statuses.error());
  }
  entry.statuses = std::move(*statuses);
  return entry;
}

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

Result<Variant>
variant_from(const JsonValue& json)
{
  Variant variant;
  variant.id = text_in(json, "id");
  variant.title = both_languages_in(json, "title");
  variant.dpa_mode = text_in(json, "dpa_mode");
  variant.lifecycle = text_in(json, "lifecycle");
  if (const JsonValue* when = member(json, "when")) {
    variant.when_setting = text_in(*when, "setting");
    const JsonValue* expect = member(*when, "expect");
    variant.when_expect = expect == nullptr ? Json{} : copy_of(*expect);
    if (const auto address = parse_address(variant.when_setting); !address) {
      return tl::unexpected(address.error());
    }
  }
  const JsonValue* factors = member(json, "factors");
  for (const auto name : k_factors) {
    const JsonValue* factor = factors == nullptr ? nullptr : member(*factors, name);
    if (factor == nullptr) {
      return fail(Failure::invalid,
                  fmt::format("variant \"{}\": the factor {} is missing", variant.id, name));
    }
    variant.factors.push_back(factor_from(name, *factor));
  }
  if (const JsonValue* list = member(json, "not_applicable"); list && list->IsObject()) {
    for (const auto& each : list->GetObject()) {
      variant.not_applicable.emplace(
          text_of(each.name), Text{text_in(each.value, "en"), text_in(each.value, "de")});
    }
  }
  return variant;
}

Result<void>
read_documents(const SourceFile& file, Manifest& manifest)
{
  const JsonValue* documents = member(file.json, "documents");
  for (rapidjson::SizeType i = 0; documents != nullptr && i < documents->Size(); ++i) {
    const std::string here = fmt::format("/documents/{}", i);
    auto entry = entry_from((*documents)[i]);
    if (!entry) {
      return file.refuse(here, entry.error().what);
    }
    const bool twice = std::ranges::find(manifest.documents, entry->name,
                                         &DocumentEntry::name) != manifest.documents.end();
    if (twice) {
      return file.refuse(here, fmt::format("the document \"{}\" is given twice", entry->name));
    }
    const std::string base = entry->each.substr(0, entry->each.find('#'));
    if (!base.empty() && manifest.entry_of(base) == nullptr) {
      return file.refuse(here + "/each", fmt::format("the document \"{}\" must stand above "
                                                     "the one that is read for each of it",
                                                     base));
    }
    manifest.documents.push_back(std::move(*entry));
  }
  return {};
}

Result<void>
read_variants(const SourceFile& file, Manifest& manifest)
{
  const JsonValue* variants = member(file.json, "variants");
  for (rapidjson::SizeType i = 0; variants != nullptr && i < variants->Size(); ++i) {
    const std::string here = fmt::format("/variants/{}", i);
    auto variant = variant_from((*variants)[i]);
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

} // namespace

const DocumentEntry*
Manifest::entry_of(std::string_view document) const
{
  const auto found = std::ranges::find_if(
      documents, [&](const DocumentEntry& entry) { return matches(entry.name, document); });
  return found == documents.end() ? nullptr : &*found;
}

Result<Manifest>
manifest_from(const SourceFile& file)
{
  Manifest manifest;
  manifest.vendor = text_in(file.json, "vendor");
  manifest.title = both_languages_in(file.json, "title");
  manifest.base_url = text_in(file.json, "base_url");
  manifest.hosts = named_texts_in(file.json, "hosts");
  manifest.version = text_in(file.json, "version");
  manifest.auth = texts_in(file.json, "auth");
  if (const JsonValue* limits = member(file.json, "limits"); limits && limits->IsObject()) {
    for (const auto& each : limits->GetObject()) {
      const JsonValue* per = member(each.value, "per_seconds");
      manifest.limits[std::string{text_of(each.name)}] = {
          .requests = number_in(each.value, "requests"),
          .per_seconds = per != nullptr && per->IsNumber() ? per->GetDouble() : 1.0};
    }
  }
  return read_documents(file, manifest)
      .and_then([&] { return read_variants(file, manifest); })
      .map([&] { return std::move(manifest); });
}

} // namespace klausur
