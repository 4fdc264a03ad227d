#pragma once

#include "connectors/base/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// What goes between us and the child: a word, then the texts that belong to it.
using Message = std::vector<std::string>;

/// Bytes of the number before a message that says how many follow.
inline constexpr std::size_t k_message_head = 8;

/// With the head before it.
[[nodiscard]] std::string packed(const Message& message);

/// How many bytes follow a head.
[[nodiscard]] std::size_t size_in(std::string_view head);

/// What stands after a head; nullopt when it is no message.
[[nodiscard]] std::optional<Message> unpacked(std::string_view body);

/// An error as a message that begins with `failed`, and back.
[[nodiscard]] Message failure(const Error& error);
[[nodiscard]] Error failure_in(const Message& message);

} // namespace klausur
