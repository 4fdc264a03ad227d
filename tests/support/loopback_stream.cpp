#include "tests/support/loopback_stream.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace klausur::test {

namespace {

std::string
lower(std::string text)
{
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// `head` is without its final empty line.
Received
parse_head(std::string_view head)
{
  Received request;
  const auto line_end = std::min(head.find("\r\n"), head.size());
  const auto first = head.substr(0, line_end);
  const auto space = std::min(first.find(' '), first.size() - 1);
  request.method = first.substr(0, space);
  request.target = first.substr(space + 1, first.rfind(' ') - space - 1);
  for (auto at = line_end; at < head.size();) {
    at += 2;
    const auto end = std::min(head.find("\r\n", at), head.size());
    const auto line = head.substr(at, end - at);
    const auto colon = std::min(line.find(':'), line.size());
    const auto value = line.find_first_not_of(' ', colon + 1);
    request.headers[lower(std::string{line.substr(0, colon)})] =
        value == std::string_view::npos ? "" : std::string{line.substr(value)};
    at = end;
  }
  return request;
}

} // namespace

std::string
Received::header(const std::string& name) const
{
  const auto found = headers.find(name);
  return found == headers.end() ? std::string{} : found->second;
}

LoopbackStream::LoopbackStream(int socket, SSL_CTX* context) : m_socket{socket}
{
  if (context != nullptr) {
    m_ssl = SSL_new(context);
    SSL_set_fd(m_ssl, socket);
  }
}

LoopbackStream::~LoopbackStream()
{
  SSL_free(m_ssl);
}

bool
LoopbackStream::open()
{
  return m_ssl == nullptr || SSL_accept(m_ssl) == 1;
}

bool
LoopbackStream::write(std::string_view text)
{
  while (!text.empty()) {
    const auto size = std::min(text.size(), std::size_t{1} << 20);
    const auto sent = m_ssl != nullptr ? SSL_write(m_ssl, text.data(), static_cast<int>(size))
                                       : send(m_socket, text.data(), size, MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::optional<Received>
LoopbackStream::next_request()
{
  while (m_input.find("\r\n\r\n") == std::string::npos) {
    if (!read_more()) {
      return std::nullopt;
    }
  }
  const auto end = m_input.find("\r\n\r\n");
  Received request = parse_head(std::string_view{m_input}.substr(0, end));
  m_input.erase(0, end + 4);
  if (request.header("expect") == "100-continue" && !write("HTTP/1.1 100 Continue\r\n\r\n")) {
    return std::nullopt;
  }
  const auto length = request.header("content-length");
  std::size_t wanted = 0;
  std::from_chars(length.data(), length.data() + length.size(), wanted);
  while (m_input.size() < wanted) {
    if (!read_more()) {
      return std::nullopt;
    }
  }
  request.body = m_input.substr(0, wanted);
  m_input.erase(0, wanted);
  request.at = std::chrono::steady_clock::now();
  return request;
}

bool
LoopbackStream::read_more()
{
  std::array<char, 16384> buffer;
  const auto size = m_ssl != nullptr
                        ? SSL_read(m_ssl, buffer.data(), static_cast<int>(buffer.size()))
                        : recv(m_socket, buffer.data(), buffer.size(), 0);
  if (size <= 0) {
    return false;
  }
  m_input.append(buffer.data(), static_cast<std::size_t>(size));
  return true;
}

} // namespace klausur::test
