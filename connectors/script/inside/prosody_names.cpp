#include "connectors/script/inside/prosody_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <exception>
#include <new>

// The names that a configuration may use, and what they do.

namespace klausur::inside {

namespace {

// Registry key: only its address matters.
constexpr char k_names = 0;

void
push_text(lua_State* lua, std::string_view text)
{
  lua_pushlstring(lua, text.data(), text.size());
}

} // namespace

/// The bridge from C to a member. Nothing with a destructor may live here when lua_error
/// jumps away.
template<int (ProsodyReader::*body)()>
int
ProsodyReader::call(lua_State* lua)
{
  ProsodyReader* self = *static_cast<ProsodyReader**>(lua_getextraspace(lua));
  int answers = -1;
  try {
    answers = (self->*body)();
  } catch (const std::bad_alloc&) {
    lua_pushliteral(lua, "not enough memory");
  } catch (const std::exception& problem) {
    lua_pushstring(lua, problem.what());
  }
  return answers < 0 ? lua_error(lua) : answers;
}

template<int (ProsodyReader::*body)()>
void
ProsodyReader::offer(const char* name)
{
  lua_pushcfunction(m_lua.get(), call<body>);
  lua_setfield(m_lua.get(), -2, name);
}

/// Every file gets the same empty table as its environment; reading from it looks a name up,
/// writing to it assigns an option.
void
ProsodyReader::make_environment()
{
  lua_State* lua = m_lua.get();
  lua_newtable(lua);
  allow_libraries();
  for (const char* name : {"VirtualHost", "Host", "host"}) {
    offer<&ProsodyReader::virtual_host>(name);
  }
  for (const char* name : {"Component", "component"}) {
    offer<&ProsodyReader::component>(name);
  }
  for (const char* name : {"Include", "include"}) {
    offer<&ProsodyReader::include>(name);
  }
  for (const char* name : {"FileContents", "FileLine", "FileLines", "Credential"}) {
    offer<&ProsodyReader::hidden_contents>(name);
  }
  offer<&ProsodyReader::run_script>("RunScript");
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &k_names);

  lua_newtable(lua);
  lua_newtable(lua);
  offer<&ProsodyReader::look_up>("__index");
  offer<&ProsodyReader::assign>("__newindex");
  lua_setmetatable(lua, -2);
  m_environment = luaL_ref(lua, LUA_REGISTRYINDEX);
}

/// The names table is on top.
void
ProsodyReader::allow_libraries()
{
  lua_State* lua = m_lua.get();
  luaL_requiref(lua, "_G", luaopen_base, 0);
  for (const char* name :
       {"ipairs", "pairs", "tostring", "tonumber", "type", "select", "next"}) {
    lua_getfield(lua, -1, name);
    lua_setfield(lua, -3, name);
  }
  lua_pop(lua, 1);
  luaL_requiref(lua, "string", luaopen_string, 0);
  lua_pushnil(lua);
  lua_setfield(lua, -2, "dump");
  lua_setfield(lua, -2, "string");
  luaL_requiref(lua, "table", luaopen_table, 0);
  lua_setfield(lua, -2, "table");
  luaL_requiref(lua, "math", luaopen_math, 0);
  lua_setfield(lua, -2, "math");
  for (const char* name : {"os", "io", "package", "debug", "coroutine", "lfs", "prosody"}) {
    forbid(name, /*is_table=*/true);
  }
  for (const char* name :
       {"load",    "loadstring", "loadfile", "dofile", "require",        "pcall",
        "xpcall",  "error",      "assert",   "print",  "setmetatable",   "getmetatable",
        "rawget",  "rawset",     "rawequal", "rawlen", "collectgarbage", "setfenv",
        "getfenv", "module",     "warn"}) {
    forbid(name, /*is_table=*/false);
  }
}

/// A name that says what is forbidden once it is used. The names table is on top.
void
ProsodyReader::forbid(const char* name, bool is_table)
{
  lua_State* lua = m_lua.get();
  if (is_table) {
    lua_newtable(lua);
    lua_newtable(lua);
  }
  lua_pushstring(lua, name);
  lua_pushcclosure(lua, call<&ProsodyReader::refuse>, 1);
  if (is_table) {
    lua_setfield(lua, -2, "__index");
    lua_setmetatable(lua, -2);
  }
  lua_setfield(lua, -2, name);
}

int
ProsodyReader::raise(const std::string& message)
{
  luaL_where(m_lua.get(), 1);
  push_text(m_lua.get(), message);
  lua_concat(m_lua.get(), 2);
  return -1;
}

std::optional<std::string>
ProsodyReader::text_argument() const
{
  return lua_type(m_lua.get(), 1) == LUA_TSTRING ? std::optional{lua_text_at(m_lua.get(), 1)}
                                                 : std::nullopt;
}

int
ProsodyReader::refuse()
{
  const std::string name = lua_text_at(m_lua.get(), lua_upvalueindex(1));
  const std::string member = lua_istable(m_lua.get(), 1) ? lua_text_at(m_lua.get(), 2) : "";
  return raise(fmt::format("{}{}{} is forbidden in a configuration that is only read", name,
                           member.empty() ? "" : ".", member));
}

int
ProsodyReader::look_up()
{
  lua_State* lua = m_lua.get();
  const std::string name = lua_text_at(lua, 2);
  if (name.starts_with("ENV_")) {
    return hidden_contents();
  }
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &k_names);
  lua_pushvalue(lua, 2);
  if (lua_rawget(lua, -2) == LUA_TNIL) {
    ProsodySections::push(*m_current, name, lua);
  }
  if (lua_isnil(lua, -1)) {
    ProsodySections::push(m_sections.global(), name, lua);
  }
  return 1;
}

int
ProsodyReader::assign()
{
  if (lua_type(m_lua.get(), 2) != LUA_TSTRING) {
    return raise("the name of an option has to be a text");
  }
  const std::string name = lua_text_at(m_lua.get(), 2);
  lua_settop(m_lua.get(), 3);
  ProsodySections::assign(*m_current, name, m_lua.get());
  return 0;
}

int
ProsodyReader::virtual_host()
{
  return open_section("VirtualHost", call<&ProsodyReader::options_given>);
}

int
ProsodyReader::component()
{
  return open_section("Component", call<&ProsodyReader::module_given>);
}

int
ProsodyReader::open_section(const char* kind, lua_CFunction next)
{
  auto name = text_argument();
  if (!name) {
    return raise(fmt::format("{} wants a host name", kind));
  }
  std::ranges::transform(*name, name->begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  ProsodySection* section = m_sections.open(*name, kind);
  if (section == nullptr) {
    return raise(fmt::format("{} {} has the name of a section of another kind", kind, *name));
  }
  section->module.clear();
  m_current = section;
  lua_pushlightuserdata(m_lua.get(), section);
  lua_pushcclosure(m_lua.get(), next, 1);
  return 1;
}

int
ProsodyReader::module_given()
{
  lua_State* lua = m_lua.get();
  if (lua_type(lua, 1) != LUA_TSTRING) {
    return options_given();
  }
  auto* section = static_cast<ProsodySection*>(lua_touserdata(lua, lua_upvalueindex(1)));
  section->module = lua_text_at(lua, 1);
  lua_pushvalue(lua, lua_upvalueindex(1));
  lua_pushcclosure(lua, call<&ProsodyReader::options_given>, 1);
  return 1;
}

int
ProsodyReader::options_given()
{
  lua_State* lua = m_lua.get();
  if (!lua_istable(lua, 1)) {
    return raise("a table of options has to follow the name");
  }
  auto* section = static_cast<ProsodySection*>(lua_touserdata(lua, lua_upvalueindex(1)));
  // Prosody returns to the global section here.
  m_current = &m_sections.global();
  for (lua_pushnil(lua); lua_next(lua, 1) != 0;) {
    if (lua_type(lua, -2) == LUA_TSTRING) {
      ProsodySections::assign(*section, lua_text_at(lua, -2), lua);
    } else {
      lua_pop(lua, 1);
    }
  }
  return 0;
}

int
ProsodyReader::hidden_contents()
{
  push_text(m_lua.get(), "********");
  return 1;
}

int
ProsodyReader::run_script()
{
  m_notes.push_back(fmt::format("{}: RunScript \"{}\" was not followed", m_open.back(),
                                text_argument().value_or("")));
  return 0;
}

int
ProsodyReader::include()
{
  const auto argument = text_argument();
  if (!argument) {
    return raise("Include wants the name of a file");
  }
  const auto done = run_included(*argument);
  if (done) {
    return 0;
  }
  m_cause = done.error();
  return raise(done.error().what);
}

} // namespace klausur::inside
