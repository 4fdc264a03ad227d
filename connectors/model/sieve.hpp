#pragma once

#include "connectors/format/json.hpp"
#include "connectors/model/setting.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// A set of pointers as one tree, to walk down a document together with it.
class Branch
{
public:
  void add(const Pointer& pointer);

  /// A pointer ends here.
  [[nodiscard]] bool ends() const { return m_ends; }
  [[nodiscard]] bool leads_on() const { return m_every != nullptr || !m_named.empty(); }
  /// The branches that a step leads to; none of them is nullptr.
  void follow(std::string_view step, std::vector<const Branch*>& into) const;

private:
  std::map<std::string, Branch, std::less<>> m_named;
  std::unique_ptr<Branch> m_every; ///< Where a `*` leads.
  bool m_ends = false;
};

using Branches = std::vector<const Branch*>;

/// All that one step leads to.
[[nodiscard]] Branches below(const Branches& branches, std::string_view step);
[[nodiscard]] bool any_ends(const Branches& branches);

/// Cuts documents down to what some pointers lead to.
class Sieve
{
public:
  /// What stays where a pointer ends.
  enum class Ends {
    plain, ///< A plain value, or a list of plain values.
    whole, ///< Everything.
  };

  explicit Sieve(const std::vector<Pointer>& pointers, Ends ends = Ends::plain);

  /// A packed copy that holds what stays where a pointer ends;
  /// of an object, and of lists in a list, only what further pointers lead to. Where a reader
  /// could not tell the value, {"unclear": [...], "because": "..."} stays in its place. Absent
  /// stays absent, null stays null, and a list that a pointer leads to keeps its length.
  /// Without pointers nothing stays: an empty object of an object, else null.
  [[nodiscard]] Json operator()(const JsonValue& content) const;

  [[nodiscard]] const Branch& root() const { return m_root; }

private:
  Branch m_root;
  Ends m_ends;
};

} // namespace klausur
