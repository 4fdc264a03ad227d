#include "policies/engine/lookup.hpp"

#include "connectors/model/setting.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace klausur {

namespace {

std::uint64_t
letters_at(const char* at, std::size_t count)
{
  std::uint64_t word = 0;
  std::memcpy(&word, at, count);
  return word;
}

/// Of the length and at most 16 letters, those at both ends: enough for names, and collisions
/// only cost a comparison.
std::uint32_t
hash_of(std::string_view name)
{
  constexpr std::uint64_t k_odd = 0x9E3779B97F4A7C15;
  const std::size_t size = name.size();
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  if (size >= 8) {
    first = letters_at(name.data(), 8);
    last = letters_at(name.data() + size - 8, 8);
  } else if (size >= 4) {
    first = letters_at(name.data(), 4);
    last = letters_at(name.data() + size - 4, 4);
  } else if (size > 0) {
    first = static_cast<unsigned char>(name[0]);
    last = letters_at(name.data() + size / 2, 1) << 8U | letters_at(name.data() + size - 1, 1);
  }
  const std::uint64_t mixed = (first ^ std::rotl(last * k_odd, 32) ^ size) * k_odd;
  return static_cast<std::uint32_t>(mixed >> 32U);
}

} // namespace

std::uint32_t
Lookup::add(const std::vector<std::string>& steps)
{
  std::uint32_t at = 0;
  for (const auto& step : steps) {
    const auto& children = m_branches[at].children;
    const auto known =
        std::ranges::find(children, step, [&](std::uint32_t each) -> const std::string& {
          return m_branches[each].name;
        });
    if (known != children.end()) {
      at = *known;
      continue;
    }
    const auto next = static_cast<std::uint32_t>(m_branches.size());
    m_branches[at].children.push_back(next);
    m_branches.push_back({.name = step, .number = k_none, .children = {}});
    at = next;
  }
  Branch& end = m_branches[at];
  if (end.number == k_none) {
    end.number = m_numbers++;
  }
  return end.number;
}

void
Lookup::finish()
{
  m_nodes.assign(1, Node{.number = m_branches.front().number});
  lay_children(0, 0);
  m_branches = {};
}

void
Lookup::lay_children(std::uint32_t node, std::uint32_t branch)
{
  const auto& children = m_branches[branch].children;
  m_nodes[node].first = static_cast<std::uint32_t>(m_nodes.size());
  m_nodes[node].count = static_cast<std::uint32_t>(children.size());
  for (const std::uint32_t each : children) {
    const Branch& child = m_branches[each];
    m_nodes.push_back({.letters = static_cast<std::uint32_t>(m_letters.size()),
                       .length = static_cast<std::uint32_t>(child.name.size()),
                       .number = child.number});
    m_letters += child.name;
  }
  make_table(m_nodes[node]);
  for (std::uint32_t i = 0; i < children.size(); ++i) {
    lay_children(m_nodes[node].first + i, children[i]);
  }
}

void
Lookup::make_table(Node& node)
{
  const auto size = std::bit_ceil(node.count * 2 + 1);
  node.table = static_cast<std::uint32_t>(m_tables.size());
  node.mask = size - 1;
  m_tables.resize(m_tables.size() + size);
  for (std::uint32_t child = node.first; child < node.first + node.count; ++child) {
    const std::uint32_t hash = hash_of(name_of(m_nodes[child]));
    std::uint32_t place = hash & node.mask;
    while (m_tables[node.table + place].node != k_none) {
      place = (place + 1) & node.mask;
    }
    m_tables[node.table + place] = {hash, child};
  }
}

void
Lookup::find(const JsonValue& root, Memory& memory) const
{
  memory.found.assign(m_numbers, nullptr);
  memory.hints.resize(m_nodes.size());
  memory.shuffled.resize(m_nodes.size());
  visit(m_nodes.front(), root, memory);
}

void
Lookup::visit(const Node& node, const JsonValue& value, Memory& memory) const
{
  if (node.number != k_none) {
    memory.found[node.number] = &value;
  }
  if (node.count == 0) {
    return;
  }
  if (value.IsArray()) {
    visit_list(node, value, memory);
  } else if (value.IsObject()) {
    const auto at = static_cast<std::size_t>(&node - m_nodes.data());
    const std::uint32_t missing =
        memory.shuffled[at] ? node.count : visit_hinted(node, value, memory);
    if (missing > 0) {
      visit_all(node, value, missing, memory);
    }
  }
}

void
Lookup::visit_list(const Node& node, const JsonValue& list, Memory& memory) const
{
  for (std::uint32_t child = node.first; child < node.first + node.count; ++child) {
    const std::vector<std::string> step{std::string{name_of(m_nodes[child])}};
    if (const JsonValue* value = value_at(list, step)) {
      visit(m_nodes[child], *value, memory);
    }
  }
}

/// Look where the children stood last time. How many do not.
std::uint32_t
Lookup::visit_hinted(const Node& node, const JsonValue& object, Memory& memory) const
{
  const auto begin = object.MemberBegin();
  const rapidjson::SizeType members = object.MemberCount();
  std::uint32_t missing = 0;
  for (std::uint32_t child = node.first; child < node.first + node.count; ++child) {
    const rapidjson::SizeType hint = memory.hints[child];
    if (hint < members && text_of((begin + hint)->name) == name_of(m_nodes[child])) {
      visit(m_nodes[child], (begin + hint)->value, memory);
    } else {
      memory.hints[child] = members; // found nowhere so far
      ++missing;
    }
  }
  return missing;
}

/// Look at every member until all children are found.
void
Lookup::visit_all(const Node& node, const JsonValue& object, std::uint32_t missing,
                  Memory& memory) const
{
  const auto begin = object.MemberBegin();
  const rapidjson::SizeType members = object.MemberCount();
  const auto at = static_cast<std::size_t>(&node - m_nodes.data());
  const bool all = missing == node.count;
  std::uint32_t in_order = 0;
  for (rapidjson::SizeType i = 0; i < members && missing > 0; ++i) {
    const std::uint32_t child = child_of(node, text_of((begin + i)->name));
    if (child == k_none) {
      continue;
    }
    const bool hinted = memory.hints[child] == i;
    in_order += hinted ? 1 : 0;
    if (all || !hinted) { // one that is hinted was visited
      memory.hints[child] = i;
      --missing;
      visit(m_nodes[child], (begin + i)->value, memory);
    }
  }
  memory.shuffled[at] = all && in_order * 2 < node.count;
}

std::uint32_t
Lookup::child_of(const Node& node, std::string_view name) const
{
  const std::uint32_t hash = hash_of(name);
  for (std::uint32_t place = hash & node.mask;; place = (place + 1) & node.mask) {
    const Slot& slot = m_tables[node.table + place];
    if (slot.node == k_none || (slot.hash == hash && name_of(m_nodes[slot.node]) == name)) {
      return slot.node;
    }
  }
}

} // namespace klausur
