#pragma once

#include "connectors/base/shared.hpp"
#include "connectors/format/json.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

namespace klausur {

/// Texts of which many are equal, each kept once.
class TextPool
{
public:
  [[nodiscard]] SharedText keep(std::string_view text);

private:
  struct Hash
  {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const
    {
      return std::hash<std::string_view>{}(text);
    }
  };
  std::unordered_set<SharedText, Hash, std::equal_to<>> m_texts;
};

/// What a document holds, or why it could not be read: to use, a Result<Json>.
///
/// A tree takes many times the room of its text, so a packed content is the text alone and
/// grows its tree when somebody looks. Whoever looks at thousands lets each go again with
/// drop_tree(), after which no pointer into the tree is good. Looking at a packed content is
/// not for two threads at once.
class Content
{
public:
  Content() : Content{Json{}} {}
  Content(Json tree) // NOLINT(*-explicit-*)
      : m_tree{std::make_unique<Json>(std::move(tree))}
  {
  }
  Content(tl::unexpected<Error> error) // NOLINT(*-explicit-*)
      : m_error{std::move(error.value())}
  {
  }
  Content(Result<Json> result); // NOLINT(*-explicit-*)
  /// @param text  As to_text() writes it, and known to be JSON.
  [[nodiscard]] static Content packed(SharedText text);

  [[nodiscard]] bool has_value() const { return !m_error.has_value(); }
  explicit operator bool() const { return has_value(); }
  [[nodiscard]] const Error& error() const { return *m_error; }

  const Json& operator*() const { return tree(); }
  const Json* operator->() const { return &tree(); }
  [[nodiscard]] const Json& value() const { return tree(); }
  /// To change it: there is no text any more until pack() makes a new one.
  Json& operator*() { return changeable(); }
  Json* operator->() { return &changeable(); }

  /// True when there is a text to grow the tree from.
  [[nodiscard]] bool is_packed() const { return !m_text.empty(); }
  /// One line, as to_text().
  [[nodiscard]] SharedText text() const;

  /// Keep the text only; of a gap, nothing changes.
  void pack(TextPool& pool);
  /// Let go of the tree where there is a text to grow it from.
  void drop_tree() const;

private:
  [[nodiscard]] const Json& tree() const;
  [[nodiscard]] Json& changeable();

  mutable std::unique_ptr<Json> m_tree; ///< Nothing: packed, or a gap.
  SharedText m_text;
  Shared<Error> m_error;
};

} // namespace klausur
