#include "connectors/script/inside/prosody_reader.hpp"

#include "connectors/base/encoding.hpp"
#include "connectors/script/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <new>
#include <utility>

namespace klausur::inside {

namespace {

constexpr int k_most_instructions = 10'000'000;
constexpr std::size_t k_deepest_include = 16;
constexpr std::size_t k_most_files = 500;

void*
allocate(void* memory, void* block, std::size_t /*before*/, std::size_t size)
{
  auto* capped = static_cast<CappedMemory*>(memory);
  if (size == 0) {
    capped->release(block);
    return nullptr;
  }
  return capped->reallocate(block, size);
}

void
stop_counting(lua_State* lua, lua_Debug*)
{
  luaL_error(lua, "ran more than %d instructions", k_most_instructions);
}

/// Lua quotes the program where it fails, and a program can hold secrets.
std::string
without_quotes(std::string message, bool is_syntax)
{
  if (is_syntax) {
    message = message.substr(0, message.find(" near "));
  }
  const std::size_t constant = message.find(" (constant ");
  return message.substr(0, constant);
}

/// A line of Lua without its comment.
std::string_view
without_comment(std::string_view line)
{
  char quote = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char each = line[at];
    if (quote != 0) {
      at += each == '\\' ? 1 : 0;
      quote = each == quote ? '\0' : quote;
    } else if (each == '"' || each == '\'') {
      quote = each;
    } else if (line.substr(at).starts_with("--")) {
      return line.substr(0, at);
    }
  }
  return line;
}

/// Whether a line decides by what is only known where Prosody runs: a value that stands for it
/// would be taken for the answer.
bool
decides_by_machine(std::string_view line)
{
  const auto has = [&](std::string_view word) { return line.find(word) != line.npos; };
  const auto has_any = [&](std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, has);
  };
  return has_any({"ENV_", "FileContents", "FileLine", "Credential"}) &&
         has_any({"==", "~=", " and ", " or ", " or\t", "not ", "if ", "if("});
}

/// Its number; 0: there is none.
std::size_t
line_that_decides_by_machine(std::string_view text)
{
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    if (decides_by_machine(without_comment(text.substr(0, end)))) {
      return number;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return 0;
}

} // namespace

std::string
lua_text_at(lua_State* lua, int index)
{
  std::size_t size = 0;
  const char* bytes =
      lua_type(lua, index) == LUA_TSTRING ? lua_tolstring(lua, index, &size) : nullptr;
  return bytes == nullptr ? std::string{} : std::string{bytes, size};
}

ProsodyReader::ProsodyReader(std::size_t memory, AskForFiles ask)
    : m_most_memory{memory}, m_ask{std::move(ask)}, m_memory{memory}, m_lua{lua_newstate(
                                                                          allocate, &m_memory)}
{
  if (!m_lua) {
    throw std::bad_alloc{};
  }
  *static_cast<ProsodyReader**>(lua_getextraspace(m_lua.get())) = this;
  make_environment();
  lua_sethook(m_lua.get(), stop_counting, LUA_MASKCOUNT, k_most_instructions);
}

Result<void>
ProsodyReader::run_included(const std::string& target)
{
  auto included = m_ask(target, m_open.back());
  if (!included) {
    return tl::unexpected(included.error());
  }
  if (!included->note.empty()) {
    m_notes.push_back(fmt::format("{}: {}", m_open.back(), included->note));
  }
  for (const ProsodyFile& each : included->files) {
    if (std::ranges::find(m_open, each.name) != m_open.end() ||
        m_open.size() >= k_deepest_include) {
      return fail(Failure::unexpected,
                  fmt::format("{}: Include \"{}\" ends in itself", m_open.back(), each.name));
    }
    if (auto done = run_file(each); !done) {
      return done;
    }
  }
  return {};
}

Result<void>
ProsodyReader::run_file(const ProsodyFile& file)
{
  if (m_files.size() >= k_most_files) {
    return fail(Failure::unexpected,
                fmt::format("{}: more than {} files", file.name, k_most_files));
  }
  m_files.push_back(file.name);
  m_open.push_back(file.name);
  ProsodySection* outside = std::exchange(m_current, &m_sections.global());
  auto done = run_text(file.text);
  m_current = outside;
  m_open.pop_back();
  return done;
}

Result<void>
ProsodyReader::run_text(const std::string& text)
{
  if (const auto line = line_that_decides_by_machine(text); line != 0) {
    return fail(Failure::unexpected,
                fmt::format("{}:{}: decides by the environment or a file of the machine, which "
                            "is only known where Prosody runs",
                            m_files.back(), line));
  }
  lua_State* lua = m_lua.get();
  // Lua shortens long paths in messages, so it gets the number of the file instead.
  const std::string number = fmt::format("=#{}#", m_files.size() - 1);
  int status = luaL_loadbufferx(lua, text.data(), text.size(), number.c_str(), "t");
  if (status == LUA_OK) {
    lua_rawgeti(lua, LUA_REGISTRYINDEX, m_environment);
    lua_setupvalue(lua, -2, 1);
    status = lua_pcall(lua, 0, 0, 0);
  }
  if (status == LUA_OK) {
    return {};
  }
  Error error = lua_failure(status);
  lua_pop(lua, 1);
  return tl::unexpected(std::move(error));
}

Error
ProsodyReader::lua_failure(int status)
{
  if (status == LUA_ERRMEM) {
    return memory_exceeded(m_most_memory);
  }
  if (m_cause) {
    return *std::exchange(m_cause, std::nullopt);
  }
  std::string message = without_quotes(lua_text_at(m_lua.get(), -1), status == LUA_ERRSYNTAX);
  std::string file = m_open.back();
  const std::size_t end = message.starts_with('#') ? message.find('#', 1) : std::string::npos;
  if (end == std::string::npos) {
    return {Failure::unexpected, fmt::format("{}: {}", file, as_utf8(message)), {}};
  }
  std::size_t number = 0;
  std::from_chars(message.data() + 1, message.data() + end, number);
  file = number < m_files.size() ? m_files[number] : file;
  return {Failure::unexpected, fmt::format("{}{}", file, as_utf8(message.substr(end + 1))), {}};
}

Result<Json>
ProsodyReader::answer() const
{
  auto answer = m_sections.to_json(m_lua.get());
  if (!answer) {
    return answer;
  }
  auto& memory = answer->GetAllocator();
  const auto list = [&](const char* name, const std::vector<std::string>& texts) {
    JsonValue values{rapidjson::kArrayType};
    for (const std::string& each : texts) {
      values.PushBack(JsonValue{as_utf8(each), memory}, memory);
    }
    set_member(*answer, name, values, memory);
  };
  list("files", m_files);
  list("notes", m_notes);
  return answer;
}

} // namespace klausur::inside
