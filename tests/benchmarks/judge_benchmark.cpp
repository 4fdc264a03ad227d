// How fast settings are judged. Writes the data that the opponent reads, so that both judge the
// same: judge_benchmark DATA.json CHECKS DOCUMENTS SETTINGS same|shuffled -> one line of JSON.
// `shuffled`: each document has its members in an order of its own.

#include "connectors/format/source_file.hpp"
#include "policies/engine/judge.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>

namespace {

using namespace klausur;

/// Every third check: a flag, a limit, a choice.
Check
numbered_check(int number)
{
  Check check;
  check.id = fmt::format("v.check-{}", number);
  check.control = "C";
  check.setting = parse_address(fmt::format("d#/section{}/key{}", number % 12, number)).value();
  constexpr const char* expectations[] = {"true", R"({"type":"integer","maximum":30})",
                                          R"({"enum":["host","none","off"]})"};
  check.expect = parse_json(expectations[number % 3]).value();
  return check;
}

/// Members in the order that they have, or in another one for each document.
class Order
{
public:
  explicit Order(bool shuffled) : m_shuffled{shuffled} {}

  std::string object(std::vector<std::string> members)
  {
    if (m_shuffled) {
      std::ranges::shuffle(members, m_chance);
    }
    return fmt::format("{{{}}}", fmt::join(members, ","));
  }

private:
  bool m_shuffled;
  std::mt19937 m_chance{1}; // NOLINT(cert-msc51-cpp): the same data each time
};

/// A settings document in which about half of the checks pass.
std::string
numbered_document(int number, int settings, Order& order)
{
  std::vector<std::string> sections;
  for (int section = 0; section < 12; ++section) {
    std::vector<std::string> members;
    for (int check = section; check < settings; check += 12) {
      const unsigned mixed = static_cast<unsigned>(number * 31 + check * 17) % 97;
      members.push_back(fmt::format("\"key{}\":{}", check,
                                    check % 3 == 0   ? (mixed < 50 ? "true" : "false")
                                    : check % 3 == 1 ? fmt::format("{}", mixed)
                                                     : (mixed < 50 ? "\"host\"" : "\"all\"")));
    }
    sections.push_back(fmt::format("\"section{}\":{}", section, order.object(members)));
  }
  return order.object(sections);
}

std::vector<Snapshot>
numbered_snapshots(const char* file, int documents, int settings, Order order)
{
  std::ofstream data{file};
  std::vector<Snapshot> snapshots;
  for (int i = 0; i < documents; ++i) {
    const std::string text = numbered_document(i, settings, order);
    data << (i == 0 ? "[" : ",\n") << text;
    Snapshot snapshot{.tenant = "t", .vendor = "v"};
    snapshot.readings.push_back({"d", "", {}, packed_copy_of(parse_json(text).value())});
    snapshots.push_back(std::move(snapshot));
  }
  data << "]\n";
  return snapshots;
}

struct Outcome
{
  std::size_t evaluated = 0;
  std::size_t passed = 0;
  double seconds = 1e9; ///< Of the best round.
};

Outcome
judged(const Judge& judge, const std::vector<Snapshot>& snapshots)
{
  Docket docket;
  Outcome outcome;
  constexpr int rounds = 10;
  for (int round = 0; round < rounds; ++round) {
    outcome.evaluated = outcome.passed = 0;
    const auto begin = std::chrono::steady_clock::now();
    for (const auto& snapshot : snapshots) {
      judge.judge(snapshot, docket);
      for (const auto& judgement : docket.judgements) {
        ++outcome.evaluated;
        outcome.passed += judgement.status == Status::pass ? 1 : 0;
      }
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    outcome.seconds = std::min(outcome.seconds, took.count());
  }
  return outcome;
}

long
peak_kilobytes()
{
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

} // namespace

int
main(int argc, char** argv)
{
  const std::string_view order = argc == 6 ? argv[5] : "";
  if (order != "same" && order != "shuffled") {
    fmt::print(stderr,
               "usage: judge_benchmark DATA.json CHECKS DOCUMENTS SETTINGS same|shuffled\n");
    return 2;
  }
  const int checks = std::atoi(argv[2]);
  const int documents = std::atoi(argv[3]);
  const int settings = std::atoi(argv[4]); // in each document, at least one for each check
  Catalogue catalogue;
  catalogue.controls.emplace_back().id = "C";
  Policy policy{.vendor = "v"};
  for (int i = 0; i < checks; ++i) {
    policy.checks.push_back(numbered_check(i));
  }
  const Judge judge =
      Judge::prepare(policy, catalogue, JsonValue{rapidjson::kObjectType}).value();
  const auto snapshots =
      numbered_snapshots(argv[1], documents, settings, Order{order == "shuffled"});
  const Outcome outcome = judged(judge, snapshots);
  fmt::print("{{\"evaluated\":{},\"passed\":{},\"seconds\":{:.9f},\"kilobytes\":{}}}\n",
             outcome.evaluated, outcome.passed, outcome.seconds, peak_kilobytes());
  return 0;
}
