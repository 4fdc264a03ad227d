#pragma once

#include "connectors/format/json.hpp"
#include "plugin/sandbox/sandbox.hpp"
#include "tests/support/program.hpp"

#include <fmt/format.h>

namespace klausur::test {

/// A configuration with the sandbox as its only tenant `acme`, and a store.
inline void
configure(const Program& program, const Sandbox& sandbox)
{
  for (const auto& [name, content] : sandbox.vendor().secrets()) {
    program.write(name, content);
  }
  const auto folder = program.directory.string();
  Json file = parse_json(R"({"tenants": []})").value();
  auto& memory = file.GetAllocator();
  set_member(file, "store", fmt::format("sqlite://{}/klausur.db", folder), memory);
  const Json tenant = sandbox.vendor().tenant(sandbox.url(), folder);
  JsonValue entry{tenant, memory};
  set_member(entry, "name", "acme", memory);
  file["tenants"].PushBack(entry, memory);
  program.write("klausur.yaml", to_text(file));
}

} // namespace klausur::test
