#pragma once

#include "policies/engine/judge.hpp"
#include "tests/policies/engine/sample.hpp"

#include <boost/test/unit_test.hpp>

#include <utility>
#include <vector>

namespace klausur::sample {

/// Judges one check against one snapshot, keeping alive what judgements point into.
struct Court
{
  Catalogue catalogue = sample::catalogue();
  Policy law;
  Snapshot evidence;
  Judge judge;
  Docket docket;
  std::vector<Judgement>& judgements = docket.judgements;

  Court(Check one, Snapshot read)
      : law{policy(std::move(one))}, evidence{std::move(read)},
        judge{Judge::prepare(law, catalogue, json("{}")).value()}
  {
    judge.judge(evidence, docket);
  }

  void expect(Status status, Ground ground) const
  {
    BOOST_TEST_REQUIRE(judgements.size() == 1U);
    BOOST_TEST((judgements[0].status == status));
    BOOST_TEST((judgements[0].ground == ground));
  }
};

} // namespace klausur::sample
