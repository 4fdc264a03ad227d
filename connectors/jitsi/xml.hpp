#pragma once

#include "connectors/base/result.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace klausur::jitsi {

/// An element of an answer: names without their namespace prefix.
struct XmlElement
{
  std::string name;
  std::map<std::string, std::string, std::less<>> attributes;
  std::string text; ///< All character data directly in it.
  std::vector<XmlElement> children;

  /// Empty when there is no such attribute.
  [[nodiscard]] std::string_view attribute(std::string_view called) const;
  /// The first of this name, at any depth, itself included; nullptr when there is none.
  [[nodiscard]] const XmlElement* find(std::string_view called) const;
  /// All of this name, at any depth, in their order.
  [[nodiscard]] std::vector<const XmlElement*> find_all(std::string_view called) const;
};

/// Read one element with all that is in it. No document type, so no entities but the five of
/// XML and numbered ones; the text is UTF-8 whatever it says. What stands after the element is
/// left alone. Namespaces are not looked at.
/// @error `unexpected` with the byte offset: anything malformed, more than 1 MiB, deeper
///        than 64, more than 20,000 elements.
[[nodiscard]] Result<XmlElement> read_xml(std::string_view text);

/// With `& < > ' "` written so that it can stand in an attribute or between tags.
[[nodiscard]] std::string xml_escaped(std::string_view text);

} // namespace klausur::jitsi
