#include "connectors/jitsi/hocon_tree.hpp"

#include <utility>

namespace klausur::hocon {

void
assign(Field& field, NodePtr node)
{
  const bool both = !field.assigned.empty() && node->kind == Node::Kind::object &&
                    field.assigned.back()->kind == Node::Kind::object;
  if (!both) {
    field.assigned.push_back(std::move(node));
    return;
  }
  for (auto& [key, later] : node->fields) {
    Field& target = field.assigned.back()->fields[key];
    for (NodePtr& each : later.assigned) {
      assign(target, std::move(each));
    }
  }
}

} // namespace klausur::hocon
