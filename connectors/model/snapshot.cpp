#include "connectors/model/snapshot.hpp"

#include "connectors/format/json_list.hpp"
#include "connectors/model/watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace klausur {

namespace {

template<typename Handler>
void
send_member(Handler& handler, std::string_view name, std::string_view text)
{
  send_key(handler, name);
  send_text(handler, text);
}

template<typename Handler>
void
send(const Reading& reading, Handler& handler)
{
  handler.StartObject();
  send_member(handler, "document", reading.document);
  send_member(handler, "source", reading.source);
  send_member(handler, "read_at", to_text(reading.read_at));
  if (reading.content) {
    send_key(handler, "content");
    reading.content->Accept(handler);
    reading.content.drop_tree();
  } else {
    const Error& error = reading.content.error();
    send_key(handler, "gap");
    handler.StartObject();
    send_member(handler, "kind", name_of(error.kind));
    send_member(handler, "what", error.what);
    send_member(handler, "scope", error.scope);
    handler.EndObject(3);
  }
  handler.EndObject(4);
}

/// The whole snapshot as events, to a writer or to a Json that is being filled.
template<typename Handler>
bool
send(const Snapshot& snapshot, Handler& handler)
{
  handler.StartObject();
  send_key(handler, "format");
  handler.Int(1);
  send_member(handler, "tenant", snapshot.tenant);
  send_member(handler, "vendor", snapshot.vendor);
  send_member(handler, "taken_at", to_text(snapshot.taken_at));
  send_member(handler, "version", snapshot.version);
  send_member(handler, "variant", snapshot.variant);
  if (snapshot.kept) {
    send_key(handler, "kept");
    snapshot.kept->to_json().Accept(handler);
  }
  const Json watched = watched_of(snapshot);
  if (!watched.IsNull()) {
    send_key(handler, "watched");
    watched.Accept(handler);
  }
  send_key(handler, "readings");
  handler.StartArray();
  for (const auto& reading : snapshot.readings) {
    send(reading, handler);
  }
  handler.EndArray(static_cast<rapidjson::SizeType>(snapshot.readings.size()));
  return handler.EndObject(7U + (snapshot.kept ? 1U : 0U) + (watched.IsNull() ? 0U : 1U));
}

Result<Reading>
reading_from_json(const JsonValue& json)
{
  Reading reading;
  reading.document = SharedText{member_text(json, "document")};
  reading.source = SharedText{member_text(json, "source")};
  if (reading.document.empty()) {
    return fail(Failure::invalid, "snapshot: a reading has no \"document\"");
  }
  const auto read_at = parse_time(member_text(json, "read_at"));
  if (!read_at) {
    return fail(Failure::invalid, fmt::format("snapshot: {}: \"read_at\": {}", reading.document,
                                              read_at.error().what));
  }
  reading.read_at = *read_at;
  if (const auto* content = member(json, "content")) {
    reading.content = copy_of(*content);
    return reading;
  }
  const auto* gap = member(json, "gap");
  const auto kind = failure_named(gap == nullptr ? "" : member_text(*gap, "kind"));
  if (!kind) {
    return fail(Failure::invalid,
                fmt::format("snapshot: {} has neither \"content\" nor a \"gap\" with a known "
                            "\"kind\"",
                            reading.document));
  }
  reading.content = fail(*kind, std::string{member_text(*gap, "what")},
                         std::string{member_text(*gap, "scope")});
  return reading;
}

Result<Snapshot>
with_watched(Snapshot snapshot, const JsonValue& json)
{
  if (const auto* watched = member(json, "watched")) {
    if (const auto taken = take_watched(snapshot, *watched); !taken) {
      return fail(Failure::invalid, "snapshot: " + taken.error().what);
    }
  }
  return snapshot;
}

} // namespace

void
Snapshot::seal()
{
  std::ranges::sort(readings, {}, &Reading::document);
  sealed = readings.size();
}

const Reading*
Snapshot::find(std::string_view document) const
{
  const auto unsorted =
      readings.begin() + static_cast<std::ptrdiff_t>(std::min(sealed, readings.size()));
  const auto near = std::lower_bound(readings.begin(), unsorted, document,
                                     [](const Reading& reading, std::string_view name) {
                                       return reading.document.str() < name;
                                     });
  if (near != unsorted && near->document == document) {
    return &*near;
  }
  const auto found = std::find_if(unsorted, readings.end(), [&](const Reading& reading) {
    return reading.document == document;
  });
  return found == readings.end() ? nullptr : &*found;
}

Json
to_json(const Snapshot& snapshot)
{
  Json json;
  auto fill = [&](Json& target) { return send(snapshot, target); };
  json.Populate(fill);
  return json;
}

void
write_json(const Snapshot& snapshot, const TextSink& sink)
{
  SinkStream out{sink};
  PrettyStream writer{out};
  send(snapshot, writer);
  out.Put('\n');
  out.Flush();
}

Result<Snapshot>
snapshot_from_json(const JsonValue& json)
{
  const auto* format = member(json, "format");
  if (format == nullptr || !format->IsInt() || format->GetInt() != 1) {
    return fail(Failure::invalid, "this is no snapshot of ours: \"format\" is not 1");
  }
  Snapshot snapshot;
  snapshot.tenant = member_text(json, "tenant");
  snapshot.vendor = member_text(json, "vendor");
  snapshot.version = member_text(json, "version");
  snapshot.variant = member_text(json, "variant");
  if (snapshot.tenant.empty() || snapshot.vendor.empty()) {
    return fail(Failure::invalid, "snapshot: \"tenant\" or \"vendor\" is missing");
  }
  const auto taken_at = parse_time(member_text(json, "taken_at"));
  const auto* readings = member(json, "readings");
  if (!taken_at || readings == nullptr || !readings->IsArray()) {
    return fail(Failure::invalid, "snapshot: \"taken_at\" is no time or \"readings\" no list");
  }
  snapshot.taken_at = *taken_at;
  if (const auto* json_kept = member(json, "kept")) {
    auto kept = Kept::from_json(*json_kept);
    if (!kept) {
      return fail(Failure::invalid, "snapshot: " + kept.error().what);
    }
    snapshot.kept = std::move(*kept);
  }
  for (const auto& each : readings->GetArray()) {
    auto reading = reading_from_json(each);
    if (!reading) {
      return tl::unexpected(reading.error());
    }
    snapshot.readings.push_back(std::move(*reading));
  }
  snapshot.seal();
  return with_watched(std::move(snapshot), json);
}

Result<Snapshot>
read_snapshot(std::istream& in)
{
  TextPool texts;
  std::vector<Reading> readings;
  std::optional<Error> broken; // What is said of the whole goes before it.
  const auto head = parse_list(in, "readings", [&](Json item) {
    auto reading = reading_from_json(item);
    if (reading) {
      reading->content.pack(texts);
      reading->source = texts.keep(reading->source);
      readings.push_back(std::move(*reading));
    } else if (!broken) {
      broken = std::move(reading.error());
    }
  });
  auto snapshot = head.and_then([](const Json& json) { return snapshot_from_json(json); });
  if (snapshot && broken) {
    return tl::unexpected(std::move(*broken));
  }
  if (!snapshot) {
    return snapshot;
  }
  snapshot->readings = std::move(readings);
  snapshot->seal();
  return with_watched(std::move(*snapshot), *head); // Of readings that are there only now.
}

} // namespace klausur
