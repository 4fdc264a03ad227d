#pragma once

#include "connectors/jitsi/document.hpp"
#include "connectors/jitsi/layout.hpp"

#include <span>
#include <string_view>

namespace klausur::jitsi {

/// Whether docker's image of this program adds files of somebody's own that are not among
/// those given: what its container sees at /config lies elsewhere.
[[nodiscard]] bool hides_own_files(const Deployment& deployment, std::string_view program);

/// Whether a command of its own, or what is mounted over the image's own files, may undo what
/// files in the tree say.
[[nodiscard]] bool is_changed(const Deployment& deployment, std::string_view program);

/// The variables of an .env that only name hosts: what an image makes of them is what it does
/// when nobody asks it for anything.
[[nodiscard]] Json without_wishes(const JsonValue& env);

/// Of what an image renders, only what its variables ask for is known where files of
/// somebody's own are not seen; all else is unclear.
/// @param rendered  Its value is put in doubt where it is that of `by_default`.
/// @param judged  Dotted names; those that neither has are unclear as well.
/// @param because  What was not seen.
void doubt_what_is_default(Json& rendered, const JsonValue& by_default,
                           std::span<const std::string_view> judged, std::string_view because);

/// The settings of `jicofo`, `jvb`, `jibri` or `prosody` that checks take for something where
/// they are not said; dotted. Members of a map have a name of their own in it.
[[nodiscard]] std::span<const std::string_view> names_with_defaults(std::string_view program);

} // namespace klausur::jitsi
