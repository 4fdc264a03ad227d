#pragma once

#include "connectors/jitsi/document.hpp"
#include "connectors/jitsi/layout.hpp"
#include "connectors/jitsi/prosody_document.hpp"

#include <string_view>

namespace klausur::jitsi {

/// Whether a part that may be missing is in use, as the other documents tell.
enum class Use {
  unused,
  elsewhere, ///< In use, so it runs on another host when it is not here.
};

[[nodiscard]] Document read_prosody_files(const Deployment& deployment,
                                          const ProsodyHints& hints);

/// The effective HOCON of `jicofo`, `jvb` or `jibri`: upstream's defaults, then what docker
/// derives of its variables, then the files.
[[nodiscard]] Document read_hocon_files(const Deployment& deployment, std::string_view program,
                                        Use use);

[[nodiscard]] Document read_jigasi_files(const Deployment& deployment, Use use);

[[nodiscard]] Document read_nginx_files(const Deployment& deployment);

/// @param prosody  The document `prosody`, or why there is none.
[[nodiscard]] Document read_logging(const Deployment& deployment, const Result<Json>& prosody);

} // namespace klausur::jitsi
