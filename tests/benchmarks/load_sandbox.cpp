// One vendor's sandbox with many members, for the bar `load`:
// load_sandbox VENDOR MEMBERS FASTER DIRECTORY writes DIRECTORY/klausur.yaml with all members
// to be read, says "ready", and waits until its input ends. Then it tells in a line of JSON
// how many requests came, how many beyond a limit, and how many seconds the vendor's limits
// want for them. FASTER is how many times quicker its clock runs.

#include "plugin/sandbox/call.hpp"
#include "tests/benchmarks/load_tenants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

using namespace klausur;

namespace {

void
write(const std::filesystem::path& path, std::string_view text)
{
  std::filesystem::create_directories(path.parent_path());
  std::ofstream{path} << text;
}

void
write_files(const Sandbox& sandbox, const std::filesystem::path& directory)
{
  for (const auto& [name, content] : sandbox.vendor().secrets()) {
    write(directory / name, content);
  }
  const Json entry = sandbox.vendor().tenant(sandbox.url(), directory.string());
  Json file{rapidjson::kObjectType};
  auto& memory = file.GetAllocator();
  set_member(file, "store", "sqlite://" + (directory / "klausur.db").string(), memory);
  JsonValue tenant{rapidjson::kObjectType};
  set_member(tenant, "name", "load", memory);
  for (const auto& each : entry.GetObject()) {
    set_member(tenant, text_of(each.name), each.value, memory);
  }
  if (member_text(entry, "vendor") == "zoom" || member_text(entry, "vendor") == "webex") {
    const Json all = literal(R"({"sample_users":"all"})");
    set_member(tenant, "parameters", all, memory);
  }
  JsonValue tenants{rapidjson::kArrayType};
  tenants.PushBack(tenant, memory);
  set_member(file, "tenants", tenants, memory);
  write(directory / "klausur.yaml", to_pretty_text(file));
}

/// How many requests counted against each limit.
std::map<std::string, std::size_t>
counted(const Sandbox& sandbox)
{
  const auto routes = sandbox.vendor().routes();
  std::map<std::string, std::size_t> counts;
  for (const auto& request : sandbox.log()) {
    const auto path = std::string_view{request.path}.substr(0, request.path.find('?'));
    const auto route = std::ranges::find_if(routes, [&](const Route& each) {
      return each.method == request.method && match_path(each.path, path).has_value();
    });
    if (route != routes.end()) {
      ++counts[route->limit.empty() ? "default" : std::string{route->limit}];
    }
  }
  return counts;
}

/// The seconds of the limit that takes longest; 0 where the vendor publishes none.
double
seconds_allowed(const Sandbox& sandbox)
{
  double seconds = 0;
  const auto limits = sandbox.vendor().limits();
  for (const auto& [name, count] : counted(sandbox)) {
    if (const auto limit = limits.find(name); limit != limits.end()) {
      const double each = limit->second.per_seconds / limit->second.requests;
      seconds = std::max(seconds, static_cast<double>(count) * each);
    }
  }
  return seconds;
}

} // namespace

int
main(int argc, char** argv)
{
  const std::string vendor = argc == 5 ? argv[1] : "";
  const int members = argc == 5 ? std::atoi(argv[2]) : 0;
  const double faster = argc == 5 ? std::atof(argv[3]) : 0;
  if (members < 1 || faster <= 0) {
    fmt::print(stderr, "usage: load_sandbox VENDOR MEMBERS FASTER DIRECTORY\n");
    return 2;
  }
  const auto begun = std::chrono::steady_clock::now();
  SandboxOptions options{.variant = std::string{load::variant_for(vendor)}};
  options.now = [begun, faster] {
    const auto passed = (std::chrono::steady_clock::now() - begun) * faster;
    return begun + std::chrono::duration_cast<std::chrono::steady_clock::duration>(passed);
  };
  const auto sandbox = Sandbox::open(vendor, std::move(options));
  if (!sandbox) {
    fmt::print(stderr, "{}\n", sandbox.error().what);
    return 2;
  }
  if (const auto filled = load::fill(**sandbox, vendor, members); !filled) {
    fmt::print(stderr, "{}\n", filled.error().what);
    return 2;
  }
  write_files(**sandbox, argv[4]);
  fmt::print("ready\n");
  std::fflush(stdout);
  std::cin.ignore(std::numeric_limits<std::streamsize>::max());
  fmt::print("{{\"requests\":{},\"beyond\":{},\"seconds\":{:.1f}}}\n", (*sandbox)->log().size(),
             (*sandbox)->violations(), seconds_allowed(**sandbox) / faster);
  return 0;
}
