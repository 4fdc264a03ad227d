#pragma once

#include "connectors/format/json.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// Finds many settings of one document in one walk through it. What it costs does not hang
/// on the order of the members, nor does a vendor gain by choosing their names: the table is
/// made of our own. Immutable after finish(): threads may share it.
class Lookup
{
public:
  /// What is found, and what is remembered from one document to the next.
  struct Memory
  {
    std::vector<const JsonValue*> found; ///< By the numbers of add(); nullptr: not there.
    /// Where a member stood last time: documents of one kind have their members in one
    /// order, so the next walk looks there first. Any content is valid.
    std::vector<rapidjson::SizeType> hints;
    std::vector<bool> shuffled; ///< By node: last time the hints were of no use.
  };

  /// @param steps  Without `*`.
  /// @return The setting's number; equal settings have one.
  std::uint32_t add(const std::vector<std::string>& steps);

  /// Make the tables; nothing is added after it.
  void finish();

  void find(const JsonValue& root, Memory& memory) const;

private:
  static constexpr std::uint32_t k_none = ~std::uint32_t{0};

  /// One name on the way to settings.
  struct Node
  {
    std::uint32_t letters = 0; ///< Its name, a piece of m_letters.
    std::uint32_t length = 0;
    std::uint32_t number = k_none; ///< Of the setting that ends here.
    std::uint32_t first = 0;       ///< Its children, side by side.
    std::uint32_t count = 0;
    std::uint32_t table = 0; ///< Where the table of its children begins.
    std::uint32_t mask = 0;  ///< Places in the table, less one.
  };

  struct Slot
  {
    std::uint32_t hash = 0;
    std::uint32_t node = k_none;
  };

  /// As add() builds them, before finish() lays them side by side.
  struct Branch
  {
    std::string name;
    std::uint32_t number = k_none;
    std::vector<std::uint32_t> children;
  };

  [[nodiscard]] std::string_view name_of(const Node& node) const
  {
    return {m_letters.data() + node.letters, node.length};
  }
  void lay_children(std::uint32_t node, std::uint32_t branch);
  void make_table(Node& node);
  void visit(const Node& node, const JsonValue& value, Memory& memory) const;
  void visit_list(const Node& node, const JsonValue& list, Memory& memory) const;
  [[nodiscard]] std::uint32_t visit_hinted(const Node& node, const JsonValue& object,
                                           Memory& memory) const;
  void visit_all(const Node& node, const JsonValue& object, std::uint32_t missing,
                 Memory& memory) const;
  [[nodiscard]] std::uint32_t child_of(const Node& node, std::string_view name) const;

  std::vector<Branch> m_branches{1};
  std::vector<Node> m_nodes;
  std::vector<Slot> m_tables;
  std::string m_letters;
  std::uint32_t m_numbers = 0;
};

} // namespace klausur
