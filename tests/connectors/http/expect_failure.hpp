#pragma once

#include "connectors/http/http.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

namespace klausur::test {

inline void
expect_failure(const Result<Response>& result, Failure kind, std::string_view part)
{
  BOOST_TEST_REQUIRE(!result.has_value());
  BOOST_TEST((result.error().kind == kind), result.error().what);
  BOOST_TEST(result.error().what.find(part) != std::string::npos, result.error().what);
}

} // namespace klausur::test
