#pragma once

#include "plugin/sandbox/vendor.hpp"

namespace klausur {

} // namespace klausur
