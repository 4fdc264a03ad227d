#include "connectors/jitsi/release.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace klausur::jitsi {

namespace {

using Renders = Release::Renders;

/// The last release whose images wrote into CONFIG, and the day after which unstable ones did
/// not any more (docker-jitsi-meet 086d047f, "Rootless containers").
constexpr int k_last_into_config = 11'031;
constexpr int k_rootless_since = 20'260'616;

/// Days of releases, to tell about when an unstable image is from.
constexpr std::array<std::pair<int, int>, 14> k_days{{
    {20'190'128, 3'508},
    {20'200'326, 4'101},
    {20'201'002, 5'076},
    {20'210'416, 5'765},
    {20'211'021, 6'433},
    {20'220'311, 7'001},
    {20'220'805, 7'577},
    {20'230'113, 8'218},
    {20'230'901, 8'922},
    {20'240'129, 9'220},
    {20'241'112, 9'823},
    {20'250'605, 10'314},
    {20'260'330, 10'888},
    {20'260'803, 11'146},
}};

/// The number that a text begins with; 0 without one.
int
leading_number(std::string_view text)
{
  int number = 0;
  const auto got = std::from_chars(text.data(), text.data() + text.size(), number);
  return got.ec == std::errc{} ? number : 0;
}

/// `2026-07-01` as 20260701; 0 for anything else.
int
day_of(std::string_view text)
{
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') {
    return 0;
  }
  const int year = leading_number(text.substr(0, 4));
  const int month = leading_number(text.substr(5, 2));
  const int day = leading_number(text.substr(8, 2));
  return year * 10'000 + month * 100 + day;
}

Renders
renders_of(int number)
{
  return number == 0                    ? Renders::unknown
         : number <= k_last_into_config ? Renders::into_config
                                        : Renders::into_container;
}

Release
of_tag(std::string_view repository, std::string_view tag)
{
  Release release;
  constexpr std::string_view k_stable = "stable-";
  constexpr std::string_view k_unstable = "unstable-";
  if (tag.starts_with(k_stable)) {
    release.number = leading_number(tag.substr(k_stable.size()));
    release.renders = renders_of(release.number);
    return release;
  }
  if (const int day = tag.starts_with(k_unstable) ? day_of(tag.substr(k_unstable.size())) : 0;
      day != 0) {
    const auto later = std::ranges::upper_bound(k_days, day, {}, &std::pair<int, int>::first);
    release.number = later == k_days.begin() ? 0 : std::prev(later)->second;
    release.renders = day >= k_rootless_since ? Renders::into_container : Renders::into_config;
    return release;
  }
  // Since 2026-06-25 images go to GitHub's registry only; the last at Docker's are older.
  const bool moves = tag.empty() || tag == "stable" || tag == "latest" || tag == "unstable";
  if (moves && repository.starts_with("ghcr.io/jitsi")) {
    release.renders = Renders::into_container;
  } else if (moves && tag != "unstable" &&
             (repository.starts_with("jitsi/") || repository == "jitsi" ||
              repository.starts_with("docker.io/jitsi"))) {
    release.renders = Renders::into_config;
  }
  return release;
}

} // namespace

Release
release_of_image(std::string_view image)
{
  std::string_view name = image.substr(0, image.find('@'));
  const auto slash = name.rfind('/');
  const auto colon = name.rfind(':');
  std::string_view tag;
  if (colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash)) {
    tag = name.substr(colon + 1);
    name = name.substr(0, colon);
  }
  // A digest alone tells nothing of what it is the digest of.
  const bool pinned = image.find('@') != std::string_view::npos;
  Release release = tag.empty() && pinned ? Release{} : of_tag(name, tag);
  release.said = image;
  return release;
}

Release
release_of_variables(std::string_view repository, std::string_view version)
{
  if (version.empty()) {
    return {};
  }
  Release release = of_tag(repository, version);
  release.said = fmt::format("JITSI_IMAGE_VERSION={}", version);
  return release;
}

Release
release_of_package(std::string_view version)
{
  Release release;
  // Until March 2020 it was 1.0 in the same series; what is 1.0 since is the pages' package,
  // which counts for itself.
  constexpr int k_first_of_two = 4101;
  const int number = version.size() > 4 ? leading_number(version.substr(4)) : 0;
  if (version.starts_with("2.0.") || (version.starts_with("1.0.") && number < k_first_of_two)) {
    release.number = number;
    release.said = fmt::format("the package jitsi-meet {}", version);
  }
  return release;
}

} // namespace klausur::jitsi
