#include "tests/support/precompiled.hpp" // Gives the compiled header a target.
