#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace klausur::jitsi {

/// Which release runs. Images and packages count alike: stable-9823 is jitsi-meet 2.0.9823.
struct Release
{
  /// Where the image puts the files that it renders at each start.
  enum class Renders : std::uint8_t {
    unknown,
    into_config,    ///< Into CONFIG, as images did until June 2026: there they can be read.
    into_container, ///< Into its own /run: what lies below CONFIG then is left over.
  };

  int number = 0; ///< 0: not known.
  Renders renders = Renders::unknown;
  std::string said; ///< Where it is from, for a report: `ghcr.io/jitsi/web:stable-11146`.

  /// Whether it has what came with a release; one that is not known is taken for new.
  [[nodiscard]] bool has(int since) const { return number == 0 || number >= since; }
};

/// Of an image's name with its tag: `jitsi/web:stable-9823-1`, `ghcr.io/jitsi/web`,
/// `jitsi/web:unstable-2026-07-01`. A tag that moves tells what its registry had last.
[[nodiscard]] Release release_of_image(std::string_view image);

/// Of what an .env says without a compose file: JITSI_IMAGE_REPO and JITSI_IMAGE_VERSION.
[[nodiscard]] Release release_of_variables(std::string_view repository,
                                           std::string_view version);

/// Of the version of the package jitsi-meet, `2.0.9823-1`, until 2020 `1.0.3229-1`; not known
/// for anything else.
[[nodiscard]] Release release_of_package(std::string_view version);

} // namespace klausur::jitsi
