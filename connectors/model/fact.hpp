#pragma once

#include "connectors/base/text.hpp"
#include "connectors/base/time.hpp"
#include "connectors/format/json.hpp"
#include "connectors/model/setting.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// Sees each item of one list once, as it comes, and keeps none of them.
class Tally
{
public:
  virtual ~Tally() = default;
  /// @error `unexpected`: an item of which it cannot be told. What is not known of one item
  ///        is not known of all.
  [[nodiscard]] virtual Result<void> take(const JsonValue& item) = 0;
  /// An object with the fact's fields. One is absent: the items were silent about it.
  [[nodiscard]] virtual Result<Json> end() = 0;
};

/// What is computed of an answer. It knows no vendor and no check, and never changes.
class Fact
{
public:
  /// One value that it gives.
  struct Field
  {
    Pointer at;                     ///< In the document; a `*` stands for every member.
    std::vector<std::string> types; ///< In the words of JSON Schema; none: any.
    Text says;
    bool ages = false; ///< It grows from day to day, without anybody doing anything.
  };
  enum class Place {
    instead, ///< Of the list, whose items it takes one by one.
    beside,  ///< What the answer says otherwise: it takes the whole answer once.
  };

  virtual ~Fact() = default;
  [[nodiscard]] virtual Place place() const = 0;
  /// What it looks at in an item, or in the answer: used, and then dropped with it.
  [[nodiscard]] virtual std::vector<Pointer> takes() const = 0;
  [[nodiscard]] virtual std::vector<Field> gives() const = 0;
  /// @param now  Ages are counted up to it.
  [[nodiscard]] virtual std::unique_ptr<Tally> begin(Time now) const = 0;
};

/// One kind of fact as a manifest names it: `{age: {of: /start_time}}`.
struct FactKind
{
  std::string_view name;
  /// @param says  As the schema has accepted it.
  /// @error `invalid`: a pointer that is none.
  Result<std::shared_ptr<const Fact>> (*make)(const JsonValue& says);
};

/// Whether two patterns of pointers can stand for one place, or one for a place within the
/// other.
[[nodiscard]] bool overlap(const Pointer& a, const Pointer& b);

} // namespace klausur
