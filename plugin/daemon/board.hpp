#pragma once

#include "plugin/listen/listener.hpp"
#include "policies/engine/finding.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace klausur {

/// What the daemon shows of itself: GET /health and GET /metrics. Thread-safe.
class Board
{
public:
  explicit Board(Time started) : m_started{started} {}

  void examined(const TenantReport& report, Time at, bool complete);
  void failed(const std::string& tenant);
  void delivered(std::size_t sent, std::size_t postponed, std::size_t waiting);
  /// @param max_scan_age  A light that is older than this is shown as not rated.
  void configured(std::size_t tenants, std::chrono::seconds max_scan_age);

  [[nodiscard]] Outbound answer(const Inbound& inbound, Time now) const;

  /// Prometheus text format 0.0.4.
  [[nodiscard]] std::string metrics(Time now) const;

private:
  struct Row
  {
    std::string vendor;
    Light light = Light::grey;
    Light proven = Light::green;
    Light at_worst = Light::red;
    bool settled = false;
    double score = 0; ///< NaN: not rated.
    double coverage = 0;
    std::map<std::string, std::size_t> findings; ///< By status.
    std::size_t not_read = 0;
    Time at{};
  };
  [[nodiscard]] Row shown(const Row& row, Time now) const;

  mutable std::mutex m_mutex;
  Time m_started;
  std::size_t m_tenants = 0;
  std::chrono::seconds m_max_scan_age = std::chrono::days{7};
  std::map<std::string, Row> m_rows;
  std::map<std::string, std::uint64_t> m_audits; ///< By how they ended.
  std::uint64_t m_sent = 0;
  std::uint64_t m_postponed = 0;
  std::size_t m_waiting = 0;
};

} // namespace klausur
