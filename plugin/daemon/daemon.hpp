#pragma once

#include "plugin/office/audit.hpp"
#include "plugin/office/log.hpp"
#include "plugin/office/stop.hpp"

#include <functional>
#include <memory>

namespace klausur {

/// What the daemon is set up with; replaced as a whole on a reload, while jobs that are
/// under way keep the one that they began with.
struct Setup
{
  Configuration configuration;
  Library library;
};

/// Watches tenants until it is told to end: examines each on its schedule, never one tenant
/// twice at a time, tells the chats, and shows /health and /metrics.
///
/// SIGTERM and SIGINT end it within two seconds; SIGHUP loads configuration and policies
/// anew and keeps the old ones when the new ones are wrong. run() must be called before
/// any other thread exists, because it blocks these signals for all.
class Daemon
{
public:
  using Load = std::function<Result<std::shared_ptr<Setup>>()>;

  /// @param load  Called once at the start, and on every SIGHUP.
  Daemon(Load load, Store& store, Redactor& redactor, const Clock& clock);

  /// @error from the first load, or when it cannot listen.
  [[nodiscard]] Result<void> run();

private:
  class Work;
  Load m_load;
  Store& m_store;
  Redactor& m_redactor;
  const Clock& m_clock;
};

} // namespace klausur
