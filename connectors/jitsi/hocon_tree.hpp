#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace klausur::hocon {

inline constexpr std::size_t k_deepest = 100;
inline constexpr std::size_t k_most_values = 250'000;

struct Value;
/// A value without substitutions. Shared, so that using it many times costs nothing.
using ValuePtr = std::shared_ptr<const Value>;

struct Value
{
  enum class Kind { null, boolean, number, text, array, object };

  Kind kind = Kind::null;
  std::string text{}; ///< As written: of booleans, numbers and texts.
  std::vector<ValuePtr> items{};
  std::map<std::string, ValuePtr> members{};
  bool alone = false; ///< Of an object: what lies under it does not show through, since a
                      ///< value that is none lay between.

  [[nodiscard]] bool is_container() const { return kind >= Kind::array; }
};

using Path = std::vector<std::string>;

struct Node;
using NodePtr = std::unique_ptr<Node>;

/// All that was assigned to one key, in order: an earlier value can show through a later
/// one, and a later one can refer to it.
struct Field
{
  std::vector<NodePtr> assigned{};

  // While it is resolved: which of them, and since when.
  static constexpr std::size_t k_idle = std::numeric_limits<std::size_t>::max();
  std::size_t active = k_idle;
  std::size_t since = 0;
  std::optional<ValuePtr> known{}; ///< The whole field resolved; nullptr: there is no value.
};

using Fields = std::map<std::string, Field>;

/// A value as it is written.
struct Node
{
  enum class Kind {
    literal,
    blank, ///< White space between the parts of a concatenation.
    array,
    object,
    substitution,
    earlier, ///< What the same field held before, for `+=`.
    concatenation,
  };

  Kind kind = Kind::literal;
  std::uint32_t file = 0; ///< Index of the file's name.
  std::uint32_t line = 0;
  ValuePtr literal{};           ///< Of a literal, and of a blank.
  std::vector<NodePtr> items{}; ///< Of an array or a concatenation.
  Fields fields{};
  Path path{};   ///< Of a substitution.
  Path inside{}; ///< Where the file with the substitution was included.
  bool optional = false;
};

/// Assign once more; two objects become one at once.
void assign(Field& field, NodePtr node);

} // namespace klausur::hocon
