#include "connectors/jitsi/java_level.hpp"

#include "connectors/jitsi/unclear.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

namespace klausur::jitsi {

namespace {

/// From silent to talkative, with the number that a logger must not be below.
constexpr std::array<std::pair<std::string_view, int>, 9> k_levels{{
    {"off", 2147483647},
    {"severe", 1000},
    {"warning", 900},
    {"info", 800},
    {"config", 700},
    {"fine", 500},
    {"finer", 400},
    {"finest", 300},
    {"all", -2147483647},
}};

constexpr std::size_t k_info = 3;
constexpr std::size_t k_all = 8;

std::string
in_lower_case(std::string_view text)
{
  std::string lower{text.substr(0, text.find_last_not_of(" \t") + 1)};
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

/// Its place in k_levels; Java takes a level that it does not know for INFO.
std::size_t
rank_of(std::string_view text)
{
  const auto name = in_lower_case(text);
  const auto named =
      std::ranges::find(k_levels, name, &std::pair<std::string_view, int>::first);
  if (named != k_levels.end()) {
    return static_cast<std::size_t>(named - k_levels.begin());
  }
  int number = 0;
  if (std::from_chars(name.data(), name.data() + name.size(), number).ec != std::errc{}) {
    return k_info;
  }
  const auto numbered =
      std::ranges::find_if(k_levels, [&](const auto& level) { return number >= level.second; });
  return static_cast<std::size_t>(numbered - k_levels.begin());
}

/// How much the most talkative of the handlers writes down.
std::size_t
written_by(const JsonValue& properties)
{
  std::string_view names = member_text(properties, "handlers");
  std::size_t most = 0;
  bool any = false;
  while (!names.empty()) {
    const auto end = std::min(names.find_first_of(", \t"), names.size());
    if (end > 0) {
      const auto name = names.substr(0, end);
      const auto said = member_text(properties, fmt::format("{}.level", name));
      const std::size_t otherwise = name.ends_with(".ConsoleHandler") ? k_info : k_all;
      most = std::max(most, said.empty() ? otherwise : rank_of(said));
      any = true;
    }
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return any ? most : k_all;
}

bool
is_class(std::string_view logger)
{
  const auto name = logger.substr(logger.rfind('.') + 1);
  return !name.empty() && name.front() >= 'A' && name.front() <= 'Z';
}

} // namespace

JsonValue
java_level(const JsonValue& properties, Json::AllocatorType& memory)
{
  constexpr std::string_view k_end = ".level";
  std::size_t packages = rank_of(member_text(properties, k_end, "info"));
  std::size_t classes = 0;
  for (const auto& each : properties.GetObject()) {
    std::string_view logger = text_of(each.name);
    if (!logger.ends_with(k_end) || logger == k_end || !each.value.IsString()) {
      continue;
    }
    logger.remove_suffix(k_end.size());
    if (logger.ends_with("Handler")) {
      continue;
    }
    auto& most = is_class(logger) ? classes : packages;
    most = std::max(most, rank_of(text_of(each.value)));
  }
  const std::size_t written = written_by(properties);
  const auto name_of = [&](std::size_t rank) {
    const auto name = k_levels[std::min(rank, written)].first;
    return JsonValue{name.data(), static_cast<rapidjson::SizeType>(name.size()), memory};
  };
  const JsonValue whole = name_of(packages);
  const JsonValue single = name_of(std::max(packages, classes));
  return whole == single
             ? JsonValue{whole, memory}
             : unclear(&whole, &single,
                       "one class is set to say more, and not every release has it", memory);
}

} // namespace klausur::jitsi
