#pragma once

#include "connectors/jitsi/hocon.hpp"
#include "connectors/jitsi/hocon_tree.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace klausur::hocon {

/// What the reading of one text shares with the reading of the files that it includes.
struct Reading
{
  const HoconSources& sources;
  std::vector<std::string> open{};  ///< The names of the files around, the outermost first.
  std::vector<std::string> names{}; ///< Of all files, as Node::file counts them.
  std::size_t bytes = 0;
  std::size_t values = 0;
};

/// Reads one text into fields; includes are followed on the way.
class Reader
{
public:
  /// @param inside  The keys around the include, empty for the outermost text.
  Reader(Reading& reading, std::string_view text, const std::string& name, Path inside)
      : m_reading{reading}, m_text{text}, m_name{name}, m_file{static_cast<std::uint32_t>(
                                                            reading.names.size())},
        m_inside{inside}, m_keys{std::move(inside)}
  {
    reading.names.push_back(name);
  }

  /// @error `unexpected` with file:line.
  [[nodiscard]] Result<void> read(Fields& into);

private:
  struct Include
  {
    std::string target;
    bool required = false;
    bool is_file = true;
  };

  [[nodiscard]] bool at(std::string_view what) const
  {
    return m_text.substr(m_at).starts_with(what);
  }
  [[nodiscard]] bool at_end() const { return m_at >= m_text.size(); }
  [[nodiscard]] bool at_line_end() const;
  [[nodiscard]] std::string place() const;
  [[nodiscard]] tl::unexpected<Error> refuse(std::string_view what) const;
  [[nodiscard]] tl::unexpected<Error> refuse_at(std::string_view place,
                                                std::string_view what) const;
  void advance(std::size_t count);
  bool take(std::string_view what);
  std::string_view take_blanks();
  /// Past white space, line ends and comments; true when a line end was among them.
  bool skip_lines();

  [[nodiscard]] Result<void> fields(Fields& into, bool braces);
  [[nodiscard]] Result<void> field(Fields& into);
  [[nodiscard]] Result<void> separator(std::string_view closing);
  [[nodiscard]] Result<Path> path(std::string_view context);
  [[nodiscard]] Result<NodePtr> value_after_key(bool& appended);
  [[nodiscard]] Result<NodePtr> value();
  [[nodiscard]] Result<NodePtr> part();
  [[nodiscard]] Result<NodePtr> object();
  [[nodiscard]] Result<NodePtr> array();
  [[nodiscard]] Result<NodePtr> substitution();
  [[nodiscard]] Result<std::string> quoted();
  [[nodiscard]] Result<std::string> triple_quoted();
  [[nodiscard]] Result<void> escape(std::string& text);
  std::string_view unquoted(bool in_key);
  /// @error When the text holds more values than it may.
  [[nodiscard]] Result<void> count(std::size_t values);
  [[nodiscard]] NodePtr make(Node::Kind kind) const;
  [[nodiscard]] NodePtr literal(Value::Kind kind, std::string text) const;

  [[nodiscard]] bool at_include() const;
  [[nodiscard]] Result<void> include(Fields& into);
  [[nodiscard]] Result<Include> include_target();
  [[nodiscard]] Result<std::optional<HoconFile>> load(const std::string& target) const;
  [[nodiscard]] Result<void> follow(const HoconFile& file, const std::string& where,
                                    Fields& into);

  Reading& m_reading;
  std::string_view m_text;
  std::string m_name;
  std::uint32_t m_file;
  Path m_inside;
  Path m_keys; ///< The keys around the place where the reader is.
  std::size_t m_at = 0;
  std::uint32_t m_line = 1;
  std::size_t m_depth = 0;
};

} // namespace klausur::hocon
