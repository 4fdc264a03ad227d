#include "policies/engine/looked_at.hpp"

#include <algorithm>

namespace klausur {

namespace {

void
look_into(const JsonValue& expect, Pointer& at, std::vector<Pointer>& found)
{
  const auto below = [&](std::string_view step, const JsonValue* then) {
    at.emplace_back(step);
    found.push_back(at);
    if (then != nullptr) {
      look_into(*then, at, found);
    }
    at.pop_back();
  };
  if (const auto* denied = member(expect, "not")) {
    look_into(*denied, at, found);
  }
  if (const auto* each = member(expect, "items")) {
    below("*", each);
  }
  if (member(expect, "maxProperties") != nullptr) {
    below("*", nullptr);
  }
  if (const auto* named = member(expect, "properties"); named && named->IsObject()) {
    for (const auto& property : named->GetObject()) {
      below(text_of(property.name), &property.value);
    }
  }
  if (const auto* needed = member(expect, "required"); needed && needed->IsArray()) {
    for (const auto& name : needed->GetArray()) {
      below(text_of(name), nullptr);
    }
  }
}

/// Where an expectation reads words, below the setting that it is about.
void
find_patterns(const JsonValue& expect, Pointer& at, std::vector<Pointer>& found)
{
  if (member(expect, "pattern") != nullptr) {
    found.push_back(at);
  }
  const auto below = [&](std::string_view step, const JsonValue& inner) {
    at.emplace_back(step);
    find_patterns(inner, at, found);
    at.pop_back();
  };
  if (const auto* denied = member(expect, "not")) {
    find_patterns(*denied, at, found);
  }
  if (const auto* each = member(expect, "items")) {
    below("*", *each);
  }
  if (const auto* named = member(expect, "properties"); named && named->IsObject()) {
    for (const auto& property : named->GetObject()) {
      below(text_of(property.name), property.value);
    }
  }
}

/// Every text in it: what is compared with is no secret.
void
add_texts(Kept& kept, const JsonValue& value)
{
  if (value.IsString()) {
    kept.add_plain(text_of(value));
  } else if (value.IsArray()) {
    std::ranges::for_each(value.GetArray(), [&](const auto& each) { add_texts(kept, each); });
  } else if (value.IsObject()) {
    for (const auto& each : value.GetObject()) {
      add_texts(kept, each.value);
    }
  }
}

void
add_expected_texts(Kept& kept, const JsonValue& expect)
{
  if (!expect.IsObject()) {
    add_texts(kept, expect);
    return;
  }
  if (const auto* values = member(expect, "enum")) {
    add_texts(kept, *values);
  }
  for (const char* inner : {"not", "items"}) {
    if (const auto* then = member(expect, inner)) {
      add_expected_texts(kept, *then);
    }
  }
  if (const auto* named = member(expect, "properties"); named && named->IsObject()) {
    for (const auto& property : named->GetObject()) {
      add_expected_texts(kept, property.value);
    }
  }
}

void
add(Kept& kept, const Address& setting, const JsonValue& expect)
{
  kept.add(setting);
  for (const auto& step : setting.steps) { // A vendor's own name, where it has several words.
    if (step.find(' ') != std::string::npos) {
      kept.add_plain(step);
    }
  }
  add_expected_texts(kept, expect);
  for (const auto& inner : looked_into(expect)) {
    Address below = setting;
    below.steps.insert(below.steps.end(), inner.begin(), inner.end());
    kept.add(below);
  }
  Pointer at;
  std::vector<Pointer> worded;
  find_patterns(expect, at, worded);
  for (const auto& inner : worded) {
    Address below = setting;
    below.steps.insert(below.steps.end(), inner.begin(), inner.end());
    kept.add_worded(below);
  }
}

/// An address of the manifest, which its reader has tested; an empty text is none.
void
add(Kept& kept, std::string_view address, const JsonValue& expect = {})
{
  if (const auto parsed = parse_address(address)) {
    add(kept, *parsed, expect);
  }
}

void
add(Kept& kept, const Check& check)
{
  if (check.attest.empty()) {
    add(kept, check.setting, check.expect);
  }
  if (check.at_least > 0) { // Its members are counted.
    Address members = check.setting;
    members.steps.emplace_back("*");
    kept.add(members);
  }
  for (const auto& condition : check.when) {
    add(kept, condition.setting, condition.expect);
  }
  for (const auto& condition : check.confirm) {
    add(kept, condition.setting, condition.expect);
  }
  if (check.remedy.lock) {
    kept.add(*check.remedy.lock);
  }
  for (const auto& condition : check.remedy.when) {
    add(kept, condition.setting, condition.expect);
  }
  for (const auto& rule : check.remedy.risks) {
    for (const auto& condition : rule.when) {
      add(kept, condition.setting, condition.expect);
    }
    if (rule.counts) {
      Address counted = *rule.counts;
      if (rule.over) { // Pairs in a list.
        counted.steps.insert(counted.steps.end(), 2, "*");
      }
      kept.add(counted);
    }
  }
  for (const auto* values : {&check.known, &check.absent_means, &check.remedy.set}) {
    if (*values) {
      add_texts(kept, **values);
    }
  }
}

/// Where each member of a list is a document of its own when it is written, the setting there:
/// it is read before the write and after it.
void
add_member(Kept& kept, const Manifest& manifest, const Check& check)
{
  const auto* entry = manifest.entry_of(check.setting.document);
  if (entry == nullptr || entry->write.each.empty() || check.setting.steps.empty()) {
    return;
  }
  const auto& steps = check.setting.steps;
  add(kept, Address{entry->write.each, {steps.begin() + 1, steps.end()}}, check.expect);
}

/// Who else may decide about a setting that is written, at the same place of its own document.
void
add_holders(Kept& kept, const Manifest& manifest, const Address& setting)
{
  const auto* entry = manifest.entry_of(setting.document);
  if (entry == nullptr) {
    return;
  }
  for (const auto& holder : entry->write.held_by) {
    Address at = holder.at;
    at.steps.insert(at.steps.end(), setting.steps.begin(), setting.steps.end());
    kept.add(at);
  }
}

} // namespace

std::vector<Pointer>
looked_into(const JsonValue& expect)
{
  Pointer at;
  std::vector<Pointer> found;
  look_into(expect, at, found);
  return found;
}

Kept
looked_at(const Policy& policy)
{
  Kept kept;
  for (const auto& check : policy.checks) {
    add(kept, check);
    add_member(kept, policy.manifest, check);
    add_holders(kept, policy.manifest, check.setting);
    if (check.remedy.lock) {
      add_holders(kept, policy.manifest, *check.remedy.lock);
    }
  }
  const Manifest& manifest = policy.manifest;
  add(kept, manifest.version);
  add(kept, manifest.plan_at.setting);
  for (const auto& variant : manifest.variants) {
    add(kept, variant.when_setting, variant.when_expect);
  }
  for (const auto& entry : manifest.documents) {
    if (entry.write.where) {
      kept.add(*entry.write.where);
    }
    if (entry.read.each) { // Who is listed there: none is something known.
      kept.add(*entry.read.each);
    }
  }
  return kept;
}

} // namespace klausur
