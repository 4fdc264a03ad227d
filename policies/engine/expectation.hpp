#pragma once

#include "policies/engine/objection.hpp"
#include "policies/engine/vocabulary.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace klausur {

/// `other_type`: of a kind that the expectation does not speak about, which says nothing
/// about the setting.
enum class Match : std::uint8_t { yes, no, other_type };

/// What a value ought to be, compiled once: a bare value, or a mapping of the 13 words in
/// `vocabulary.hpp`. It answers in three values at every depth.
///
/// Numbers compare by value, whatever they are written like. A bare list is compared without
/// regard to order.
class Expectation
{
public:
  /// The one way in, for checks, conditions, confirmations and variants alike.
  /// @param filled  The expectation without `$name`.
  /// @error All that is wrong, never empty: an unknown word, an argument of a wrong kind, a
  ///        word that says nothing about the type beside it, a pattern that cannot be run,
  ///        and what holds for everything or for nothing.
  [[nodiscard]] static tl::expected<Expectation, std::vector<Objection>>
  compile(const JsonValue& filled);

  Expectation(Expectation&&) noexcept;
  Expectation& operator=(Expectation&&) noexcept;
  ~Expectation();

  [[nodiscard]] Match match(const JsonValue& value) const;

  /// About values of all other types it says nothing.
  [[nodiscard]] Types about() const { return m_about; }

  /// What it was compiled from.
  [[nodiscard]] const Json& value() const { return *m_value; }

  /// The plain values that it names, wanted or not, its members' among them.
  [[nodiscard]] std::vector<const JsonValue*> named_values() const;

  /// Of a mapping; see `expectation_words.hpp`.
  struct Words;

private:
  friend class ExpectationCompiler;
  enum class Kind : std::uint8_t { value, list, range, choice, words };

  Expectation();
  [[nodiscard]] Match match_range(const JsonValue& value) const;
  void name_values(std::vector<const JsonValue*>& into) const;

  // Small and without its JSON, so that the expectations of thousands of checks stay in the
  // processor's cache while documents are judged.
  Kind m_kind = Kind::value;
  bool m_whole = false;  ///< Of a range: fractions are not spoken about.
  bool m_holds = true;   ///< For some value it is `yes`.
  bool m_fails = true;   ///< For some value it is `no`.
  Types m_about = k_any; ///< For all other types it is `other_type`.
  JsonValue m_scalar;    ///< The bare value; a text's characters belong to m_value.
  double m_minimum = 0;
  double m_maximum = 0;
  std::vector<std::string> m_list; ///< Sorted canonical texts of a list, texts of a choice.
  std::unique_ptr<Words> m_words;
  std::unique_ptr<Json> m_value; ///< Of the outermost expectation alone.
};

/// Equal by value: 30 and 30.0 are, and lists in the same order.
[[nodiscard]] bool same_value(const JsonValue& a, const JsonValue& b);

/// Equal as settings are compared: lists of plain values without regard to order.
[[nodiscard]] bool same_setting(const JsonValue& a, const JsonValue& b);

} // namespace klausur
