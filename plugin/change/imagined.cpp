#include "plugin/change/settled.hpp"

#include <map>

namespace klausur {

namespace {

using OfDocument = std::map<std::string_view, std::vector<const PlannedChange*>>;

/// Make the objects on the way; a step into a list, or into something that is none, is not
/// taken: nothing can be written there either.
void
put(Json& root, const Pointer& steps, const JsonValue& value)
{
  auto& memory = root.GetAllocator();
  JsonValue* at = &root;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (!at->IsObject()) {
      return;
    }
    auto next = at->FindMember(steps[i].c_str());
    if (next == at->MemberEnd()) {
      set_member(*at, steps[i], JsonValue{rapidjson::kObjectType}, memory);
      next = at->FindMember(steps[i].c_str());
    }
    at = &next->value;
  }
  at->CopyFrom(value, memory);
}

void
take_out(Json& root, const Pointer& steps)
{
  const JsonValue* above =
      steps.empty() ? nullptr : value_at(root, Pointer(steps.begin(), steps.end() - 1));
  if (above != nullptr && above->IsObject()) {
    const_cast<JsonValue*>(above)->RemoveMember(steps.back().c_str()); // A part of `root`.
  }
}

Content
same_content(const Content& content)
{
  if (!content) {
    return tl::unexpected(content.error());
  }
  return content.is_packed() ? Content::packed(content.text()) : Content{copy_of(*content)};
}

template<typename Alter>
Snapshot
altered(const Snapshot& found, const std::vector<PlannedChange>& changes, Alter alter)
{
  OfDocument of;
  for (const auto& change : changes) {
    of[change.setting.document.str()].push_back(&change);
  }
  Snapshot snapshot{.tenant = found.tenant,
                    .vendor = found.vendor,
                    .taken_at = found.taken_at,
                    .version = found.version,
                    .variant = found.variant,
                    .kept = found.kept,
                    .readings = {}};
  TextPool texts;
  snapshot.readings.reserve(found.readings.size());
  for (const auto& reading : found.readings) {
    Reading copy{reading.document, reading.source, reading.read_at,
                 same_content(reading.content)};
    const auto mine = of.find(reading.document.str());
    if (copy.content && mine != of.end()) {
      Json tree = copy_of(*copy.content);
      for (const auto* change : mine->second) {
        alter(tree, *change);
      }
      copy.content = Content{std::move(tree)};
      copy.content.pack(texts);
    }
    copy.content.drop_tree();
    snapshot.readings.push_back(std::move(copy));
    reading.content.drop_tree();
  }
  snapshot.seal();
  return snapshot;
}

Pointer
steps_of(const PlannedChange& change)
{
  return parse_pointer(std::string_view{change.setting.pointer}.substr(1)).value_or(Pointer{});
}

} // namespace

Snapshot
with_values(const Snapshot& found, const std::vector<PlannedChange>& changes)
{
  return altered(found, changes, [](Json& tree, const PlannedChange& change) {
    put(tree, steps_of(change), *change.to);
  });
}

Snapshot
with_origins(const Snapshot& now, const std::vector<PlannedChange>& changes)
{
  return altered(now, changes, [](Json& tree, const PlannedChange& change) {
    if (change.from) {
      put(tree, steps_of(change), *change.from);
    } else {
      take_out(tree, steps_of(change));
    }
  });
}

} // namespace klausur
