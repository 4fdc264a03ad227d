#pragma once

#include "connectors/format/json.hpp"

#include <map>
#include <string>
#include <string_view>

namespace klausur {

/// Read one YAML document as JSON. Plain `true`, `false`, `null`, `~`, integers and decimal
/// fractions get their JSON type, everything quoted and every date stays text.
/// @param file  Only for messages.
/// @error `invalid` with file:line:column: not UTF-8, not YAML, a key given twice, an alias (an
/// alias
///        could expand without end, so none is accepted), a key that is not plain text, a
///        second document, deeper than k_json_depth or longer than 8 MiB.
[[nodiscard]] Result<Json> parse_yaml(std::string_view text, std::string_view file);

/// Where the values of a text that parse_yaml() accepts stand, by their JSON Pointers.
class YamlPlaces
{
public:
  struct Place
  {
    std::size_t line = 1; ///< Counted from 1, as the column.
    std::size_t column = 1;

    auto operator<=>(const Place&) const = default;
  };

  explicit YamlPlaces(std::string_view text);

  /// Of the value at the pointer, or of the innermost one on the way there that exists. With
  /// `name`, where its name stands.
  [[nodiscard]] Place of(std::string_view pointer, bool name = false) const;

private:
  struct Both
  {
    Place value;
    Place name;
  };

  std::map<std::string, Both, std::less<>> m_places;
};

/// `file:line:column` as YamlPlaces tells it.
[[nodiscard]] std::string place_in_yaml(std::string_view text, std::string_view file,
                                        std::string_view pointer, bool name = false);

} // namespace klausur
