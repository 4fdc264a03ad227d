#include "plugin/sandbox/slack_audit.hpp"
#include "plugin/sandbox/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace klausur::slack_sandbox {

namespace {

constexpr std::string_view k_cursor = "bmV4dD";

std::vector<std::string>
words_of(std::string_view text)
{
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) {
      words.emplace_back(text.substr(0, end));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

/// `missing_scope`, in the words that Slack has for it, or nothing.
std::optional<Outbound>
lacking_scope(const Call& call, const Method& method)
{
  const auto& scopes = held(call, fmt::format("/grants/{}/scopes", token_of(call)));
  std::string needed;
  std::string provided;
  if (scopes.IsArray()) {
    for (const auto& each : scopes.GetArray()) {
      provided += (provided.empty() ? "" : ",") + std::string{text_of(each)};
    }
  }
  for (const auto& wanted : words_of(method.scopes)) {
    const bool has =
        scopes.IsArray() && std::ranges::any_of(scopes.GetArray(), [&](const JsonValue& each) {
          return text_of(each) == wanted;
        });
    if (!has) {
      needed += (needed.empty() ? "" : ",") + wanted;
    }
  }
  if (needed.empty()) {
    return std::nullopt;
  }
  Json body = literal(R"({"ok": false, "error": "missing_scope"})");
  set_member(body, "needed", needed, body.GetAllocator());
  set_member(body, "provided", provided, body.GetAllocator());
  return json_answer(200, body);
}

/// Who may not ask for this, or nothing.
std::optional<Outbound>
not_for(const Call& call, const Method& method)
{
  const bool is_bot = member_text(grant_of(call), "kind") == "bot";
  if (method.who == Method::For::bots) {
    return is_bot ? std::nullopt : std::optional{refused("not_allowed_token_type")};
  }
  if (method.who != Method::For::administrators) {
    return std::nullopt;
  }
  if (is_bot) {
    return refused("not_allowed_token_type");
  }
  if (!is_enterprise(call)) {
    return refused("feature_not_enabled");
  }
  return member_text(grant_of(call), "role") == "member"
             ? std::optional{refused("not_an_admin")}
             : std::nullopt;
}

/// Where the page of a cursor begins; nothing when it is none of ours.
std::optional<int>
place_in(std::string_view cursor)
{
  if (cursor.empty()) {
    return 0;
  }
  if (!cursor.starts_with(k_cursor) || !cursor.ends_with('=')) {
    return std::nullopt;
  }
  int first = 0;
  const auto* end = cursor.data() + cursor.size() - 1;
  const auto got = std::from_chars(cursor.data() + k_cursor.size(), end, first);
  return got.ec == std::errc{} && got.ptr == end && first >= 0 ? std::optional{first}
                                                               : std::nullopt;
}

} // namespace

Outbound
refused(std::string_view code)
{
  Json body = literal(R"({"ok": false})");
  set_member(body, "error", code, body.GetAllocator());
  return json_answer(200, body);
}

Outbound
granted(Json body)
{
  set_member(body, "ok", true, body.GetAllocator());
  return json_answer(200, body);
}

std::string
argument(const Call& call, std::string_view name, std::string_view otherwise)
{
  const auto* value = member(call.body, name);
  if (value == nullptr) {
    return std::string{call.parameter(name, otherwise)};
  }
  return value->IsString() ? std::string{text_of(*value)} : to_text(*value);
}

int
number_argument(const Call& call, std::string_view name, int otherwise)
{
  const auto text = argument(call, name);
  int number = 0;
  const auto* end = text.data() + text.size();
  const auto got = std::from_chars(text.data(), end, number);
  return got.ec == std::errc{} && got.ptr == end ? number : otherwise;
}

std::string
token_of(const Call& call)
{
  const auto bearer = call.bearer();
  return bearer.empty() ? std::string{member_text(call.body, "token")} : std::string{bearer};
}

const JsonValue&
held(const Call& call, std::string_view pointer)
{
  static const JsonValue nothing;
  const auto* found = find_at(call.state, pointer);
  return found == nullptr ? nothing : *found;
}

const JsonValue&
grant_of(const Call& call)
{
  static const JsonValue nobody{rapidjson::kObjectType};
  const auto& found = held(call, fmt::format("/grants/{}", token_of(call)));
  return found.IsObject() ? found : nobody;
}

bool
is_enterprise(const Call& call)
{
  const auto plan = member_text(call.state, "plan");
  return plan == "enterprise" || plan == "compliance";
}

Outbound
answered(Call& call, const Method& method)
{
  if (auto refusal = not_for(call, method)) {
    return *refusal;
  }
  if (auto refusal = lacking_scope(call, method)) {
    return *refusal;
  }
  return method.answer(call);
}

std::optional<Json>
page_in(const Call& call, const JsonValue& list, std::string_view name, Pages pages)
{
  const auto first = place_in(argument(call, "cursor"));
  if (!first) {
    return std::nullopt;
  }
  const int asked = number_argument(call, "limit", 0);
  const int size = asked > 0 ? std::min(asked, pages.most) : pages.usual;
  const int all = list.IsArray() ? static_cast<int>(list.Size()) : 0;
  const int after = std::min(all, *first + size);
  Json body{rapidjson::kObjectType};
  auto& memory = body.GetAllocator();
  JsonValue items{rapidjson::kArrayType};
  for (int i = *first; i < after; ++i) {
    items.PushBack(JsonValue{list[static_cast<rapidjson::SizeType>(i)], memory}, memory);
  }
  set_member(body, name, items, memory);
  const auto next = after < all ? fmt::format("{}{}=", k_cursor, after) : std::string{};
  if (pages.cursor_on_top) {
    set_member(body, "next_cursor", next, memory);
    set_member(body, "total_count", JsonValue{all}, memory);
  } else {
    JsonValue metadata{rapidjson::kObjectType};
    set_member(metadata, "next_cursor", next, memory);
    set_member(body, "response_metadata", metadata, memory);
  }
  return body;
}

Outbound
page_of(const Call& call, const JsonValue& list, std::string_view name, Pages pages)
{
  auto page = page_in(call, list, name, pages);
  return page ? granted(std::move(*page)) : refused("invalid_cursor");
}

} // namespace klausur::slack_sandbox
