#pragma once

#include "connectors/files/file_tree.hpp"
#include "connectors/jitsi/capped_memory.hpp"
#include "connectors/jitsi/limited_child.hpp"
#include "connectors/jitsi/prosody_sections.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// The text at an index of the stack; empty when it is none.
[[nodiscard]] std::string lua_text_at(lua_State* lua, int index);

/// A Lua state in which a Prosody configuration can be run and nothing else. To be used in
/// a limited child only: an error of Lua jumps over C++ frames, whose memory goes with the
/// process.
class ProsodySandbox
{
public:
  ProsodySandbox(const EvaluationLimits& limits, const FileTree& files);
  ProsodySandbox(const ProsodySandbox&) = delete;
  ProsodySandbox& operator=(const ProsodySandbox&) = delete;

  /// Run one file; what it assigns before it opens a section is global.
  /// @error See read_prosody.
  [[nodiscard]] Result<void> run_file(const std::filesystem::path& file);

  /// The same of a text that stands for the file: what it includes lies beside that.
  [[nodiscard]] Result<void> run_given(const std::string& text,
                                       const std::filesystem::path& file);

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
  int masked_contents();
  int look_up();
  int assign();
  int refuse();

  template<int (ProsodySandbox::*body)()> static int call(lua_State* lua);
  void make_environment();
  void allow_libraries();
  void forbid(const char* name, bool is_table);
  template<int (ProsodySandbox::*body)()> void offer(const char* name);

  int open_section(const char* kind, lua_CFunction next);
  int raise(const std::string& message);
  [[nodiscard]] std::optional<std::string> text_argument() const;
  [[nodiscard]] Result<void> include_matching(const std::filesystem::path& pattern);
  [[nodiscard]] Result<std::string> read_next(const std::filesystem::path& file);
  [[nodiscard]] Result<void> run_text(const std::string& text);
  [[nodiscard]] Error lua_failure(int status);

  struct Closing
  {
    void operator()(lua_State* lua) const { lua_close(lua); }
  };

  EvaluationLimits m_limits;
  const FileTree& m_tree;
  CappedMemory m_memory;
  std::unique_ptr<lua_State, Closing> m_lua;
  ProsodySections m_sections;
  ProsodySection* m_current = &m_sections.global();
  int m_environment = LUA_NOREF;             ///< In the Lua registry.
  std::vector<std::filesystem::path> m_open; ///< Files that run, the innermost last.
  std::vector<std::string> m_files;
  std::vector<std::string> m_notes;
  std::size_t m_size = 0;
  std::optional<Error> m_cause; ///< Of an Include, which Lua would turn into mere text.
};

} // namespace klausur
