#include "policies/engine/support.hpp"

#include "policies/engine/versions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

/// One release of the facts.
struct Entry
{
  std::string_view release;
  std::string_view day;
  bool exact = false; ///< The day is the last one; else support had ended by then.
  const SupportFacts* of = nullptr;
};

/// Newest release first.
std::vector<Entry>
entries_of(std::span<const SupportFacts> facts)
{
  std::vector<Entry> entries;
  for (const auto& each : facts) {
    for (const auto& [release, day] : each.until) {
      entries.push_back({release, day, true, &each});
    }
    for (const auto& [release, day] : each.ended_by) {
      entries.push_back({release, day, false, &each});
    }
  }
  std::ranges::stable_sort(
      entries, [](const Entry& a, const Entry& b) { return older(b.release, a.release); });
  return entries;
}

/// `11.7.3` of `11.7.3-rc1`; empty: it does not begin with a number.
std::string_view
numbers_of(std::string_view release)
{
  release = release.substr(0, release.find_first_not_of("0123456789."));
  release = release.substr(0, release.find(".."));
  return release.starts_with('.') ? std::string_view{} : release;
}

/// Whether `11.7` names the release `11.7.3`; `1` does not name `11`.
bool
names(std::string_view entry, std::string_view release)
{
  return release.starts_with(entry) &&
         (release.size() == entry.size() || release[entry.size()] == '.');
}

Support
known(std::string_view release, const Entry& entry, Time now)
{
  const bool over = day_text(now) > entry.day || (!entry.exact && day_text(now) == entry.day);
  const Text of_source{fmt::format(" ({}, as of {}).", entry.of->source, entry.of->as_of),
                       fmt::format(" ({}, Stand {}).", entry.of->source, entry.of->as_of)};
  if (!entry.exact) {
    return over ? Support{Status::fail,
                          {fmt::format("Support for {} had ended by {}{}", release, entry.day,
                                       of_source.en),
                           fmt::format("Die Unterstützung für {} war am {} bereits beendet{}",
                                       release, entry.day, of_source.de)}}
                : Support{Status::unknown,
                          {fmt::format("When support for {} ends is not known{}", release,
                                       of_source.en),
                           fmt::format("Wann die Unterstützung für {} endet, ist nicht "
                                       "bekannt{}",
                                       release, of_source.de)}};
  }
  return {over ? Status::fail : Status::pass,
          {fmt::format("Support for {} {} on {}{}", release, over ? "ended" : "ends", entry.day,
                       of_source.en),
           fmt::format("Die Unterstützung für {} {} am {}{}", release,
                       over ? "endete" : "endet", entry.day, of_source.de)}};
}

} // namespace

Support
support_of(std::string_view release, std::span<const SupportFacts> facts, Time now)
{
  const std::string_view numbers = numbers_of(release);
  const auto entries = entries_of(facts);
  const Entry* best = nullptr;
  for (const auto& each : entries) {
    if (names(each.release, numbers) &&
        (best == nullptr || each.release.size() > best->release.size())) {
      best = &each;
    }
  }
  if (best != nullptr) {
    return known(release, *best, now);
  }
  if (!numbers.empty() && !entries.empty() && older(entries.front().release, numbers)) {
    const Entry& newest = entries.front();
    return {Status::unknown,
            {fmt::format("{} is newer than these facts, which end with {} ({}, as of {}).",
                         release, newest.release, newest.of->source, newest.of->as_of),
             fmt::format("{} ist neuer als diese Angaben, die mit {} enden ({}, Stand {}).",
                         release, newest.release, newest.of->source, newest.of->as_of)}};
  }
  return {Status::unknown,
          {fmt::format("Until when {} is supported is not known.", release),
           fmt::format("Bis wann {} unterstützt wird, ist nicht bekannt.", release)}};
}

void
settle_support(Finding& finding, const Manifest& manifest, const Circumstances& circumstances)
{
  const bool named = finding.check != nullptr && finding.check->supported &&
                     finding.status == Status::pass && finding.observed &&
                     finding.observed->IsString();
  if (!named) {
    return;
  }
  auto support = support_of(text_of(*finding.observed), manifest.support, circumstances.now);
  finding.status = support.status;
  finding.why = std::move(support.why);
  finding.expected = {}; // That it is a text says nothing: the days decide.
}

std::string
support_in_words(std::span<const SupportFacts> facts)
{
  std::string lines;
  for (const auto& each : entries_of(facts)) {
    lines += fmt::format("  {:<7} {} {}{}\n", each.release,
                         each.exact ? "until / bis" : "ended by / beendet am", each.day,
                         each.of->verified ? "" : "  (not verified / nicht geprüft)");
  }
  for (const auto& each : facts) {
    lines += fmt::format("  {}, as of / Stand {}\n", each.source, each.as_of);
  }
  return lines;
}

} // namespace klausur
