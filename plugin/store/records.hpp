#pragma once

#include "plugin/journal/chain.hpp"
#include "policies/engine/finding.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace klausur {

struct RunRecord
{
  std::string id;
  Time at{};
  std::string version;  ///< Of the program.
  std::string policies; ///< `sha256:...`
  std::string tenant;
  std::string vendor;
  Light light = Light::grey;
  bool settled = false;
  std::optional<double> score; ///< Nothing: it was not rated.
  double coverage = 0;
  std::size_t failed = 0; ///< Findings that fail and are not waived.
  std::size_t gaps = 0;
};

/// One run that wrote into a tenant, as the journal has it.
struct WriteRecord
{
  std::string id;
  Time at{};
  std::string tenant;
  std::size_t settings = 0; ///< Writes that were begun.
  std::size_t failed = 0;
  std::string end; ///< `applied`, `not applied`, or empty: it was interrupted.
};

/// Who alone writes into a tenant, until when unless it is renewed.
struct LeaseRecord
{
  std::string tenant;
  std::string holder; ///< Of a process, so that it can be told whether it still lives.
  Time until{};
};

/// A snapshot that was accepted as it is.
struct BaselineRecord
{
  std::string account; ///< The vendor's own name for whom it is of, digested.
  Time at{};
  std::string run;
  std::string tenant; ///< As it was called then.
  std::string by;
};

struct FindingRecord
{
  std::string check;
  std::string control;
  std::string scope;
  std::string severity;
  std::string status;
  std::string setting;
  std::string observed; ///< JSON text; empty when the vendor did not say.
  bool waived = false;
};

/// What a channel was last told about one finding.
struct ToldRecord
{
  std::string channel; ///< The configured channel's key.
  std::string tenant;
  std::string check;
  std::string scope;
  std::string status; ///< `fail` or `resolved`
  std::string severity;
  std::string observed; ///< JSON text
};

struct OutgoingMessage
{
  std::int64_t id = 0; ///< 0 before it is queued.
  std::string channel;
  std::string body; ///< As the channel sends it; holds no secret.
  Time created{};
  Time next_try{};
  int attempts = 0;
  std::string last_error;
};

} // namespace klausur
