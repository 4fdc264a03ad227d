#include "connectors/format/schema.hpp"

#include "connectors/format/suggest.hpp"

#include <fmt/format.h>
#include <rapidjson/pointer.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace klausur {

struct Schema::Compiled
{
  Json source;
  rapidjson::SchemaDocument schema;

  explicit Compiled(const JsonValue& value) : source{copy_of(value)}, schema{source} {}
};

namespace {

template<typename Pointer>
std::string
text_of_pointer(const Pointer& pointer)
{
  rapidjson::StringBuffer buffer;
  pointer.Stringify(buffer);
  return {buffer.GetString(), buffer.GetSize()};
}

std::vector<std::string>
names_in(const JsonValue* object)
{
  std::vector<std::string> names;
  if (object != nullptr && object->IsObject()) {
    for (const auto& each : object->GetObject()) {
      names.emplace_back(text_of(each.name));
    }
  }
  return names;
}

/// Cut the last step off a pointer and give it back, decoded.
std::string
take_last_step(std::string& pointer)
{
  const auto slash = pointer.rfind('/');
  if (slash == std::string::npos) {
    return {};
  }
  std::string step;
  for (std::size_t i = slash + 1; i < pointer.size(); ++i) {
    const bool coded = pointer[i] == '~' && i + 1 < pointer.size();
    step += !coded ? pointer[i] : pointer[++i] == '1' ? '/' : '~';
  }
  pointer.resize(slash);
  return step;
}

std::string
missing_member(const JsonValue& object, const JsonValue& rule)
{
  const JsonValue* required = member(rule, "required");
  if (required != nullptr && required->IsArray()) {
    for (const auto& name : required->GetArray()) {
      if (name.IsString() && member(object, text_of(name)) == nullptr) {
        return std::string{text_of(name)};
      }
    }
  }
  return {};
}

/// True when what stands at the pointer may be a secret, whatever it looks like.
bool
may_be_secret(std::string_view pointer)
{
  constexpr std::array<std::string_view, 7> words{"auth",     "secret", "token",     "proxy",
                                                  "password", "key",    "credential"};
  return pointer.empty() || std::ranges::any_of(words, [&](std::string_view word) {
           return pointer.find(word) != std::string_view::npos;
         });
}

constexpr std::size_t k_longest_shown = 80;

std::string
shown(const JsonValue& value)
{
  std::string text = to_text(value);
  if (text.size() > k_longest_shown) {
    text.resize(k_longest_shown);
    text += "...";
  }
  return text;
}

/// What was given, as far as it may be repeated: never a secret, nor what may hold one.
std::string
shown_at(std::string_view pointer, const JsonValue& value)
{
  if (value.IsObject() || value.IsArray()) {
    return value.IsObject() ? "a mapping" : "a list";
  }
  return value.IsNull() || !may_be_secret(pointer) ? shown(value) : "what is given";
}

void
describe(Violation& violation, const JsonValue& value, const JsonValue& rule,
         std::string_view keyword)
{
  if (keyword == "additionalProperties") { // the pointer leads to the wrong member itself
    violation.key = take_last_step(violation.pointer);
    violation.unknown_key = true;
    const auto known = names_in(member(rule, "properties"));
    violation.what =
        fmt::format("unknown key \"{}\"{}", violation.key, did_you_mean(violation.key, known));
    return;
  }
  if (keyword == "required" && value.IsObject()) {
    violation.key = missing_member(value, rule);
    violation.what = fmt::format("the key \"{}\" is missing", violation.key);
    return;
  }
  const JsonValue* wanted = member(rule, keyword);
  violation.what =
      fmt::format("{} does not satisfy \"{}\": {}", shown_at(violation.pointer, value), keyword,
                  wanted == nullptr ? "" : shown(*wanted));
}

} // namespace

Schema::Schema(std::unique_ptr<Compiled> compiled) : m_compiled{std::move(compiled)} {}
Schema::Schema(Schema&&) noexcept = default;
Schema& Schema::operator=(Schema&&) noexcept = default;
Schema::~Schema() = default;

Result<Schema>
Schema::compile(const JsonValue& schema)
{
  if (!schema.IsObject()) {
    return fail(Failure::invalid, "a JSON Schema must be a mapping");
  }
  return Schema{std::make_unique<Compiled>(schema)};
}

bool
Schema::accepts(const JsonValue& value) const
{
  rapidjson::SchemaValidator validator{m_compiled->schema};
  return value.Accept(validator);
}

std::optional<Violation>
Schema::violation(const JsonValue& value) const
{
  rapidjson::SchemaValidator validator{m_compiled->schema};
  if (value.Accept(validator)) {
    return std::nullopt;
  }
  Violation violation;
  const auto at = validator.GetInvalidDocumentPointer();
  const auto rule_at = validator.GetInvalidSchemaPointer();
  const JsonValue* rule =
      rapidjson::Pointer(text_of_pointer(rule_at).c_str()).Get(m_compiled->source);
  violation.pointer = text_of_pointer(at);
  const JsonValue* found = rapidjson::Pointer(violation.pointer.c_str()).Get(value);
  const JsonValue nothing;
  describe(violation, found == nullptr ? value : *found, rule == nullptr ? nothing : *rule,
           validator.GetInvalidSchemaKeyword());
  return violation;
}

} // namespace klausur
