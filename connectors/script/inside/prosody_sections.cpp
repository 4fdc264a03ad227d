#include "connectors/script/inside/prosody_sections.hpp"

#include "connectors/base/encoding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

namespace klausur::inside {

namespace {

constexpr int k_deepest = 64;
constexpr std::size_t k_most_values = 200000;

/// Builds JSON from Lua values; reads tables raw, so no code of the file runs.
class Conversion
{
public:
  Conversion(lua_State* lua, Json::AllocatorType& memory) : m_lua{lua}, m_memory{memory} {}

  std::string problem;

  /// The value at `index`; nullopt for what has no JSON, or when `problem` is set.
  std::optional<JsonValue> value_at(int index, int depth = 0)
  {
    if (++m_values > k_most_values || depth > k_deepest || lua_checkstack(m_lua, 8) == 0) {
      problem = depth > k_deepest ? "tables nested too deep" : "too many values";
      return std::nullopt;
    }
    switch (lua_type(m_lua, index)) {
    case LUA_TBOOLEAN:
      return JsonValue{lua_toboolean(m_lua, index) != 0};
    case LUA_TNUMBER:
      return number_at(index);
    case LUA_TSTRING:
      return text_at(index);
    case LUA_TTABLE:
      return table_at(lua_absindex(m_lua, index), depth);
    default:
      return std::nullopt;
    }
  }

  JsonValue text(std::string_view from)
  {
    return JsonValue{from.data(), static_cast<rapidjson::SizeType>(from.size()), m_memory};
  }

private:
  JsonValue number_at(int index)
  {
    if (lua_isinteger(m_lua, index) != 0) {
      return JsonValue{static_cast<std::int64_t>(lua_tointeger(m_lua, index))};
    }
    const double number = lua_tonumber(m_lua, index);
    return std::isfinite(number) ? JsonValue{number} : text(fmt::format("{}", number));
  }

  JsonValue text_at(int index)
  {
    std::size_t size = 0;
    const char* bytes = lua_tolstring(m_lua, index, &size);
    return text(as_utf8({bytes, size}));
  }

  JsonValue table_at(int index, int depth)
  {
    const auto length = lua_rawlen(m_lua, index);
    return is_sequence(index, length) ? array_at(index, length, depth)
                                      : object_at(index, depth);
  }

  /// Whether the keys are exactly 1 to `length`. An empty table counts as one.
  bool is_sequence(int index, std::size_t length)
  {
    std::size_t keys = 0;
    for (lua_pushnil(m_lua); lua_next(m_lua, index) != 0; lua_pop(m_lua, 1)) {
      ++keys;
      const bool counts = lua_isinteger(m_lua, -2) != 0 && lua_tointeger(m_lua, -2) >= 1 &&
                          static_cast<std::size_t>(lua_tointeger(m_lua, -2)) <= length;
      if (!counts) {
        lua_pop(m_lua, 2);
        return false;
      }
    }
    return keys == length;
  }

  JsonValue array_at(int index, std::size_t length, int depth)
  {
    JsonValue array{rapidjson::kArrayType};
    for (std::size_t each = 1; each <= length && problem.empty(); ++each) {
      lua_rawgeti(m_lua, index, static_cast<lua_Integer>(each));
      auto value = value_at(-1, depth + 1);
      array.PushBack(value ? value->Move() : JsonValue{}.Move(), m_memory);
      lua_pop(m_lua, 1);
    }
    return array;
  }

  JsonValue object_at(int index, int depth)
  {
    // Lua's own order changes from run to run.
    std::map<std::string, JsonValue> members;
    for (lua_pushnil(m_lua); lua_next(m_lua, index) != 0; lua_pop(m_lua, 1)) {
      auto key = key_at(-2);
      auto value = key ? value_at(-1, depth + 1) : std::nullopt;
      if (value) {
        members.insert_or_assign(*std::move(key), *std::move(value));
      }
      if (!problem.empty()) {
        lua_pop(m_lua, 2);
        break;
      }
    }
    JsonValue object{rapidjson::kObjectType};
    for (auto& [key, value] : members) {
      JsonValue name = text(key);
      object.AddMember(name, value, m_memory);
    }
    return object;
  }

  /// Copies the key first: converting a number in place would confuse lua_next.
  std::optional<std::string> key_at(int index)
  {
    const int type = lua_type(m_lua, index);
    if (type == LUA_TBOOLEAN) {
      return lua_toboolean(m_lua, index) != 0 ? "true" : "false";
    }
    if (type != LUA_TSTRING && type != LUA_TNUMBER) {
      return std::nullopt;
    }
    lua_pushvalue(m_lua, index);
    std::size_t size = 0;
    const char* bytes = lua_tolstring(m_lua, -1, &size);
    std::string key = as_utf8({bytes, size});
    lua_pop(m_lua, 1);
    return key;
  }

  lua_State* m_lua;
  Json::AllocatorType& m_memory;
  std::size_t m_values = 0;
};

Result<JsonValue>
options_of(const ProsodySection& section, lua_State* lua, Conversion& conversion,
           Json::AllocatorType& memory)
{
  JsonValue options{rapidjson::kObjectType};
  for (const auto& [option, reference] : section.options) {
    lua_rawgeti(lua, LUA_REGISTRYINDEX, reference);
    auto value = conversion.value_at(-1);
    lua_pop(lua, 1);
    if (!conversion.problem.empty()) {
      return fail(Failure::unexpected,
                  fmt::format("the option {} has {}", option, conversion.problem));
    }
    if (value) {
      JsonValue name = conversion.text(option);
      options.AddMember(name, *value, memory);
    }
  }
  return options;
}

} // namespace

ProsodySection*
ProsodySections::open(std::string_view name, std::string_view kind)
{
  const auto found = std::ranges::find_if(m_sections, [name](const ProsodySection& each) {
    return !each.kind.empty() && each.name == name;
  });
  if (found == m_sections.end()) {
    return &m_sections.emplace_back(
        ProsodySection{.name = std::string{name}, .kind = std::string{kind}});
  }
  return found->kind == kind ? &*found : nullptr;
}

void
ProsodySections::assign(ProsodySection& section, std::string_view option, lua_State* lua)
{
  const auto [entry, added] =
      section.options.try_emplace(as_utf8(std::string{option}), LUA_NOREF);
  luaL_unref(lua, LUA_REGISTRYINDEX, entry->second);
  entry->second = luaL_ref(lua, LUA_REGISTRYINDEX);
}

void
ProsodySections::push(const ProsodySection& section, std::string_view option, lua_State* lua)
{
  const auto found = section.options.find(as_utf8(std::string{option}));
  if (found == section.options.end()) {
    lua_pushnil(lua);
  } else {
    lua_rawgeti(lua, LUA_REGISTRYINDEX, found->second);
  }
}

Result<Json>
ProsodySections::to_json(lua_State* lua) const
{
  Json answer;
  answer.SetObject();
  auto& memory = answer.GetAllocator();
  Conversion conversion{lua, memory};
  JsonValue hosts{rapidjson::kArrayType};
  for (const ProsodySection& each : m_sections) {
    auto options = options_of(each, lua, conversion, memory);
    if (!options) {
      return tl::unexpected(options.error());
    }
    if (each.kind.empty()) {
      set_member(answer, "global", *options, memory);
      continue;
    }
    JsonValue host{rapidjson::kObjectType};
    set_member(host, "name", as_utf8(each.name), memory);
    set_member(host, "kind", each.kind, memory);
    if (!each.module.empty()) {
      set_member(host, "module", as_utf8(each.module), memory);
    }
    set_member(host, "options", *options, memory);
    hosts.PushBack(host, memory);
  }
  set_member(answer, "hosts", hosts, memory);
  return answer;
}

} // namespace klausur::inside
