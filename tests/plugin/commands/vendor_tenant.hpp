#pragma once

#include "plugin/sandbox/sandbox.hpp"
#include "plugin/sandbox/state.hpp"
#include "tests/support/program.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <ostream>
#include <regex>
#include <string>
#include <vector>

namespace klausur::test {

/// A vendor whose settings can be written, the variant in which most of them can be, and what
/// is planned of them.
struct Writable
{
  const char* vendor;
  const char* variant = "";
  std::vector<std::string> choice = {};

  friend std::ostream& operator<<(std::ostream& out, const Writable& each)
  {
    return out << each.vendor;
  }
};

/// A sandbox of any vendor as the tenant `acme`, and the program set up for it.
struct VendorTenant
{
  explicit VendorTenant(const Writable& which)
      : choice{which.choice},
        sandbox{Sandbox::open(which.vendor, {.variant = which.variant}).value()}
  {
    for (const auto& [name, content] : sandbox->vendor().secrets()) {
      program.write(name, content);
    }
    const auto folder = program.directory.string();
    Json file = parse_json(R"({"tenants": []})").value();
    auto& memory = file.GetAllocator();
    set_member(file, "store", fmt::format("sqlite://{}/klausur.db", folder), memory);
    const Json tenant = sandbox->vendor().tenant(sandbox->url(), folder);
    JsonValue entry{tenant, memory};
    set_member(entry, "name", "acme", memory);
    file["tenants"].PushBack(entry, memory);
    program.write("klausur.yaml", to_text(file));
  }

  [[nodiscard]] Ended run(std::vector<std::string> arguments,
                          std::vector<std::string> environment = {}) const
  {
    arguments.insert(arguments.begin(), {"--data-dir", KLAUSUR_SOURCE_DIR});
    return program.run(std::move(arguments), std::move(environment));
  }

  [[nodiscard]] std::unique_ptr<Running> start(std::vector<std::string> arguments) const
  {
    arguments.insert(arguments.begin(), {"--data-dir", KLAUSUR_SOURCE_DIR});
    return program.start(std::move(arguments), {}, "bg");
  }

  void plan(const std::string& file = "plan.json") const
  {
    std::vector<std::string> words{"plan", "acme", "--output", file};
    words.insert(words.end(), choice.begin(), choice.end());
    const auto planned = run(words);
    BOOST_TEST_REQUIRE(planned.code == 1, planned.out << planned.err);
  }

  /// What the sandbox holds, without the tokens that it gave out.
  [[nodiscard]] std::string state() const
  {
    Json state = sandbox->state();
    for (const char* tokens : {"app", "grants", "refresh"}) {
      state.RemoveMember(tokens);
    }
    return canonical_text(state);
  }

  Program program;
  std::vector<std::string> choice;
  std::unique_ptr<Sandbox> sandbox;
};

/// The run that is named in what was printed; empty when none is.
inline std::string
run_in(const std::string& text)
{
  std::smatch found;
  return std::regex_search(text, found, std::regex{"run (\\d{8}T\\S+)"}) ? found[1].str() : "";
}

} // namespace klausur::test
