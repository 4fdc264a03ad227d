#pragma once

#include "connectors/format/digest.hpp"
#include "tests/plugin/commands/chat_tenant.hpp"

#include <functional>

namespace klausur::test {

/// Alter the file plan.json and give it the hash that belongs to it.
inline void
forge(const ChatTenant& at, const std::function<void(Json&)>& alter)
{
  Json file = parse_json(at.program.read("plan.json")).value();
  alter(file);
  Sha256 hash;
  for (const auto& change : file["changes"].GetArray()) {
    hash.add(canonical_text(change) + "\n");
  }
  Json head = copy_of(file);
  head.RemoveMember("hash");
  head["changes"].SetArray();
  hash.add(canonical_text(head));
  set_member(file, "hash", hash.text(), file.GetAllocator());
  at.program.write("plan.json", to_pretty_text(file));
}

} // namespace klausur::test
