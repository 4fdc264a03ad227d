#pragma once

namespace klausur {

/// How the program ends. 1 wins over 3.
enum class Exit {
  within_threshold = 0,
  deviations = 1,
  usage = 2,
  incomplete = 3,
  remediation_failed = 4,
  evidence_broken = 5,
};

} // namespace klausur
