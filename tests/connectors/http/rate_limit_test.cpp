#include "connectors/http/rate_limit.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using namespace std::chrono_literals;

namespace {

const RateLimit::Instant k_start{1000s};

} // namespace

BOOST_AUTO_TEST_SUITE(rate_limit_test)

BOOST_AUTO_TEST_CASE(no_limit_is_always_free)
{
  RateLimit limit{Limit{}};
  for (int i = 0; i < 1000; ++i) {
    BOOST_TEST((limit.free_at(k_start) == k_start));
    limit.start();
  }
}

BOOST_AUTO_TEST_CASE(while_all_are_under_way_only_an_answer_can_tell)
{
  RateLimit limit{Limit{.requests = 2, .per_seconds = 1}};
  limit.start();
  limit.start();

  BOOST_TEST((limit.free_at(k_start) == RateLimit::Instant::max()));
}

BOOST_AUTO_TEST_CASE(a_request_counts_until_the_stretch_after_its_answer)
{
  RateLimit limit{Limit{.requests = 2, .per_seconds = 1}};
  limit.start();
  limit.start();
  limit.finish(k_start + 300ms);
  limit.finish(k_start + 100ms);

  BOOST_TEST((limit.free_at(k_start + 300ms) > k_start + 1100ms));
  BOOST_TEST((limit.free_at(k_start + 300ms) < k_start + 1101ms));
  BOOST_TEST((limit.free_at(k_start + 1102ms) == k_start + 1102ms));
  limit.start();
  BOOST_TEST((limit.free_at(k_start + 1102ms) > k_start + 1300ms));
}

BOOST_AUTO_TEST_CASE(a_hold_is_kept_and_never_shortened)
{
  RateLimit limit{Limit{}};
  limit.hold(k_start + 5s);
  limit.hold(k_start + 2s);

  BOOST_TEST((limit.free_at(k_start) == k_start + 5s));
  BOOST_TEST((limit.free_at(k_start + 6s) == k_start + 6s));
}

BOOST_AUTO_TEST_SUITE_END()
