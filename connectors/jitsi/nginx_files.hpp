#pragma once

#include "connectors/jitsi/layout.hpp"
#include "connectors/jitsi/nginx_scan.hpp"

#include <string>
#include <vector>

namespace klausur::jitsi {

/// What the files of the nginx in front of a deployment say.
struct NginxFiles
{
  std::vector<NginxDirective> directives; ///< Includes are resolved, as far as they can be.
  std::string source;
  bool has_own = false;    ///< A site's file is among them, not only what is around it.
  bool is_derived = false; ///< docker: what the image would render.
};

/// @error Why they cannot be read or derived.
[[nodiscard]] Result<NginxFiles> nginx_files(const Deployment& deployment);

} // namespace klausur::jitsi
