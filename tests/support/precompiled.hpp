// What nearly every test includes, compiled once.
#pragma once

#include "connectors/base/precompiled.hpp"

#include <boost/test/unit_test.hpp>
