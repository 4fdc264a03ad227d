#include "connectors/jitsi/hocon_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace klausur::hocon {

namespace {

bool
is_digit(char letter)
{
  return letter >= '0' && letter <= '9';
}

/// Past digits; whether there was one.
bool
skip_digits(std::string_view& text)
{
  const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(count);
  return count > 0;
}

/// A number as JSON writes it; "5m" and "007" are texts.
bool
is_number(std::string_view text)
{
  if (text.starts_with('-')) {
    text.remove_prefix(1);
  }
  if (text.size() > 1 && text[0] == '0' && is_digit(text[1])) {
    return false;
  }
  if (!skip_digits(text)) {
    return false;
  }
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!skip_digits(text)) {
      return false;
    }
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    text.remove_prefix(text.starts_with('+') || text.starts_with('-') ? 1 : 0);
    return skip_digits(text) && text.empty();
  }
  return text.empty();
}

Value::Kind
kind_of_unquoted(std::string_view text)
{
  if (text == "true" || text == "false") {
    return Value::Kind::boolean;
  }
  if (text == "null") {
    return Value::Kind::null;
  }
  return is_number(text) ? Value::Kind::number : Value::Kind::text;
}

} // namespace

NodePtr
Reader::make(Node::Kind kind) const
{
  auto node = std::make_unique<Node>();
  node->kind = kind;
  node->file = m_file;
  node->line = m_line;
  return node;
}

NodePtr
Reader::literal(Value::Kind kind, std::string text) const
{
  NodePtr node = make(Node::Kind::literal);
  node->literal = std::make_shared<Value>(Value{.kind = kind, .text = std::move(text)});
  return node;
}

Result<void>
Reader::count(std::size_t values)
{
  m_reading.values += values;
  return m_reading.values <= k_most_values
             ? Result<void>{}
             : refuse(fmt::format("more than {} values", k_most_values));
}

Result<void>
Reader::read(Fields& into)
{
  skip_lines();
  if (at("[")) {
    return refuse("the file has to be an object, not an array");
  }
  const bool braces = take("{");
  if (auto done = fields(into, braces); !done) {
    return done;
  }
  skip_lines();
  return at_end() ? Result<void>{} : refuse("there is text after the closing brace");
}

Result<void>
Reader::fields(Fields& into, bool braces)
{
  const std::string opened = place();
  for (;;) {
    skip_lines();
    if (at_end()) {
      return braces ? refuse_at(opened, "the brace \"{\" is not closed") : Result<void>{};
    }
    if (at("}")) {
      if (!braces) {
        return refuse("the brace \"}\" closes nothing");
      }
      advance(1);
      return {};
    }
    auto done = at_include() ? include(into) : field(into);
    if (done) {
      done = separator("}");
    }
    if (!done) {
      return done;
    }
  }
}

/// What stands between two members or items: a comma, or the end of a line.
Result<void>
Reader::separator(std::string_view closing)
{
  const bool lines = skip_lines();
  if (take(",")) {
    skip_lines();
    return at(",") ? refuse("one comma too many") : Result<void>{};
  }
  return lines || at_end() || at(closing)
             ? Result<void>{}
             : refuse(fmt::format("a comma, a new line or \"{}\" is missing", closing));
}

Result<void>
Reader::field(Fields& into)
{
  auto keys = path("a key");
  if (!keys) {
    return tl::unexpected(keys.error());
  }
  if (m_depth + keys->size() > k_deepest) {
    return refuse(fmt::format("nested deeper than {} levels", k_deepest));
  }
  if (auto few = count(keys->size()); !few) {
    return few;
  }
  m_keys.insert(m_keys.end(), keys->begin(), keys->end());
  m_depth += keys->size();
  bool appended = false;
  auto node = value_after_key(appended);
  m_depth -= keys->size();
  m_keys.resize(m_keys.size() - keys->size());
  if (!node) {
    return tl::unexpected(node.error());
  }
  // Every key but the last is an object of its own around the value.
  NodePtr value = *std::move(node);
  for (std::size_t each = keys->size() - 1; each > 0; --each) {
    NodePtr around = make(Node::Kind::object);
    assign(around->fields[(*keys)[each]], std::move(value));
    value = std::move(around);
  }
  assign(into[keys->front()], std::move(value));
  return {};
}

Result<NodePtr>
Reader::value_after_key(bool& appended)
{
  take_blanks();
  if (at("{")) {
    return value();
  }
  appended = take("+=");
  if (!appended && !take("=") && !take(":")) {
    return refuse("\"=\", \":\", \"+=\" or \"{\" has to follow a key");
  }
  skip_lines();
  auto node = value();
  if (!appended || !node) {
    return node;
  }
  NodePtr list = make(Node::Kind::array);
  list->items.push_back(*std::move(node));
  NodePtr both = make(Node::Kind::concatenation);
  both->items.push_back(make(Node::Kind::earlier));
  both->items.push_back(std::move(list));
  return both;
}

/// Parts on one line, with the white space between them.
Result<NodePtr>
Reader::value()
{
  NodePtr all = make(Node::Kind::concatenation);
  for (;;) {
    const std::string_view blanks = take_blanks();
    if (at_line_end() || at(",") || at("}") || at("]")) {
      break;
    }
    if (!blanks.empty() && !all->items.empty()) {
      all->items.push_back(literal(Value::Kind::text, std::string{blanks}));
      all->items.back()->kind = Node::Kind::blank;
    }
    auto next = part();
    if (!next) {
      return next;
    }
    all->items.push_back(*std::move(next));
  }
  if (all->items.empty()) {
    return refuse("a value is missing");
  }
  return all->items.size() == 1 ? std::move(all->items.front()) : std::move(all);
}

Result<NodePtr>
Reader::part()
{
  if (auto few = count(1); !few) {
    return tl::unexpected(few.error());
  }
  if (at("{")) {
    return object();
  }
  if (at("[")) {
    return array();
  }
  if (at("${")) {
    return substitution();
  }
  if (at("\"")) {
    return (at("\"\"\"") ? triple_quoted() : quoted()).map([this](std::string text) {
      return literal(Value::Kind::text, std::move(text));
    });
  }
  const std::string_view text = unquoted(/*in_key=*/false);
  if (text.empty()) {
    return refuse(fmt::format("\"{}\" has to stand between quotes", m_text.substr(m_at, 1)));
  }
  return literal(kind_of_unquoted(text), std::string{text});
}

Result<NodePtr>
Reader::object()
{
  if (++m_depth > k_deepest) {
    return refuse(fmt::format("nested deeper than {} levels", k_deepest));
  }
  NodePtr node = make(Node::Kind::object);
  advance(1);
  auto done = fields(node->fields, /*braces=*/true);
  --m_depth;
  if (!done) {
    return tl::unexpected(done.error());
  }
  return node;
}

Result<NodePtr>
Reader::array()
{
  if (++m_depth > k_deepest) {
    return refuse(fmt::format("nested deeper than {} levels", k_deepest));
  }
  const std::string opened = place();
  NodePtr node = make(Node::Kind::array);
  advance(1);
  for (skip_lines(); !take("]"); skip_lines()) {
    if (at_end()) {
      return refuse_at(opened, "the bracket \"[\" is not closed");
    }
    auto item = value();
    if (!item) {
      return item;
    }
    node->items.push_back(*std::move(item));
    if (auto done = separator("]"); !done) {
      return tl::unexpected(done.error());
    }
  }
  --m_depth;
  return node;
}

Result<NodePtr>
Reader::substitution()
{
  NodePtr node = make(Node::Kind::substitution);
  advance(2);
  node->optional = take("?");
  auto keys = path("a substitution");
  if (!keys) {
    return tl::unexpected(keys.error());
  }
  node->path = *std::move(keys);
  node->inside = m_inside;
  return take("}") ? Result<NodePtr>{std::move(node)} : refuse("\"${\" without its \"}\"");
}

} // namespace klausur::hocon
