#pragma once

#include "policies/engine/finding.hpp"

#include <deque>
#include <memory>

namespace klausur::sample {

/// A run filled in by hand, with what its findings point to. It stays where it was made.
struct SampleRun
{
  SampleRun() = default;
  SampleRun(const SampleRun&) = delete;
  SampleRun& operator=(const SampleRun&) = delete;

  std::deque<Control> controls;
  std::deque<Check> checks;
  std::deque<Variant> variants;
  RunReport report;
};

/// A red, a yellow, a green and a grey tenant with findings of every status, waived ones, a
/// missing permission, gaps, a check over several members and a long value.
[[nodiscard]] std::unique_ptr<SampleRun> sample_run();

/// One tenant in which every text that can come from outside is hostile.
[[nodiscard]] std::unique_ptr<SampleRun> hostile_run();

/// What hostile_run() puts into every text: markup, quotes, a line break, a terminal escape,
/// right-to-left characters and an override of the direction.
extern const std::string k_hostile;

} // namespace klausur::sample
