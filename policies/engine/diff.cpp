#include "policies/engine/diff.hpp"

#include "connectors/model/setting.hpp"
#include "policies/engine/expectation.hpp"

#include <algorithm>

namespace klausur {

namespace {

std::optional<Json>
copy_if(const JsonValue* value)
{
  return value == nullptr ? std::nullopt : std::optional{copy_of(*value)};
}

/// Whether something of `value` would have been kept at its place, had it been there then.
bool
would_be_kept(const Snapshot& then, const JsonValue& value, Address& at)
{
  if (then.kept_at(at)) {
    return true;
  }
  const auto below = [&](std::string_view step, const JsonValue& inner) {
    at.steps.emplace_back(step);
    const bool kept = would_be_kept(then, inner, at);
    at.steps.pop_back();
    return kept;
  };
  if (value.IsObject()) {
    return std::ranges::any_of(value.GetObject(), [&](const auto& each) {
      return below(text_of(each.name), each.value);
    });
  }
  return value.IsArray() && std::ranges::any_of(value.GetArray(), [&](const JsonValue& each) {
           return below("0", each); // One member of a list is kept as any other is.
         });
}

/// Whether what only one of both has is news: the other one would have it too.
struct Sides
{
  const Snapshot& before;
  const Snapshot& after;

  [[nodiscard]] bool is_news(const JsonValue* old, const JsonValue* now, Address& at) const
  {
    return old == nullptr   ? would_be_kept(before, *now, at)
           : now == nullptr ? would_be_kept(after, *old, at)
                            : true;
  }
};

void
compare(const JsonValue* before, const JsonValue* after, const Sides& sides, Address& at,
        std::vector<Difference>& out)
{
  if (before != nullptr && after != nullptr && before->IsObject() && after->IsObject()) {
    std::vector<std::string_view> names;
    for (const auto* object : {before, after}) {
      for (const auto& each : object->GetObject()) {
        names.push_back(text_of(each.name));
      }
    }
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (const auto name : names) {
      at.steps.emplace_back(name);
      compare(member(*before, name), member(*after, name), sides, at, out);
      at.steps.pop_back();
    }
    return;
  }
  const bool same = (before == nullptr) == (after == nullptr) &&
                    (before == nullptr || same_setting(*before, *after));
  if (!same && sides.is_news(before, after, at)) {
    out.push_back({to_text(at), copy_if(before), copy_if(after)});
  }
}

} // namespace

std::vector<Difference>
differences(const Snapshot& before, const Snapshot& after)
{
  std::vector<std::string_view> documents;
  for (const auto* snapshot : {&before, &after}) {
    for (const auto& reading : snapshot->readings) {
      documents.push_back(reading.document);
    }
  }
  std::ranges::sort(documents);
  documents.erase(std::unique(documents.begin(), documents.end()), documents.end());
  std::vector<Difference> out;
  for (const auto document : documents) {
    const Reading* old = before.find(document);
    const Reading* now = after.find(document);
    if ((old != nullptr && !old->content) || (now != nullptr && !now->content)) {
      continue;
    }
    if (old != nullptr && now != nullptr && old->content.text() == now->content.text()) {
      continue;
    }
    Address at{.document = std::string{document}, .steps = {}};
    compare(old == nullptr ? nullptr : &*old->content,
            now == nullptr ? nullptr : &*now->content, {before, after}, at, out);
    for (const Reading* each : {old, now}) {
      if (each != nullptr) {
        each->content.drop_tree();
      }
    }
  }
  return out;
}

std::optional<std::vector<std::string>>
unseen_changes(const Snapshot& before, const Snapshot& after)
{
  if (before.digest_key.empty() || before.digest_key != after.digest_key || !before.kept ||
      !after.kept) {
    return std::nullopt;
  }
  std::vector<std::string> changes;
  for (const auto& old : before.readings) {
    const Reading* now = after.find(old.document);
    if (old.digests.empty() || now == nullptr || now->digests.empty() ||
        before.kept->pointers_of(old.document) != after.kept->pointers_of(old.document)) {
      continue;
    }
    const auto then = parse_json(old.digests.str());
    const auto today = parse_json(now->digests.str());
    if (!then || !today) {
      return std::nullopt;
    }
    for (const auto& [path, digest] : then->GetObject()) {
      if (member_text(*today, text_of(path)) != text_of(digest)) {
        changes.push_back(old.document.str() + "#" + std::string{text_of(path)});
      }
    }
  }
  return changes;
}

} // namespace klausur
