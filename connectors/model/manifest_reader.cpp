#include "connectors/model/manifest_reader.hpp"

#include "connectors/format/read_members.hpp"
#include "connectors/format/suggest.hpp"
#include "connectors/model/entry_reader.hpp"
#include "connectors/model/setting.hpp"
#include "connectors/model/snapshot.hpp"
#include "connectors/model/variant_reader.hpp"
#include "connectors/model/write_order.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

/// Each plan that an entry names is one that the manifest lists, where it lists any.
Result<void>
check_plans(const Needs& needs, const std::vector<std::string>& plans)
{
  for (const auto& plan : {needs.plan, needs.up_to}) {
    if (!plan.empty() && !plans.empty() && std::ranges::count(plans, plan) == 0) {
      return fail(Failure::invalid, fmt::format("the plan \"{}\" is not in plans{}", plan,
                                                did_you_mean(plan, plans)));
    }
  }
  return {};
}

Result<void>
read_documents(const SourceFile& file, std::span<const FactKind> kinds, Manifest& manifest)
{
  const JsonValue* documents = member(file.json, "documents");
  for (rapidjson::SizeType i = 0; documents != nullptr && i < documents->Size(); ++i) {
    const std::string here = fmt::format("/documents/{}", i);
    auto entry = entry_from(file, here, (*documents)[i], kinds);
    if (!entry) {
      return tl::unexpected(std::move(entry.error()));
    }
    const bool twice = std::ranges::find(manifest.documents, entry->name,
                                         &DocumentEntry::name) != manifest.documents.end();
    if (twice) {
      return file.refuse(here, fmt::format("the document \"{}\" is given twice", entry->name));
    }
    const auto& each = entry->read.each;
    if (each && manifest.entry_of(each->document) == nullptr) {
      return file.refuse(here + "/read/each",
                         fmt::format("the document \"{}\" must stand above the one that is "
                                     "read for each of it",
                                     each->document));
    }
    if (const auto known = check_plans(entry->needs.read, manifest.plans); !known) {
      return file.refuse(here + "/needs", known.error().what);
    }
    manifest.documents.push_back(std::move(*entry));
  }
  const auto ranks = ranks_of(manifest);
  return ranks ? Result<void>{} : file.refuse("/documents", ranks.error().what);
}

Result<IdentityQuestion>
identity_question_from(const SourceFile& file, const std::string& here, const JsonValue& json)
{
  auto entry = entry_from(file, here, json, {});
  if (!entry) {
    return tl::unexpected(std::move(entry.error()));
  }
  IdentityQuestion question{.entry = std::move(*entry), .id = {}, .holder = {}};
  question.entry.name = "identity";
  for (const auto& pointer : texts_in(json, "id")) {
    auto steps = parse_pointer(pointer);
    if (!steps) {
      return file.refuse(here + "/id", steps.error().what);
    }
    question.id.push_back(std::move(*steps));
  }
  auto holder = parse_pointer(text_in(json, "holder"));
  if (!holder) {
    return file.refuse(here + "/holder", holder.error().what);
  }
  question.holder = std::move(*holder);
  if (question.id.empty() && question.holder.empty()) {
    return file.refuse(here, "asks for nothing: say `id`, `holder` or both");
  }
  return question;
}

/// All of them together tell what is judged, and each thing once.
Result<void>
read_identity(const SourceFile& file, Manifest& manifest)
{
  const JsonValue* list = member(file.json, "identity");
  std::size_t ids = 0, holders = 0;
  for (rapidjson::SizeType i = 0; list != nullptr && i < list->Size(); ++i) {
    const std::string here = fmt::format("/identity/{}", i);
    auto question = identity_question_from(file, here, (*list)[i]);
    if (!question) {
      return tl::unexpected(std::move(question.error()));
    }
    ids += question->id.empty() ? 0U : 1U;
    holders += question->holder.empty() ? 0U : 1U;
    manifest.identity.push_back(std::move(*question));
  }
  if (list != nullptr && (ids != 1 || holders > 1)) {
    return file.refuse("/identity", "one question tells `id`, and at most one `holder`");
  }
  return {};
}

/// Each of them is one document that the manifest has: a `*` would be read for nobody where
/// there are no members.
Result<void>
read_mandatory(const SourceFile& file, Manifest& manifest)
{
  manifest.mandatory = texts_in(file.json, "mandatory");
  for (std::size_t i = 0; i < manifest.mandatory.size(); ++i) {
    const auto& name = manifest.mandatory[i];
    const bool known = std::ranges::find(manifest.documents, name, &DocumentEntry::name) !=
                       manifest.documents.end();
    if (!known || name.find('*') != std::string::npos) {
      return file.refuse(fmt::format("/mandatory/{}", i),
                         fmt::format("\"{}\" is no single document of this manifest", name));
    }
  }
  return {};
}

Result<void>
read_app(const SourceFile& file, Manifest& manifest)
{
  const JsonValue* json = member(file.json, "app");
  if (json == nullptr) {
    return {};
  }
  App& app = manifest.app;
  for (const auto& step : member(*json, "steps")->GetArray()) {
    app.steps.push_back({text_in(step, "en"), text_in(step, "de")});
  }
  if (const JsonValue* form = member(*json, "form")) {
    app.form = copy_of(*form);
  }
  app.scopes_at = named_texts_in(*json, "scopes_at");
  for (const auto& [token, pointer] : app.scopes_at) {
    const auto steps = parse_pointer(pointer);
    const JsonValue* place = steps ? value_at(app.form, *steps) : nullptr;
    if (place == nullptr || !place->IsArray() || !place->Empty()) {
      return file.refuse("/app/scopes_at/" + token,
                         fmt::format("no empty list stands at {} of the form", pointer));
    }
  }
  if (const JsonValue* parts = member(*json, "parts")) {
    for (const auto& part : parts->GetArray()) {
      app.parts.push_back(
          {text_in(part, "token"), text_in(part, "plan"), copy_of(*member(part, "form"))});
    }
  }
  return {};
}

PlanSource
plan_source_from(const JsonValue& json)
{
  const JsonValue* at = member(json, "plan_at");
  return at == nullptr ? PlanSource{}
                       : PlanSource{text_in(*at, "setting"), named_texts_in(*at, "names")};
}

ErrorCodes
error_codes_from(const JsonValue& json)
{
  const JsonValue* errors = member(json, "errors");
  if (errors == nullptr) {
    return {};
  }
  ErrorCodes codes{.code = text_in(*errors, "code"),
                   .scopes = text_in(*errors, "scopes"),
                   .reference = text_in(*errors, "reference"),
                   .kinds = {},
                   .advice = {}};
  if (const JsonValue* kinds = member(*errors, "kinds")) {
    for (const auto& kind : kinds->GetObject()) {
      for (const auto& code : kind.value.GetArray()) {
        codes.kinds[code.IsString() ? std::string{text_of(code)} : to_text(code)] =
            text_of(kind.name);
      }
    }
  }
  if (const JsonValue* advice = member(*errors, "advice")) {
    for (const auto& each : advice->GetArray()) {
      for (const auto& code : member(each, "codes")->GetArray()) {
        codes.advice[std::string{text_of(code)}] = text_in(each, "next");
      }
    }
  }
  return codes;
}

std::ptrdiff_t
rank_of(const std::vector<std::string>& plans, std::string_view plan)
{
  const auto found = std::ranges::find(plans, plan);
  return found == plans.end() ? -1 : found - plans.begin();
}

} // namespace

bool
Manifest::is_offered(std::string_view from, std::string_view up_to, std::string_view plan) const
{
  const auto has = rank_of(plans, plan);
  const auto last = up_to.empty() ? has : rank_of(plans, up_to);
  return has < 0 || (has >= rank_of(plans, from) && has <= last);
}

const DocumentEntry*
Manifest::entry_of(std::string_view document) const
{
  const auto found = std::ranges::find_if(
      documents, [&](const DocumentEntry& entry) { return matches(entry.name, document); });
  return found == documents.end() ? nullptr : &*found;
}

namespace {

Auth
auth_from(const JsonValue& json)
{
  Auth auth;
  const JsonValue* given = member(json, "auth");
  if (given == nullptr) {
    return auth;
  }
  if (const JsonValue* ways = member(*given, "ways")) {
    for (const auto& way : ways->GetArray()) {
      auto& names = auth.ways.emplace_back();
      for (const auto& name : way.GetArray()) {
        names.emplace_back(text_of(name));
      }
    }
  }
  auth.may = texts_in(*given, "may");
  return auth;
}

/// Releases are named by their numbers: `11.7`.
Result<void>
read_support(const SourceFile& file, Manifest& manifest)
{
  const JsonValue* given = member(file.json, "support");
  for (rapidjson::SizeType i = 0; given != nullptr && i < given->Size(); ++i) {
    const JsonValue& each = (*given)[i];
    for (const auto* name : {"until", "ended_by"}) {
      for (const auto& [release, day] : named_texts_in(each, name)) {
        if (release.empty() || release.find_first_not_of("0123456789.") != release.npos ||
            release.starts_with('.') || release.ends_with('.')) {
          return file.refuse(fmt::format("/support/{}/{}/{}", i, name, release),
                             fmt::format("\"{}\" is no release; write its numbers, as "
                                         "\"11.7\"",
                                         release));
        }
      }
    }
    manifest.support.push_back({.source = text_in(each, "source"),
                                .as_of = text_in(each, "as_of"),
                                .verified = flag_in(each, "verified"),
                                .until = named_texts_in(each, "until"),
                                .ended_by = named_texts_in(each, "ended_by")});
  }
  return {};
}

} // namespace

Result<Manifest>
manifest_from(const SourceFile& file, std::span<const FactKind> kinds)
{
  Manifest manifest;
  manifest.vendor = text_in(file.json, "vendor");
  manifest.title = both_languages_in(file.json, "title");
  manifest.base_url = text_in(file.json, "base_url");
  manifest.hosts = named_texts_in(file.json, "hosts");
  manifest.version = text_in(file.json, "version");
  manifest.auth = auth_from(file.json);
  manifest.files_or_url = flag_in(file.json, "files_or_url");
  manifest.plans = texts_in(file.json, "plans");
  manifest.plan_at = plan_source_from(file.json);
  manifest.errors = error_codes_from(file.json);
  if (const JsonValue* limits = member(file.json, "limits"); limits && limits->IsObject()) {
    for (const auto& each : limits->GetObject()) {
      const JsonValue* per = member(each.value, "per_seconds");
      manifest.limits[std::string{text_of(each.name)}] = {
          .requests = number_in(each.value, "requests"),
          .per_seconds = per != nullptr && per->IsNumber() ? per->GetDouble() : 1.0};
    }
  }
  return read_app(file, manifest)
      .and_then([&] { return read_documents(file, kinds, manifest); })
      .and_then([&] { return read_identity(file, manifest); })
      .and_then([&] { return read_mandatory(file, manifest); })
      .and_then([&] { return read_support(file, manifest); })
      .and_then([&] { return read_variants(file, manifest); })
      .map([&] { return std::move(manifest); });
}

} // namespace klausur
