#define BOOST_TEST_MODULE klausur
#include <boost/test/unit_test.hpp>

#include <cstdlib>

namespace {

/// Tests speak to loopback only; a proxy of the machine would take them elsewhere.
struct NoProxy
{
  NoProxy()
  {
    for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
                             "ALL_PROXY", "no_proxy", "NO_PROXY"}) {
      unsetenv(name);
    }
  }
};

} // namespace

BOOST_TEST_GLOBAL_FIXTURE(NoProxy);
