#pragma once

#include "connectors/base/result.hpp"
#include "connectors/model/inbound.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace klausur {

struct Outbound
{
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string content_type = "application/json";
};

/// Bodies that come in are at most so large.
inline constexpr std::size_t k_largest_inbound = std::size_t{1} << 20;

/// Called from several threads at once.
using Handler = std::function<Outbound(const Inbound&)>;

/// An HTTP listener. The library behind it is large and only some commands listen, so it
/// lives in a module of its own that is loaded when the first listener opens.
class Listener
{
public:
  /// @param host  `127.0.0.1`, `[::1]`, or `0.0.0.0` for all addresses.
  /// @param port  0: any free one.
  /// @error `invalid`: the port is taken or not allowed, the module is missing.
  [[nodiscard]] static Result<Listener> open(std::string_view host, int port, Handler handler);

  Listener(Listener&&) noexcept;
  Listener& operator=(Listener&&) noexcept;
  /// Stops listening, and waits for handlers that are running.
  ~Listener();

  /// `http://127.0.0.1:9180`
  [[nodiscard]] const std::string& url() const { return m_url; }

private:
  using Running = std::unique_ptr<void, void (*)(void*)>;
  Listener(std::string url, Running running);
  std::string m_url;
  Running m_running;
};

} // namespace klausur
