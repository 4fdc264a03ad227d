// What a plan costs: plan_benchmark CHANGES FILE -> a tenant of so many members that each
// deviate is judged, planned, settled, ordered, written to the file, read and derived anew; the
// processor's seconds for all that as a line of JSON. Its memory is measured from outside.

#include "plugin/change/bond.hpp"
#include "plugin/change/chosen.hpp"
#include "plugin/change/derive.hpp"
#include "plugin/change/ordered.hpp"
#include "plugin/change/plan_file.hpp"
#include "plugin/change/wanted.hpp"
#include "policies/engine/examine.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>

using namespace klausur;

namespace {

constexpr std::size_t k_per_member = 10;

Policy
law()
{
  Policy policy{.vendor = "v"};
  for (std::size_t i = 0; i < k_per_member; ++i) {
    Check check;
    check.id = fmt::format("v.check-{}", i);
    check.control = "DP-CON-03";
    check.setting = parse_address(fmt::format("members/*#/settings/s{}", i)).value();
    check.expect = parse_json("false").value();
    check.remedy.set = parse_json("false").value();
    policy.checks.push_back(std::move(check));
  }
  policy.manifest.vendor = "v";
  policy.manifest.documents = {
      {.name = "members/*", .read = {.method = "GET"}, .write = {.method = "PATCH"}}};
  return policy;
}

Catalogue
catalogue()
{
  Catalogue made;
  Control control;
  control.id = "DP-CON-03";
  control.point = Point::CON;
  control.severity = Severity::high;
  control.automation.automatic = true;
  made.controls.push_back(std::move(control));
  return made;
}

Snapshot
tenant(std::size_t members)
{
  std::string settings;
  for (std::size_t i = 0; i < k_per_member; ++i) {
    settings += fmt::format("{}\"s{}\":true", i == 0 ? "" : ",", i);
  }
  const std::string text = "{\"settings\":{" + settings + "}}";
  TextPool texts;
  Snapshot snapshot{.tenant = "t", .vendor = "v"};
  for (std::size_t i = 0; i < members; ++i) {
    Reading reading{SharedText{fmt::format("members/{:024x}", i)},
                    texts.keep("GET /x"),
                    {},
                    parse_json(text)};
    reading.content.pack(texts);
    snapshot.readings.push_back(std::move(reading));
  }
  snapshot.seal();
  return snapshot;
}

Result<std::size_t>
plan_and_derive(std::size_t changes, const std::string& path)
{
  const Policy policy = law();
  const Catalogue controls = catalogue();
  const auto judge = Judge::prepare(policy, controls, Json{rapidjson::kObjectType}).value();
  const Snapshot snapshot = tenant(changes / k_per_member);
  const Examine examine_it = [&](const Snapshot& of) -> Result<TenantReport> {
    return examine(judge, of, {.now = of.taken_at});
  };
  const WhyLeft why = [&](const PlannedChange& change) {
    return why_left({}, change, controls);
  };
  Conditions conditions{judge};
  ChangeSet first;
  {
    const auto report = examine_it(snapshot).value();
    first = wanted(report, snapshot, judge, conditions);
  }
  return settled(std::move(first), snapshot, {judge, conditions, examine_it, why})
      .map([&](ChangeSet set) { return ordered(std::move(set), policy.manifest); })
      .and_then([&](ChangeSet set) {
        std::ofstream out{path, std::ios::binary};
        write_plan(set, [&](std::string_view piece) { out << piece; });
        out.close();
        set = {};
        std::ifstream in{path, std::ios::binary};
        return read_plan(in);
      })
      .and_then([&](GivenPlan given) { return with_checks(std::move(given), policy); })
      .and_then([&](const ChangeSet& given) {
        return derived(given, snapshot, judge, examine_it, {}).map([&](const ChangeSet& anew) {
          return baseless(given.changes, anew.changes).empty() ? anew.changes.size() : 0;
        });
      });
}

} // namespace

int
main(int argc, char** argv)
{
  const std::size_t changes = argc == 3 ? std::strtoull(argv[1], nullptr, 10) : 0;
  if (changes < k_per_member) {
    fmt::print(stderr, "usage: plan_benchmark CHANGES FILE\n");
    return 2;
  }
  const std::clock_t begin =
      std::clock(); // Of the processor: what else runs here adds nothing.
  const auto done = plan_and_derive(changes, argv[2]);
  const double took = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  if (!done || *done != changes) {
    fmt::print(stderr, "the plan does not hold: {}\n",
               done ? "changes are missing" : done.error().what);
    return 1;
  }
  fmt::print("{{\"changes\":{},\"seconds\":{:.4f}}}\n", changes, took);
  return 0;
}
