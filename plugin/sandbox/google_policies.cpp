#include "plugin/sandbox/google_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

namespace klausur::google_sandbox {

namespace {

constexpr std::string_view k_prefix = "policies/";

/// The text of a CEL string: `\\` is one backslash.
std::string
unescaped(const std::string& text)
{
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    at += text[at] == '\\' && at + 1 < text.size() ? 1U : 0U;
    plain += text[at];
  }
  return plain;
}

/// The patterns of `setting.type.matches('...')`, joined by `||`; nullopt: another expression.
std::optional<std::vector<std::regex>>
patterns_in(std::string filter)
{
  static const std::regex k_clause{R"(\s*setting\.type\.matches\('([^']*)'\)\s*(\|\||$))"};
  std::vector<std::regex> patterns;
  std::smatch found;
  while (!filter.empty()) {
    if (!std::regex_search(filter, found, k_clause, std::regex_constants::match_continuous)) {
      return std::nullopt;
    }
    patterns.emplace_back(unescaped(found[1].str()));
    filter = found.suffix().str();
  }
  return patterns;
}

std::vector<const JsonValue*>
matching(const Call& call, const std::vector<std::regex>& patterns)
{
  std::vector<const JsonValue*> list;
  for (const auto& policy : member(call.state, "policies")->GetArray()) {
    const std::string type{member_text(*member(policy, "setting"), "type")};
    if (patterns.empty() || std::ranges::any_of(patterns, [&](const std::regex& pattern) {
          return std::regex_search(type, pattern);
        })) {
      list.push_back(&policy);
    }
  }
  return list;
}

/// Only a super administrator may look. The second page holds nothing, as may happen, and the
/// vendor then leaves the list out.
Outbound
policies(Call& call)
{
  const auto& administrators = member(call.state, "administrators")->GetArray();
  if (std::ranges::none_of(administrators, [&](const JsonValue& each) {
        return text_of(each) == subject_of(call);
      })) {
    return api_error(403, "PERMISSION_DENIED", "The caller does not have permission");
  }
  const auto patterns = patterns_in(std::string{call.parameter("filter")});
  if (!patterns) {
    return api_error(400, "INVALID_ARGUMENT", "Request contains an invalid argument.");
  }
  const auto list = matching(call, *patterns);
  const auto size = static_cast<std::size_t>(std::clamp(call.number("pageSize", 50), 1, 20));
  const auto page = static_cast<std::size_t>(std::max(0, call.number("pageToken", 0)));
  const auto first = page < 1 ? 0 : (page - 1) * size;
  const auto last = page == 1 ? first : std::min(list.size(), first + size);
  Json body{rapidjson::kObjectType};
  auto& memory = body.GetAllocator();
  JsonValue items{rapidjson::kArrayType};
  for (auto i = first; i < last; ++i) {
    items.PushBack(JsonValue{*list[i], memory}, memory);
  }
  if (!items.Empty()) {
    set_member(body, "policies", items, memory);
  }
  if (page == 1 || last < list.size()) {
    set_member(body, "nextPageToken", std::to_string(page + 1), memory);
  }
  return json_answer(200, body);
}

Outbound
policy(Call& call)
{
  const auto name = fmt::format("{}{}", k_prefix, call.capture("id"));
  for (const auto& each : member(call.state, "policies")->GetArray()) {
    if (member_text(each, "name") == name) {
      return json_answer(200, each);
    }
  }
  return api_error(404, "NOT_FOUND", "Requested entity was not found.");
}

} // namespace

std::vector<Route>
policy_routes()
{
  constexpr std::string_view k_either =
      "cloud-identity.policies.readonly cloud-identity.policies";
  return {{.method = "GET",
           .path = "/v1/policies",
           .answer = scoped(k_either, policies),
           .limit = "policies"},
          {.method = "GET", .path = "/v1/policies/{id}", .answer = scoped(k_either, policy)}};
}

} // namespace klausur::google_sandbox
