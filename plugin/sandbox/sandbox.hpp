#pragma once

#include "plugin/sandbox/vendor.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// What is answered instead of the vendor's answer, as often as `times` says.
struct Fault
{
  std::string path = "*"; ///< `*` stands for any run of characters, also over `/`.
  std::string method;     ///< Empty: all.
  int times = 1;
  Outbound answer{.status = 500, .headers = {}, .body = "", .content_type = "text/plain"};
  std::chrono::milliseconds delay{0}; ///< Before the answer, at most a minute.
  bool applied = false; ///< True: the vendor's code runs first, and only its answer is lost.
};

struct LoggedRequest
{
  std::string method;
  std::string path; ///< With its query.
  int status = 0;
};

struct SandboxOptions
{
  std::string variant; ///< Empty: out of the box.
  int port = 0;        ///< 0: any free one.
  std::function<std::chrono::steady_clock::time_point()> now = std::chrono::steady_clock::now;
};

/// A stateful imitation of one vendor's admin API on loopback. All functions may be called
/// from any thread, also while requests are answered.
///
/// The imitations are a module of their own (`klausur-sandbox.so`), which is loaded when the
/// first one opens: an audit carries none of them.
///
/// Another process reaches the same under `/_sandbox/` (see README.md).
class Sandbox
{
public:
  /// @error `invalid`: no such vendor or variant, the port is taken, the module is missing.
  [[nodiscard]] static Result<std::unique_ptr<Sandbox>> open(std::string_view vendor,
                                                             SandboxOptions options = {});
  /// The vendors that can be imitated, by name.
  /// @error `invalid`: the module is missing.
  [[nodiscard]] static Result<std::vector<std::string_view>> vendors();

  virtual ~Sandbox() = default;

  [[nodiscard]] virtual const std::string& url() const = 0;
  [[nodiscard]] virtual const SandboxVendor& vendor() const = 0;

  [[nodiscard]] virtual Json state() const = 0;
  /// Change the state as a person would by hand, past all checks of the API.
  /// @param pointer  `/config/LogSettings/EnableDiagnostics`; objects on the way are made.
  /// @error `invalid`: no pointer, or a step leads through something that holds nothing.
  [[nodiscard]] virtual Result<void> change(std::string_view pointer,
                                            const JsonValue& value) = 0;

  virtual void arm(Fault fault) = 0;
  virtual void expire_tokens_after(int requests) = 0;
  /// Enforce a limit; `requests` 0 lifts it.
  virtual void enforce(std::string_view name, Limit limit) = 0;

  [[nodiscard]] virtual std::vector<LoggedRequest> log() const = 0;
  /// Requests to this path, whatever their query.
  [[nodiscard]] virtual std::size_t count(std::string_view path) const = 0;
  /// Requests beyond a limit that was enforced.
  [[nodiscard]] virtual std::size_t violations() const = 0;
};

} // namespace klausur
