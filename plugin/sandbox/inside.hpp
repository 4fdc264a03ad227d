#pragma once

#include "plugin/sandbox/sandbox.hpp"

#include <mutex>

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

/// What a Sandbox is made of. Everything but `vendor`, `routes` and `options` is touched
/// under `mutex` only.
struct Sandbox::Inside
{
  std::unique_ptr<SandboxVendor> vendor;
  std::vector<Route> routes;
  SandboxOptions options;

  mutable std::mutex mutex;
  Json state;
  Tokens tokens;
  std::vector<Fault> faults;
  std::map<std::string, Bucket, std::less<>> buckets;
  std::vector<LoggedRequest> log;
  std::size_t violations = 0;

  /// Last, so that no request comes in after the rest is gone.
  std::optional<Listener> listener;

  /// One request from beginning to end.
  [[nodiscard]] Outbound receive(const Inbound& inbound);
  /// What comes under /_sandbox/.
  [[nodiscard]] Outbound control(const Inbound& inbound);
  void enforce(std::string_view name, Limit limit);

private:
  [[nodiscard]] std::optional<Fault> take_fault(const Inbound& inbound);
  [[nodiscard]] Outbound from_vendor(const Inbound& inbound);
  [[nodiscard]] std::optional<Outbound> over_limit(std::string_view name);
  [[nodiscard]] Result<void> order(std::string_view name, const JsonValue& body);
  [[nodiscard]] Json account() const;
};

/// A fault as `/_sandbox/fault` is given it.
[[nodiscard]] Fault fault_from_json(const JsonValue& json);

} // namespace klausur
