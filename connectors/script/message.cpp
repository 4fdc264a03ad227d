#include "connectors/script/message.hpp"

#include "connectors/base/encoding.hpp"
#include "connectors/script/limits.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <cstring>

namespace klausur {

namespace {

constexpr std::size_t k_most_texts = 10'000;

// Both ends are of one build on one machine, so numbers go as they lie in memory.
void
add_number(std::string& bytes, std::uint64_t number)
{
  char raw[sizeof number]; // NOLINT: what memcpy wants
  std::memcpy(raw, &number, sizeof number);
  bytes.append(raw, sizeof number);
}

std::uint64_t
number_in(std::string_view bytes)
{
  std::uint64_t number = 0;
  std::memcpy(&number, bytes.data(), sizeof number);
  return number;
}

} // namespace

Error
memory_exceeded(std::size_t memory)
{
  return Error{Failure::unexpected, fmt::format("needed more than {} MB", memory >> 20), {}};
}

std::string
packed(const Message& message)
{
  std::size_t size = 0;
  for (const std::string& each : message) {
    size += sizeof(std::uint64_t) + each.size();
  }
  std::string bytes;
  bytes.reserve(k_message_head + size);
  add_number(bytes, size);
  for (const std::string& each : message) {
    add_number(bytes, each.size());
    bytes += each;
  }
  return bytes;
}

std::size_t
size_in(std::string_view head)
{
  return static_cast<std::size_t>(number_in(head));
}

std::optional<Message>
unpacked(std::string_view body)
{
  Message message;
  while (!body.empty()) {
    if (body.size() < sizeof(std::uint64_t) || message.size() == k_most_texts) {
      return std::nullopt;
    }
    const std::uint64_t size = number_in(body);
    body.remove_prefix(sizeof size);
    if (size > body.size()) {
      return std::nullopt;
    }
    message.emplace_back(body.substr(0, static_cast<std::size_t>(size)));
    body.remove_prefix(static_cast<std::size_t>(size));
  }
  return message.empty() ? std::nullopt : std::optional{std::move(message)};
}

Message
failure(const Error& error)
{
  return {"failed", std::string{name_of(error.kind)}, error.what, error.scope};
}

Error
failure_in(const Message& message)
{
  const auto kind =
      message.size() == 4 ? failure_named(message[1]) : Result<Failure>{Failure::unexpected};
  return {kind.value_or(Failure::unexpected),
          message.size() > 2 ? as_utf8(message[2]) : "failed without a reason",
          message.size() > 3 ? as_utf8(message[3]) : ""};
}

} // namespace klausur
