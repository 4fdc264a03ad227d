#pragma once

#include "connectors/format/json.hpp"
#include "policies/engine/vocabulary.hpp"

#include <vector>

namespace klausur {

/// The values that a vendor's specification names for one setting. They are all there are of
/// their types: of texts where there are texts among them, of numbers where there are
/// numbers. About other types they say nothing. For a list they say what its members can be.
class KnownValues
{
public:
  /// @param list  Plain values; it must outlive this.
  explicit KnownValues(const JsonValue& list);

  /// False for a value, or a list with a member, that the specification does not name.
  [[nodiscard]] bool foresees(const JsonValue& value) const;

  /// True when it is one of them.
  [[nodiscard]] bool names(const JsonValue& value) const;

private:
  const JsonValue* m_list;
  Types m_types = 0;
};

} // namespace klausur
