#pragma once

#include <string>

namespace klausur {

/// What is wrong with an expectation, at which place of it.
struct Objection
{
  std::string pointer;  ///< JSON Pointer from the expectation on.
  bool at_name = false; ///< It is the name at that place that is wrong, not the value.
  std::string what;     ///< With what to write instead.
};

} // namespace klausur
