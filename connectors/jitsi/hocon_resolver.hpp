#pragma once

#include "connectors/jitsi/hocon.hpp"
#include "connectors/jitsi/hocon_tree.hpp"

#include <limits>
#include <span>
#include <string>
#include <vector>

namespace klausur::hocon {

/// Puts values in the place of substitutions. Where a field is part of its own value, the
/// reference means what the field held before (HOCON.md, "Self-Referential Substitutions").
class Resolver
{
public:
  Resolver(Fields& root, const HoconSources& sources, const std::vector<std::string>& files)
      : m_root{root}, m_sources{sources}, m_files{files}
  {
  }

  /// The whole text as one object.
  /// @error `unexpected` with file:line: nothing found, ends in itself, or a limit.
  [[nodiscard]] Result<ValuePtr> resolve() { return object(m_root); }

private:
  using Keys = std::span<const std::string>;

  /// A nullptr inside a Result means: there is no value.
  [[nodiscard]] Result<ValuePtr> object(Fields& fields);
  [[nodiscard]] Result<ValuePtr> field(Field& field);
  [[nodiscard]] Result<ValuePtr> within(Field& field, Keys keys);
  [[nodiscard]] Result<ValuePtr> laid_over(Field& field, std::size_t count, Keys keys);
  [[nodiscard]] Result<ValuePtr> one(Field& field, std::size_t which, Keys keys, bool& covers);
  [[nodiscard]] Result<ValuePtr> node(Node& node, Field* owner);
  [[nodiscard]] Result<ValuePtr> array(Node& node, Field* owner);
  [[nodiscard]] Result<ValuePtr> substitution(const Node& node);
  [[nodiscard]] Result<ValuePtr> found(const Path& path);
  [[nodiscard]] Result<ValuePtr> concatenation(Node& node, Field* owner);
  [[nodiscard]] Result<ValuePtr> joined(const std::vector<ValuePtr>& parts);
  [[nodiscard]] Result<ValuePtr> joined_lists(const Node& at,
                                              const std::vector<ValuePtr>& parts,
                                              const std::vector<bool>& blank);
  /// `over` laid over `under`: objects merge, everything else hides what is under it.
  [[nodiscard]] ValuePtr merged(const ValuePtr& under, const ValuePtr& over);
  [[nodiscard]] Result<void> spend(std::size_t amount);
  [[nodiscard]] tl::unexpected<Error> refuse(const Node& node, std::string_view what) const;

  Fields& m_root;
  const HoconSources& m_sources;
  const std::vector<std::string>& m_files;
  std::size_t m_depth = 0;
  std::size_t m_spent = 0;
  std::size_t m_active = 0; ///< How many fields are being resolved.
  /// The outermost field whose earlier value was used: what depends on it is not final.
  std::size_t m_outermost = std::numeric_limits<std::size_t>::max();
  bool m_cycle = false; ///< The last lookup found only the field that asks.
};

} // namespace klausur::hocon
