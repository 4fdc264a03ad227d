// Holds each setting, enumeration and remedy of the policies against the vendors' own
// machine-readable specifications. See README.md of tests/.

#include "connectors/model/fact.hpp"
#include "plugin/office/library.hpp"
#include "tests/specifications/specification.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>

namespace {

using namespace klausur;
using test::Described;
using test::Specification;

using Specifications = std::map<std::string, Specification>; ///< By `zoom/accounts.json`.

/// What was found out about one check.
struct Verdict
{
  std::string file;                  ///< That confirms the setting; empty: none does.
  std::string why;                   ///< Why none does.
  std::vector<std::string> mistakes; ///< What contradicts the specification.
};

/// Where the setting stands in the answer itself: below the list that its document is made of.
Pointer
in_answer(const DocumentEntry& entry, const Pointer& steps)
{
  if (!entry.read.list) {
    return steps;
  }
  Pointer whole = entry.read.list->items;
  if (!entry.read.list->key.empty() || steps.empty()) {
    whole.insert(whole.end(), steps.begin(), steps.end());
    return whole;
  }
  return steps;
}

bool
is_computed(const DocumentEntry& entry, const Pointer& steps)
{
  return std::ranges::any_of(entry.facts, [&](const auto& fact) {
    const auto gives = fact->gives();
    return std::ranges::any_of(gives,
                               [&](const auto& field) { return overlap(field.at, steps); });
  });
}

void
compare_values(const Check& check, const Described& described, Verdict& verdict)
{
  if (described.values.empty()) {
    return;
  }
  const Json none{rapidjson::kArrayType};
  for (const auto& value : (check.known ? *check.known : none).GetArray()) {
    if (!described.values.contains(to_text(value))) {
      verdict.mistakes.push_back(fmt::format("known: {} is no value of it", to_text(value)));
    }
  }
  const bool wants_one = check.expect.IsString() || check.expect.IsInt();
  if (wants_one && !described.values.contains(to_text(check.expect)) &&
      !to_text(check.expect).starts_with("\"$")) {
    verdict.mistakes.push_back(
        fmt::format("expect: {} is no value of it", to_text(check.expect)));
  }
}

/// A value that the API cannot take is no remedy.
void
hold_remedy(const Check& check, const DocumentEntry& entry, const Specifications& all,
            Verdict& verdict)
{
  if (!check.remedy.set || !entry.is_written_by_api() || entry.write.call ||
      !entry.write.each.empty()) {
    return;
  }
  bool known_method = false;
  for (const auto& [file, specification] : all) {
    known_method |= specification.knows(entry.write.method, entry.write.path);
    const auto described =
        specification.request(entry.write.method, entry.write.path, check.setting.steps);
    if (described.found || specification.lists(check.setting.steps) ||
        specification.lists_above(check.setting.steps)) {
      return;
    }
  }
  if (known_method) {
    verdict.mistakes.push_back(
        fmt::format("remedy: {} {} does not take it", entry.write.method, entry.write.path));
  }
}

Verdict
hold(const Check& check, const Manifest& manifest, const Specifications& all)
{
  Verdict verdict;
  if (!check.attest.empty()) {
    verdict.why = "no API tells it; a person attests";
    return verdict;
  }
  const DocumentEntry* entry = manifest.entry_of(check.setting.document);
  if (entry == nullptr || !entry->is_read_by_api()) {
    verdict.why = "read by own code; the source names where it is documented";
    return verdict;
  }
  if (is_computed(*entry, check.setting.steps)) {
    verdict.why = "computed of what is read, not said by the API";
    return verdict;
  }
  for (const auto& [file, specification] : all) {
    const auto described = specification.answer(entry->read.method, entry->read.path,
                                                in_answer(*entry, check.setting.steps));
    if (described.found || specification.lists(check.setting.steps)) {
      verdict.file = file;
      compare_values(check, described, verdict);
      break;
    }
  }
  if (verdict.file.empty()) {
    verdict.why =
        std::ranges::any_of(
            all, [&](const auto& each) { return each.second.lists_above(check.setting.steps); })
            ? "a plugin's own setting, in an object of any content"
            : "the stored specifications do not describe it";
  }
  hold_remedy(check, *entry, all, verdict);
  return verdict;
}

Result<Specifications>
load_all(const std::filesystem::path& folder, std::string_view vendor)
{
  Specifications all;
  std::error_code problem; // no folder, no specifications
  for (const auto& each : std::filesystem::directory_iterator{folder / vendor, problem}) {
    if (each.path().extension() == ".json") {
      auto loaded = Specification::load(each.path());
      if (!loaded) {
        return tl::unexpected(loaded.error());
      }
      all.emplace(fmt::format("{}/{}", vendor, each.path().filename().string()),
                  std::move(*loaded));
    }
  }
  return all;
}

struct Sums
{
  int found = 0, not_found = 0, mistakes = 0;
};

Result<Sums>
hold_vendor(const Policy& policy, const std::filesystem::path& folder, bool record)
{
  auto all = load_all(folder, policy.vendor);
  if (!all) {
    return tl::unexpected(all.error());
  }
  Sums sums;
  for (const auto& check : policy.checks) {
    const auto verdict = hold(check, policy.manifest, *all);
    ++(verdict.file.empty() ? sums.not_found : sums.found);
    if (record) {
      const auto digest = verdict.file.empty() ? verdict.why : all->at(verdict.file).digest();
      fmt::print("{}\t{}\t{}\n", check.id, verdict.file, digest);
    }
    for (const auto& mistake : verdict.mistakes) {
      ++sums.mistakes;
      fmt::print(stderr, "{}: {}: {}\n", check.id, verdict.file, mistake);
    }
    const bool confirmed_here = check.source.specification == verdict.file;
    if (!record && confirmed_here && !verdict.file.empty() &&
        "sha256:" + check.source.specification_digest != all->at(verdict.file).digest()) {
      ++sums.mistakes;
      fmt::print(stderr, "{}: {} has changed since it was read\n", check.id, verdict.file);
    }
  }
  return sums;
}

} // namespace

int
main(int argc, char** argv)
{
  const std::vector<std::string> arguments{argv + 1, argv + argc};
  const bool record = !arguments.empty() && arguments.back() == "--record";
  if (arguments.empty() || arguments.front().starts_with('-')) {
    fmt::print(stderr, "usage: specifications FOLDER [--record]\n");
    return 2;
  }
  auto library = Library::open(KLAUSUR_SOURCE_DIR);
  int mistakes = 0;
  for (const auto& vendor : vendors_with_policies(KLAUSUR_SOURCE_DIR)) {
    const auto policy = library ? library->policy(vendor) : tl::unexpected(library.error());
    const auto sums = policy ? hold_vendor(**policy, arguments.front(), record)
                             : tl::unexpected(policy.error());
    if (!sums) {
      fmt::print(stderr, "{}\n", sums.error().what);
      return 2;
    }
    mistakes += sums->mistakes;
    fmt::print(record ? stderr : stdout,
               "{:<12} {:>4} found {:>4} not found {:>3} contradicted\n", vendor, sums->found,
               sums->not_found, sums->mistakes);
  }
  return mistakes == 0 ? 0 : 1;
}
