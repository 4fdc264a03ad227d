#pragma once

#include "connectors/base/result.hpp"
#include "connectors/format/json.hpp"
#include "connectors/model/setting.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// What is kept of a vendor's documents, because somebody looks at it. Handed down to a
/// connector it says what to keep; in a snapshot, what was kept then.
///
/// What is kept at an address is a plain value, or a list of plain values: of an object only
/// what further addresses name.
class Kept
{
public:
  using Texts = std::set<std::string, std::less<>>;
  using Pointers = std::map<std::string, Texts, std::less<>>; ///< By pattern of the document.

  void add(const Address& address);
  /// A text that is compared with, so that it is no secret whatever it looks like.
  void add_plain(std::string_view text) { m_plain.emplace(text); }

  /// Words are read there, so that a text of several words stays, which else is what people
  /// write and is masked. Only a Keeper asks: snapshots do not tell it.
  void add_worded(const Address& address);

  /// Whether everything that the address stands for was kept. Where the value is there all the
  /// same, it speaks for itself.
  [[nodiscard]] bool holds(const Address& address) const;

  /// The pointers of what is kept of a document, `boards/7`, sorted.
  [[nodiscard]] std::vector<Pointer> pointers_of(std::string_view document) const;

  /// Those of them at which words are read.
  [[nodiscard]] std::vector<Pointer> worded_of(std::string_view document) const;

  [[nodiscard]] const Pointers& pointers() const { return m_pointers; }
  [[nodiscard]] const Texts& plain() const { return m_plain; }
  bool operator==(const Kept& other) const
  {
    return m_pointers == other.m_pointers && m_plain == other.m_plain;
  }

  /// `{"addresses": {"boards/*": ["/prefs/selfJoin"]}, "plain": ["a@b.example"]}`, sorted:
  /// equal ones give equal text. Without `plain` where there is nothing in it.
  [[nodiscard]] Json to_json() const;
  /// @error `invalid`: not of that form.
  [[nodiscard]] static Result<Kept> from_json(const JsonValue& json);

private:
  Pointers m_pointers;
  Pointers m_worded;
  Texts m_plain;
};

} // namespace klausur
