#pragma once

namespace klausur {

/// Requests allowed in a stretch of time.
struct Limit
{
  int requests = 0; ///< 0: not limited.
  double per_seconds = 1;
};

} // namespace klausur
