#include "connectors/base/precompiled.hpp" // Gives the compiled header a target.
