#include "connectors/jitsi/hocon_resolver.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace klausur::hocon {

namespace {

constexpr std::size_t k_deepest_resolution = 200;
// One unit is a value looked at, or 16 bytes of text made.
constexpr std::size_t k_most_work = 4 * k_most_values;
constexpr std::size_t k_bytes_per_unit = 16;

ValuePtr
descend(ValuePtr value, std::span<const std::string> keys)
{
  for (const std::string& key : keys) {
    if (!value || value->kind != Value::Kind::object) {
      return nullptr;
    }
    const auto member = value->members.find(key);
    value = member == value->members.end() ? nullptr : member->second;
  }
  return value;
}

} // namespace

/// Counts its work instead of failing: values can share so much that their merging would
/// never end, and the caller refuses what has become too much.
ValuePtr
Resolver::merged(const ValuePtr& under, const ValuePtr& over)
{
  if (!under || !over) {
    return over ? over : under;
  }
  if (under->kind != Value::Kind::object || over->kind != Value::Kind::object || over->alone) {
    return over;
  }
  m_spent += 1 + under->members.size() + over->members.size();
  if (m_spent > k_most_work) {
    return over;
  }
  auto both = std::make_shared<Value>(*under);
  for (const auto& [key, value] : over->members) {
    ValuePtr& member = both->members[key];
    member = merged(member, value);
  }
  return both;
}

tl::unexpected<Error>
Resolver::refuse(const Node& node, std::string_view what) const
{
  return fail(Failure::unexpected,
              fmt::format("{}:{}: {}", m_files[node.file], node.line, what));
}

Result<void>
Resolver::spend(std::size_t amount)
{
  m_spent += amount;
  return m_spent <= k_most_work
             ? Result<void>{}
             : fail(Failure::unexpected,
                    fmt::format("{}: the substitutions make too much of the text",
                                m_files.front()));
}

Result<ValuePtr>
Resolver::object(Fields& fields)
{
  auto answer = std::make_shared<Value>(Value{.kind = Value::Kind::object});
  for (auto& [key, each] : fields) {
    if (each.active == 0) {
      return refuse(*each.assigned.front(), "the value ends in itself");
    }
    auto value = field(each);
    if (!value) {
      return value;
    }
    if (*value) {
      answer->members.emplace(key, *std::move(value));
    }
  }
  return answer;
}

/// The whole value of a field. Remembered, unless it hangs on a field that is still open.
Result<ValuePtr>
Resolver::field(Field& field)
{
  if (field.known) {
    return *field.known;
  }
  const std::size_t outside =
      std::exchange(m_outermost, std::numeric_limits<std::size_t>::max());
  auto value = within(field, {});
  if (value && m_outermost >= m_active) {
    field.known = *value;
  }
  m_outermost = std::min(m_outermost, outside);
  return value;
}

/// The value at `keys` beneath a field. A field that is just being resolved shows what was
/// assigned before.
Result<ValuePtr>
Resolver::within(Field& field, Keys keys)
{
  if (field.known) {
    return descend(*field.known, keys);
  }
  if (field.active == Field::k_idle) {
    return laid_over(field, field.assigned.size(), keys);
  }
  m_outermost = std::min(m_outermost, field.since);
  if (field.active == 0) {
    m_cycle = true;
    return nullptr;
  }
  return laid_over(field, field.active, keys);
}

/// The first `count` assignments of a field, the later ones over the earlier ones.
Result<ValuePtr>
Resolver::laid_over(Field& field, std::size_t count, Keys keys)
{
  if (++m_depth > k_deepest_resolution) {
    return refuse(*field.assigned.front(), "substitutions nested too deep");
  }
  ValuePtr answer;
  for (std::size_t each = count; each > 0; --each) {
    bool covers = false;
    auto value = one(field, each - 1, keys, covers);
    if (!value) {
      return value;
    }
    answer = merged(*value, answer);
    if (auto done = spend(1); !done) {
      return tl::unexpected(done.error());
    }
    const bool hides = answer && answer->kind != Value::Kind::object;
    if (answer && covers && !hides) {
      auto only = std::make_shared<Value>(*answer);
      only->alone = true;
      answer = std::move(only);
    }
    if (hides || covers) {
      break;
    }
  }
  --m_depth;
  return answer;
}

/// One assignment of a field, or what it has at `keys`.
/// @param covers  Whether it is no object, so that nothing before it shows through.
Result<ValuePtr>
Resolver::one(Field& field, std::size_t which, Keys keys, bool& covers)
{
  Node& assigned = *field.assigned[which];
  covers = assigned.kind == Node::Kind::literal || assigned.kind == Node::Kind::array;
  if (assigned.kind == Node::Kind::literal) {
    return descend(assigned.literal, keys);
  }
  if (assigned.kind == Node::Kind::object) {
    if (keys.empty()) {
      return object(assigned.fields);
    }
    const auto member = assigned.fields.find(keys.front());
    return member == assigned.fields.end() ? Result<ValuePtr>{nullptr}
           : keys.size() == 1              ? this->field(member->second)
                                           : within(member->second, keys.subspan(1));
  }
  const std::size_t active = std::exchange(field.active, which);
  const std::size_t since = field.since;
  if (active == Field::k_idle) {
    field.since = m_active;
  }
  ++m_active;
  auto value = node(assigned, &field);
  --m_active;
  field.active = active;
  field.since = since;
  covers = covers || (value && *value && (*value)->kind != Value::Kind::object);
  return value.map([keys](const ValuePtr& whole) { return descend(whole, keys); });
}

Result<ValuePtr>
Resolver::node(Node& node, Field* owner)
{
  if (auto done = spend(1); !done) {
    return tl::unexpected(done.error());
  }
  switch (node.kind) {
  case Node::Kind::literal:
  case Node::Kind::blank:
    return node.literal;
  case Node::Kind::array:
    return array(node, owner);
  case Node::Kind::object:
    return object(node.fields);
  case Node::Kind::substitution:
    return substitution(node);
  case Node::Kind::earlier:
    return owner == nullptr ? Result<ValuePtr>{nullptr} : within(*owner, {});
  case Node::Kind::concatenation:
    return concatenation(node, owner);
  }
  return nullptr;
}

Result<ValuePtr>
Resolver::array(Node& node, Field* owner)
{
  auto answer = std::make_shared<Value>(Value{.kind = Value::Kind::array});
  for (const NodePtr& each : node.items) {
    auto item = this->node(*each, owner);
    if (!item) {
      return item;
    }
    if (*item) {
      answer->items.push_back(*std::move(item));
    }
  }
  return answer;
}

Result<ValuePtr>
Resolver::substitution(const Node& node)
{
  m_cycle = false;
  Path beneath = node.inside;
  beneath.insert(beneath.end(), node.path.begin(), node.path.end());
  auto value = found(beneath);
  if (value && !*value && !node.inside.empty()) {
    value = found(node.path);
  }
  if (!value || *value) {
    return value;
  }
  const std::string name = fmt::format("{}", fmt::join(node.path, "."));
  if (const auto set = m_sources.environment.find(name); set != m_sources.environment.end()) {
    return std::make_shared<Value>(Value{.kind = Value::Kind::text, .text = set->second});
  }
  if (node.optional) {
    return nullptr;
  }
  return refuse(node, fmt::format("${{{}}} {}", name,
                                  m_cycle ? "ends in itself" : "names nothing that is set"));
}

Result<ValuePtr>
Resolver::found(const Path& path)
{
  const auto first = m_root.find(path.front());
  if (first == m_root.end()) {
    return nullptr;
  }
  const Keys keys{path};
  return keys.size() == 1 ? field(first->second) : within(first->second, keys.subspan(1));
}

Result<ValuePtr>
Resolver::concatenation(Node& node, Field* owner)
{
  std::vector<ValuePtr> parts;
  std::vector<bool> blank;
  bool any = false;
  for (const NodePtr& each : node.items) {
    auto part = this->node(*each, owner);
    if (!part) {
      return part;
    }
    const bool is_blank = each->kind == Node::Kind::blank;
    any = any || (*part && !is_blank);
    if (*part) {
      parts.push_back(*std::move(part));
      blank.push_back(is_blank);
    }
  }
  if (!any) {
    return nullptr;
  }
  const bool containers =
      std::ranges::any_of(parts, [](const ValuePtr& each) { return each->is_container(); });
  return containers ? joined_lists(node, parts, blank) : joined(parts);
}

/// Texts joined with the white space between them; a single value keeps its type.
Result<ValuePtr>
Resolver::joined(const std::vector<ValuePtr>& parts)
{
  if (parts.size() == 1) {
    return parts.front();
  }
  std::string text;
  for (const ValuePtr& each : parts) {
    text += each->text;
  }
  if (auto done = spend(text.size() / k_bytes_per_unit); !done) {
    return tl::unexpected(done.error());
  }
  return std::make_shared<Value>(Value{.kind = Value::Kind::text, .text = std::move(text)});
}

/// Arrays one after the other, or objects merged; both do not mix, nor with texts.
Result<ValuePtr>
Resolver::joined_lists(const Node& at, const std::vector<ValuePtr>& parts,
                       const std::vector<bool>& blank)
{
  ValuePtr answer;
  for (std::size_t each = 0; each < parts.size(); ++each) {
    if (blank[each]) {
      continue;
    }
    const ValuePtr& part = parts[each];
    if (answer && answer->kind != part->kind) {
      return refuse(at, "arrays, objects and texts cannot be joined with each other");
    }
    if (auto done = spend((answer ? answer->items.size() : 0) + part->items.size()); !done) {
      return tl::unexpected(done.error());
    }
    if (answer && part->kind == Value::Kind::array) {
      auto both = std::make_shared<Value>(*answer);
      both->items.insert(both->items.end(), part->items.begin(), part->items.end());
      answer = std::move(both);
    } else {
      answer = merged(answer, part);
    }
  }
  return answer;
}

} // namespace klausur::hocon
