#include "connectors/model/manifest_reader.hpp"

#include "connectors/format/read_members.hpp"
#include "connectors/format/suggest.hpp"
#include "connectors/model/setting.hpp"
#include "connectors/model/snapshot.hpp"
#include "connectors/model/variant_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace klausur {

namespace {

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

Spans
spans_from(const JsonValue& entry)
{
  const JsonValue* json = member(entry, "spans");
  if (json == nullptr) {
    return {};
  }
  return {.from = text_in(*json, "from"),
          .to = text_in(*json, "to"),
          .days = number_in(*json, "days"),
          .count = number_in(*json, "count"),
          .exact = flag_in(*json, "exact")};
}

Sample
sample_from(const JsonValue& entry)
{
  const JsonValue* json = member(entry, "sample");
  return json == nullptr ? Sample{}
                         : Sample{.parameter = text_in(*json, "parameter"),
                                  .size = number_in(*json, "size")};
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
  entry.write_where = text_in(json, "write_where");
  entry.host = text_in(json, "host");
  entry.query = named_texts_in(json, "query");
  entry.items = text_in(json, "items");
  entry.paging = paging_from(json);
  entry.spans = spans_from(json);
  entry.ages = text_in(json, "ages");
  entry.ages_of = named_texts_in(json, "ages_of");
  entry.sample = sample_from(json);
  entry.key = text_in(json, "key");
  entry.each = text_in(json, "each");
  entry.keep = texts_in(json, "keep");
  entry.secret = texts_in(json, "secret");
  entry.scopes = texts_in(json, "scopes");
  entry.write_scopes = texts_in(json, "write_scopes");
  entry.classic_scopes = texts_in(json, "classic_scopes");
  entry.classic_write_scopes = texts_in(json, "classic_write_scopes");
  entry.token = member_text(json, "token", "user");
  entry.limit = text_in(json, "limit");
  entry.plan = text_in(json, "plan");
  entry.up_to = text_in(json, "up_to");
  entry.optional = flag_in(json, "optional");
  entry.source = text_in(json, "source");
  for (const auto* each : {&entry.each, &entry.write_where}) {
    if (const auto address = parse_address(*each); !address && !each->empty()) {
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

/// Each plan that an entry names is one that the manifest lists, where it lists any.
Result<void>
check_plans(const DocumentEntry& entry, const std::vector<std::string>& plans)
{
  for (const auto& plan : {entry.plan, entry.up_to}) {
    if (!plan.empty() && !plans.empty() && std::ranges::count(plans, plan) == 0) {
      return fail(Failure::invalid, fmt::format("the plan \"{}\" is not in plans{}", plan,
                                                did_you_mean(plan, plans)));
    }
  }
  return {};
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
    if (const auto known = check_plans(*entry, manifest.plans); !known) {
      return file.refuse(here, known.error().what);
    }
    manifest.documents.push_back(std::move(*entry));
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

std::ptrdiff_t
rank_of(const std::vector<std::string>& plans, std::string_view plan)
{
  const auto found = std::ranges::find(plans, plan);
  return found == plans.end() ? -1 : found - plans.begin();
}

} // namespace

bool
Manifest::is_offered(const DocumentEntry& entry, std::string_view plan) const
{
  const auto has = rank_of(plans, plan);
  const auto last = entry.up_to.empty() ? has : rank_of(plans, entry.up_to);
  return has < 0 || (has >= rank_of(plans, entry.plan) && has <= last);
}

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
  manifest.plans = texts_in(file.json, "plans");
  if (const JsonValue* limits = member(file.json, "limits"); limits && limits->IsObject()) {
    for (const auto& each : limits->GetObject()) {
      const JsonValue* per = member(each.value, "per_seconds");
      manifest.limits[std::string{text_of(each.name)}] = {
          .requests = number_in(each.value, "requests"),
          .per_seconds = per != nullptr && per->IsNumber() ? per->GetDouble() : 1.0};
    }
  }
  return read_app(file, manifest)
      .and_then([&] { return read_documents(file, manifest); })
      .and_then([&] { return read_variants(file, manifest); })
      .map([&] { return std::move(manifest); });
}

} // namespace klausur
