#include "connectors/jitsi/served.hpp"

#include "connectors/jitsi/config_places.hpp"
#include "connectors/jitsi/config_spelling.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur::jitsi {

namespace {

/// What the web server fills in for each visitor, or what only tells how far a script came.
constexpr bool
is_of_a_visit(std::string_view place)
{
  return place == "/config/deploymentInfo" || place == "/stopped";
}

void
compare(const JsonValue* one, const JsonValue* other, const std::string& place,
        std::set<std::string>& differing)
{
  if (is_of_a_visit(place)) {
    return;
  }
  const bool trees = (one == nullptr || one->IsObject()) &&
                     (other == nullptr || other->IsObject()) &&
                     !(one == nullptr && other == nullptr);
  if (!trees) {
    if (one == nullptr || other == nullptr || *one != *other) {
      differing.insert(place);
    }
    return;
  }
  for (const auto* tree : {one, other}) {
    if (tree == nullptr) {
      continue;
    }
    for (const auto& each : tree->GetObject()) {
      const auto name = text_of(each.name);
      compare(one == nullptr ? nullptr : member(*one, name),
              other == nullptr ? nullptr : member(*other, name),
              fmt::format("{}/{}", place, name), differing);
    }
  }
}

std::set<std::string>
judged_differences(const JsonValue& files, const JsonValue& served)
{
  std::set<std::string> differing;
  for (const auto name : judged_names()) {
    const auto key = fmt::format("config.{}", name);
    const JsonValue* one = find_at(files, key);
    const JsonValue* other = find_at(served, key);
    const bool silent = (one == nullptr || asks_for_nothing(*one)) &&
                        (other == nullptr || asks_for_nothing(*other));
    const bool same = silent || (one != nullptr && other != nullptr && *one == *other);
    if (!same) {
      auto place = "/" + key;
      std::ranges::replace(place, '.', '/');
      differing.insert(std::move(place));
    }
  }
  return differing;
}

} // namespace

std::set<std::string>
differences(std::string_view document, const JsonValue& files, const JsonValue& served,
            bool derived)
{
  std::set<std::string> places;
  if (derived) {
    places = judged_differences(files, served);
  } else {
    compare(&files, &served, {}, places);
  }
  std::set<std::string> addresses;
  for (const auto& each : places) {
    addresses.insert(fmt::format("{}#{}", document, each));
  }
  return addresses;
}

Document
what_counts(Document files, Document served)
{
  if (!served.content) {
    files.source +=
        fmt::format(" (not held against what is served: {})", served.content.error().what);
    return files;
  }
  if (files.content) {
    served.source += fmt::format(", held against {}", files.source);
  }
  return served;
}

} // namespace klausur::jitsi
