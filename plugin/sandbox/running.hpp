#pragma once

#include "plugin/sandbox/sandbox.hpp"

#include <map>
#include <mutex>
#include <optional>

namespace klausur {

/// Lets requests through as a limit allows: a full bucket of `requests`, refilled evenly.
class Bucket
{
public:
  using Moment = std::chrono::steady_clock::time_point;
  Bucket(Limit limit, Moment now) : m_limit{limit}, m_filled{now}, m_left(limit.requests) {}

  /// 0: let in. Otherwise the whole seconds until the next one is let in, at least 1.
  [[nodiscard]] int wait(Moment now);

private:
  Limit m_limit;
  Moment m_filled;
  double m_left;
};

/// A sandbox that listens.
class RunningSandbox : public Sandbox
{
public:
  /// @error as Sandbox::open()
  [[nodiscard]] static Result<std::unique_ptr<RunningSandbox>>
  start(std::unique_ptr<SandboxVendor> vendor, SandboxOptions options);

  [[nodiscard]] const std::string& url() const override { return m_listener->url(); }
  [[nodiscard]] const SandboxVendor& vendor() const override { return *m_vendor; }
  [[nodiscard]] Json state() const override;
  [[nodiscard]] Result<void> change(std::string_view pointer, const JsonValue& value) override;
  void arm(Fault fault) override;
  void expire_tokens_after(int requests) override;
  void enforce(std::string_view name, Limit limit) override;
  [[nodiscard]] std::vector<LoggedRequest> log() const override;
  [[nodiscard]] std::size_t count(std::string_view path) const override;
  [[nodiscard]] std::size_t violations() const override;

private:
  RunningSandbox(std::unique_ptr<SandboxVendor> vendor, SandboxOptions options);

  /// One request from beginning to end.
  [[nodiscard]] Outbound receive(const Inbound& inbound);
  /// What comes under /_sandbox/.
  [[nodiscard]] Outbound control(const Inbound& inbound);

  // These are called under the mutex.
  void limit(std::string_view name, Limit limit);
  [[nodiscard]] std::optional<Fault> take_fault(const Inbound& inbound);
  [[nodiscard]] Outbound from_vendor(const Inbound& inbound);
  [[nodiscard]] std::optional<Outbound> over_limit(std::string_view name);
  [[nodiscard]] Result<void> order(std::string_view name, const JsonValue& body);
  [[nodiscard]] Json account() const;

  const std::unique_ptr<SandboxVendor> m_vendor;
  const std::vector<Route> m_routes;
  const SandboxOptions m_options;

  mutable std::mutex m_mutex; ///< Over all that follows, but the listener.
  Json m_state;
  Tokens m_tokens;
  std::vector<Fault> m_faults;
  std::map<std::string, Bucket, std::less<>> m_buckets;
  std::vector<LoggedRequest> m_log;
  std::size_t m_violations = 0;

  /// Last, so that no request comes in after the rest is gone.
  std::optional<Listener> m_listener;
};

/// A fault as `/_sandbox/fault` is given it.
[[nodiscard]] Fault fault_from_json(const JsonValue& json);

} // namespace klausur
