#include "plugin/sandbox/call.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>

namespace klausur {

namespace {

std::string
decode(std::string_view text, bool plus_is_space)
{
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ptr ==
            text.data() + i + 3) {
      out += static_cast<char>(value);
      i += 2;
    } else {
      out += text[i] == '+' && plus_is_space ? ' ' : text[i];
    }
  }
  return out;
}

std::vector<std::string_view>
split(std::string_view text, char separator)
{
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

} // namespace

Fields
parse_form(std::string_view text)
{
  Fields fields;
  for (const auto part : split(text, '&')) {
    const auto equals = part.find('=');
    if (!part.empty()) {
      fields[decode(part.substr(0, equals), true)] =
          equals == std::string_view::npos ? "" : decode(part.substr(equals + 1), true);
    }
  }
  return fields;
}

Json
parse_body(const Inbound& inbound)
{
  if (inbound.header("content-type").starts_with("application/x-www-form-urlencoded")) {
    Json form{rapidjson::kObjectType};
    for (const auto& [name, value] : parse_form(inbound.body)) {
      set_member(form, name, value, form.GetAllocator());
    }
    return form;
  }
  auto json = parse_json(inbound.body);
  return json ? std::move(*json) : Json{};
}

std::optional<Fields>
match_path(std::string_view pattern, std::string_view path)
{
  const auto wanted = split(pattern, '/');
  const auto given = split(path, '/');
  Fields captures;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (i >= given.size()) {
      return std::nullopt;
    }
    if (wanted[i] == "*" && i + 1 == wanted.size()) {
      const auto begin = static_cast<std::size_t>(given[i].data() - path.data());
      captures["*"] = decode(path.substr(begin), false);
      return captures;
    }
    if (wanted[i].starts_with('{') && wanted[i].ends_with('}')) {
      captures[std::string{wanted[i].substr(1, wanted[i].size() - 2)}] =
          decode(given[i], false);
    } else if (wanted[i] != decode(given[i], false)) {
      return std::nullopt;
    }
  }
  return wanted.size() == given.size() ? std::optional{captures} : std::nullopt;
}

bool
fits(std::string_view pattern, std::string_view text)
{
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) {
    return pattern == text;
  }
  if (!text.starts_with(pattern.substr(0, star))) {
    return false;
  }
  for (std::size_t skipped = star; skipped <= text.size(); ++skipped) {
    if (fits(pattern.substr(star + 1), text.substr(skipped))) {
      return true;
    }
  }
  return false;
}

std::string_view
Call::capture(std::string_view name) const
{
  const auto found = captures.find(name);
  return found == captures.end() ? std::string_view{} : std::string_view{found->second};
}

std::string_view
Call::parameter(std::string_view name, std::string_view otherwise) const
{
  const auto found = query.find(name);
  return found == query.end() ? otherwise : std::string_view{found->second};
}

int
Call::number(std::string_view name, int otherwise) const
{
  const auto text = parameter(name);
  int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  return problem == std::errc{} && end == text.data() + text.size() ? value : otherwise;
}

std::string_view
Call::bearer() const
{
  constexpr std::string_view scheme = "Bearer ";
  const auto header = inbound.header("authorization");
  return header.starts_with(scheme) ? header.substr(scheme.size()) : std::string_view{};
}

void
Tokens::add(std::string token)
{
  m_left[std::move(token)] = m_lifetime;
}

std::string
Tokens::issue(std::string_view prefix)
{
  std::string token = fmt::format("{}{}", prefix, ++m_issued);
  add(token);
  return token;
}

bool
Tokens::use(std::string_view token)
{
  const auto found = m_left.find(token);
  if (found == m_left.end() || found->second == 0) {
    return false;
  }
  if (found->second > 0) {
    --found->second;
  }
  return true;
}

void
Tokens::revoke(std::string_view token)
{
  if (const auto found = m_left.find(token); found != m_left.end()) {
    m_left.erase(found);
  }
}

void
Tokens::expire_after(int requests)
{
  m_lifetime = requests;
  for (auto& [token, left] : m_left) {
    left = requests;
  }
}

Outbound
json_answer(int status, const JsonValue& body)
{
  return {.status = status, .headers = {}, .body = to_text(body)};
}

Outbound
text_answer(int status, std::string body)
{
  return {.status = status,
          .headers = {},
          .body = std::move(body),
          .content_type = "text/plain; charset=utf-8"};
}

Json
literal(std::string_view text)
{
  auto json = parse_json(text);
  if (!json) {
    fmt::print(stderr, "a literal in the sandbox is no JSON: {}\n", json.error().what);
    std::abort();
  }
  return std::move(*json);
}

} // namespace klausur
