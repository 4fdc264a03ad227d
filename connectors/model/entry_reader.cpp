#include "connectors/model/entry_reader.hpp"

#include "connectors/format/read_members.hpp"
#include "connectors/model/setting.hpp"
#include "connectors/model/snapshot.hpp"

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

std::map<std::string, Count>
counts_from(const JsonValue& entry)
{
  std::map<std::string, Count> counts;
  if (const JsonValue* json = member(entry, "counts")) {
    for (const auto& each : json->GetObject()) {
      counts[std::string{text_of(each.name)}] = {.any = texts_in(each.value, "any"),
                                                 .none = texts_in(each.value, "none"),
                                                 .texts = named_texts_in(each.value, "texts"),
                                                 .is_null = text_in(each.value, "is_null"),
                                                 .list = text_in(each.value, "list")};
    }
  }
  return counts;
}

Newest
newest_from(const JsonValue& entry)
{
  const JsonValue* json = member(entry, "newest");
  return json == nullptr ? Newest{}
                         : Newest{.by = text_in(*json, "by"),
                                  .prefix = text_in(*json, "prefix"),
                                  .place = text_in(*json, "place"),
                                  .time = text_in(*json, "time"),
                                  .values = named_texts_in(*json, "values")};
}

WriteCall
write_call_from(const JsonValue& entry)
{
  const JsonValue* json = member(entry, "write_call");
  return json == nullptr ? WriteCall{}
                         : WriteCall{.setting = text_in(*json, "setting"),
                                     .who = text_in(*json, "who"),
                                     .value = text_in(*json, "value")};
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

} // namespace

Result<DocumentEntry>
entry_from(const JsonValue& json)
{
  DocumentEntry entry;
  entry.name = text_in(json, "name");
  read_call(json, "read", entry.method, entry.path);
  read_call(json, "write", entry.write_method, entry.write_path);
  entry.write_body = text_in(json, "write_body");
  entry.write_with = texts_in(json, "write_with");
  entry.write_call = write_call_from(json);
  entry.write_each = text_in(json, "write_each");
  entry.write_limit = text_in(json, "write_limit");
  entry.write_where = text_in(json, "write_where");
  entry.host = text_in(json, "host");
  entry.query = named_texts_in(json, "query");
  entry.items = text_in(json, "items");
  entry.paging = paging_from(json);
  entry.spans = spans_from(json);
  entry.ages = text_in(json, "ages");
  entry.ages_of = named_texts_in(json, "ages_of");
  entry.counts = counts_from(json);
  entry.newest = newest_from(json);
  entry.skip = texts_in(json, "skip");
  entry.durations = texts_in(json, "durations");
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

} // namespace klausur
