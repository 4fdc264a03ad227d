#pragma once

#include "connectors/format/json.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace klausur::jitsi {

/// Who can open a room: Prosody lets people in, and jicofo, which creates the rooms, may ask
/// that somebody has logged in.
struct Opening
{
  std::string_view who; ///< `anybody` or `login`
  std::string because;
};

/// @param prosody     The document of that name, or why there is none.
/// @param jicofo      The same.
/// @param login_url   What an old jicofo's properties say of log-ins (`XMPP:host`); nullopt:
///                    there are none.
/// @return nullopt: it depends on what could not be read.
[[nodiscard]] std::optional<Opening>
who_opens_rooms(const Result<Json>& prosody, const Result<Json>& jicofo,
                const std::optional<std::string>& login_url);

} // namespace klausur::jitsi
