// How fast settings are judged. Writes the data that the opponent reads, so that both judge the
// same: judge_benchmark DATA.json CHECKS DOCUMENTS SETTINGS -> one line of JSON.

#include "connectors/format/source_file.hpp"
#include "policies/engine/judge.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>

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

/// A settings document in which about half of the checks pass.
std::string
numbered_document(int number, int settings)
{
  std::string text = "{";
  for (int section = 0; section < 12; ++section) {
    text += fmt::format("{}\"section{}\":{{", section == 0 ? "" : ",", section);
    bool first = true;
    for (int check = section; check < settings; check += 12) {
      const unsigned mixed = static_cast<unsigned>(number * 31 + check * 17) % 97;
      text += fmt::format("{}\"key{}\":", first ? "" : ",", check);
      text += check % 3 == 0   ? (mixed < 50 ? "true" : "false")
              : check % 3 == 1 ? fmt::format("{}", mixed)
                               : (mixed < 50 ? "\"host\"" : "\"all\"");
      first = false;
    }
    text += "}";
  }
  return text + "}";
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
  if (argc != 5) {
    fmt::print(stderr, "usage: judge_benchmark DATA.json CHECKS DOCUMENTS SETTINGS\n");
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
  std::ofstream data{argv[1]};
  std::vector<Snapshot> snapshots;
  for (int i = 0; i < documents; ++i) {
    const std::string text = numbered_document(i, settings);
    data << (i == 0 ? "[" : ",\n") << text;
    Snapshot snapshot{.tenant = "t", .vendor = "v"};
    snapshot.readings.push_back({"d", "", {}, parse_json(text)});
    snapshots.push_back(std::move(snapshot));
  }
  data << "]\n";
  Docket docket;
  std::size_t passed = 0;
  std::size_t evaluated = 0;
  double best = 1e9;
  constexpr int rounds = 10;
  for (int round = 0; round < rounds; ++round) {
    passed = 0;
    evaluated = 0;
    const auto begin = std::chrono::steady_clock::now();
    for (const auto& snapshot : snapshots) {
      judge.judge(snapshot, docket);
      for (const auto& judgement : docket.judgements) {
        ++evaluated;
        passed += judgement.status == Status::pass ? 1 : 0;
      }
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    best = std::min(best, took.count());
  }
  fmt::print("{{\"evaluated\":{},\"passed\":{},\"seconds\":{:.9f},\"kilobytes\":{}}}\n",
             evaluated, passed, best, peak_kilobytes());
  return 0;
}
