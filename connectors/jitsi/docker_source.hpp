#pragma once

#include "connectors/jitsi/document.hpp"
#include "connectors/jitsi/layout.hpp"

#include <string>
#include <string_view>

namespace klausur::jitsi {

/// What a container's image renders its files of.
struct DockerSource
{
  Json env; ///< All that reaches it, under today's names.
  Release release;
  std::string said; ///< For the source of a reading.
};

/// @error Why nothing can be rendered: `forbidden` when the container runs elsewhere or the
///        .env is not here, what is wrong with the compose files.
[[nodiscard]] Result<DockerSource> docker_source(const Deployment& deployment,
                                                 std::string_view program);

/// All variables of a docker deployment: those of .env, over them what the compose files say.
[[nodiscard]] Document read_env(const Deployment& deployment);

} // namespace klausur::jitsi
