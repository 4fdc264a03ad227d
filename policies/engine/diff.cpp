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

void
compare(const JsonValue* before, const JsonValue* after, Address& at,
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
      compare(member(*before, name), member(*after, name), at, out);
      at.steps.pop_back();
    }
    return;
  }
  const bool same = (before == nullptr) == (after == nullptr) &&
                    (before == nullptr || same_setting(*before, *after));
  if (!same) {
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
            now == nullptr ? nullptr : &*now->content, at, out);
    for (const Reading* each : {old, now}) {
      if (each != nullptr) {
        each->content.drop_tree();
      }
    }
  }
  return out;
}

} // namespace klausur
