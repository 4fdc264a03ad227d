#pragma once

#include "connectors/script/inside/capped_memory.hpp"
#include "connectors/script/inside/prosody_sections.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klausur::inside {

/// The text at an index of the stack; empty when it is none.
[[nodiscard]] std::string lua_text_at(lua_State* lua, int index);

struct ProsodyFile
{
  std::string name;
  std::string text;
};

/// What an Include brings.
struct Included
{
  std::vector<ProsodyFile> files;
  std::string note; ///< Why there are none, or empty.
};

/// Gets what an Include names, which stands in the file `from`.
using AskForFiles =
    std::function<Result<Included>(std::string_view target, std::string_view from)>;

/// A Lua state in which a Prosody configuration can be run and nothing else. To be used in
/// a confined child only: an error of Lua jumps over C++ frames, whose memory goes with the
/// process.
class ProsodyReader
{
public:
  /// @param memory  Bytes that the program may use.
  ProsodyReader(std::size_t memory, AskForFiles ask);
  ProsodyReader(const ProsodyReader&) = delete;
  ProsodyReader& operator=(const ProsodyReader&) = delete;

  /// Run one file; what it assigns before it opens a section is global. The program gets
  /// string, table, math and a few basic functions; no io, os, load, package or debug.
  /// `ENV_name` and what Prosody would read from credential files are hidden; a line that
  /// decides by them is an error.
  /// @error `unexpected` with file:line: a Lua error, a forbidden function (by name),
  ///        bytecode, an Include that ends in itself, a limit.
  [[nodiscard]] Result<void> run_file(const ProsodyFile& file);

  /// What has been assigned, with the files and notes.
  [[nodiscard]] Result<Json> answer() const;

private:
  // What the program calls. Each leaves its answers on the stack and returns how many, or
  // a negative number with a message on top.
  int virtual_host();
  int component();
  int options_given();
  int module_given();
  int include();
  int run_script();
  int hidden_contents();
  int look_up();
  int assign();
  int refuse();

  template<int (ProsodyReader::*body)()> static int call(lua_State* lua);
  void make_environment();
  void allow_libraries();
  void forbid(const char* name, bool is_table);
  template<int (ProsodyReader::*body)()> void offer(const char* name);

  int open_section(const char* kind, lua_CFunction next);
  int raise(const std::string& message);
  [[nodiscard]] std::optional<std::string> text_argument() const;
  [[nodiscard]] Result<void> run_included(const std::string& target);
  [[nodiscard]] Result<void> run_text(const std::string& text);
  [[nodiscard]] Error lua_failure(int status);

  struct Closing
  {
    void operator()(lua_State* lua) const { lua_close(lua); }
  };

  std::size_t m_most_memory;
  AskForFiles m_ask;
  CappedMemory m_memory;
  std::unique_ptr<lua_State, Closing> m_lua;
  ProsodySections m_sections;
  ProsodySection* m_current = &m_sections.global();
  int m_environment = LUA_NOREF;   ///< In the Lua registry.
  std::vector<std::string> m_open; ///< Files that run, the innermost last.
  std::vector<std::string> m_files;
  std::vector<std::string> m_notes;
  std::optional<Error> m_cause; ///< Of an Include, which Lua would turn into mere text.
};

} // namespace klausur::inside
