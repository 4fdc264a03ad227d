#pragma once

#include "connectors/base/result.hpp"

#include <curl/curl.h>

#include <string_view>

namespace klausur {

/// What an attempt that ended without an answer means.
struct Ending
{
  CURLcode code;
  Failure kind;
  bool again; ///< Another attempt may help; whether it may harm depends on the request.
  std::string_view what;
  std::string_view next;
};

[[nodiscard]] const Ending& ending_of(CURLcode code);

} // namespace klausur
