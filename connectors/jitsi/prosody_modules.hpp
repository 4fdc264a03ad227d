#pragma once

#include <optional>
#include <string_view>

namespace klausur::jitsi {

/// What a module of Prosody writes.
enum class Keeps {
  nothing,
  rooms,            ///< Configuration and state of rooms.
  room_messages,    ///< What was said in rooms.
  private_messages, ///< What was said between two.
  people,           ///< Contacts, profiles, bookmarks, times of log-ins.
  files,            ///< What was uploaded.
};

struct ProsodyModule
{
  std::string_view name;
  Keeps keeps = Keeps::nothing;
  std::string_view store{};  ///< Its name, by which `storage` may tell where it goes.
  bool of_accounts = false;  ///< Only of users with an account: anonymous ones have none.
  bool past_storage = false; ///< Writes files of its own, whatever `storage` says.
  std::string_view target{}; ///< The option that names where it sends names to, if it does.
};

/// Of Prosody 0.9 to 13, of jitsi-meet, of jitsi-contrib and of the more common community
/// modules; nullopt: nobody here knows what it does.
[[nodiscard]] std::optional<ProsodyModule> known_module(std::string_view name);

} // namespace klausur::jitsi
