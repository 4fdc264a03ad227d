#include "connectors/jitsi/prosody_document.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace klausur::jitsi {

namespace {

/// The texts of a list, or of a table with holes.
std::vector<std::string_view>
texts_in(const JsonValue& table)
{
  std::vector<std::string_view> texts;
  const auto add = [&](const JsonValue& value) {
    if (value.IsString()) {
      texts.push_back(text_of(value));
    }
  };
  if (table.IsArray()) {
    std::for_each(table.Begin(), table.End(), add);
  } else if (table.IsObject()) {
    for (const auto& each : table.GetObject()) {
      add(each.value);
    }
  }
  return texts;
}

} // namespace

std::string
prosody_log_level(const JsonValue& global)
{
  constexpr std::array<std::string_view, 4> k_levels{"debug", "info", "warn", "error"};
  const JsonValue* debug = member(global, "debug");
  const bool debugging = debug != nullptr && debug->IsTrue();
  std::size_t lowest = k_levels.size();
  const auto allow = [&](std::string_view level) {
    const auto at = std::ranges::find(k_levels, level);
    lowest = std::min(lowest, static_cast<std::size_t>(at - k_levels.begin()));
  };
  const auto allow_sink = [&](const JsonValue& sink) {
    if (sink.IsString()) {
      allow("debug"); // "*syslog" without a level lets everything through.
      return;
    }
    const JsonValue* levels = member(sink, "levels");
    if (levels == nullptr) {
      allow("debug");
    } else if (const auto least = member_text(*levels, "min"); !least.empty()) {
      allow(least);
    } else {
      for (const auto level : texts_in(*levels)) {
        allow(level);
      }
    }
  };
  const JsonValue* log = member(global, "log");
  if (log == nullptr || (log->IsString() && !text_of(*log).starts_with('*'))) {
    allow(debugging ? "debug" : "info");
  } else if (log->IsString()) {
    allow("debug");
  } else if (log->IsArray()) {
    for (const auto& sink : log->GetArray()) {
      allow_sink(sink);
    }
  } else if (log->IsObject()) {
    // {info = "file", "*syslog"} is a mixed table: the indexes of its sinks are numbers.
    for (const auto& each : log->GetObject()) {
      const auto name = text_of(each.name);
      const bool is_index = name.find_first_not_of("0123456789") == std::string_view::npos;
      if (is_index) {
        allow_sink(each.value);
      } else {
        allow(name);
      }
    }
  }
  return lowest < k_levels.size() ? std::string{k_levels[lowest]} : std::string{};
}

} // namespace klausur::jitsi
