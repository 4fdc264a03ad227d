#pragma once

#include "policies/engine/expectation.hpp"
#include "policies/engine/pattern.hpp"

#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace klausur {

/// The words of one mapping. Only expectation.cpp and its compiler look in here.
struct Expectation::Words
{
  Types types = 0; ///< That `type:` names; 0 without it, and then it forbids none.
  std::vector<const JsonValue*> values; ///< Of `enum:`; they belong to m_value.
  Types of_values = 0;                  ///< The types that `enum:` speaks about.
  std::optional<Expectation> unwanted;  ///< Of `not:`
  long double minimum = -std::numeric_limits<long double>::infinity();
  long double maximum = std::numeric_limits<long double>::infinity();
  std::optional<Pattern> pattern;
  std::size_t min_length = 0;
  std::optional<Expectation> items;
  std::size_t min_items = 0;
  std::size_t max_items = std::numeric_limits<std::size_t>::max();
  std::vector<std::pair<std::string, Expectation>> properties;
  std::vector<std::string> required;
  std::size_t max_properties = std::numeric_limits<std::size_t>::max();

  [[nodiscard]] Match match(const JsonValue& value) const;

private:
  [[nodiscard]] Match match_values(const JsonValue& value, Types type) const;
  [[nodiscard]] Match match_number(const JsonValue& value) const;
  [[nodiscard]] Match match_text(const JsonValue& value) const;
  [[nodiscard]] Match match_list(const JsonValue& value) const;
  [[nodiscard]] Match match_mapping(const JsonValue& value) const;
};

/// In a type that holds every number of JSON exactly.
[[nodiscard]] long double number_of(const JsonValue& value);

} // namespace klausur
