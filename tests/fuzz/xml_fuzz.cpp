#include "connectors/jitsi/xml.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace klausur;
using namespace klausur::jitsi;

namespace {

/// An element with all that is in it; text goes before the children.
std::string
written(const XmlElement& element)
{
  std::string text = "<" + element.name;
  for (const auto& [name, value] : element.attributes) {
    text += " " + name + "='" + xml_escaped(value) + "'";
  }
  text += ">" + xml_escaped(element.text);
  for (const auto& each : element.children) {
    text += written(each);
  }
  return text + "</" + element.name + ">";
}

} // namespace

/// Any bytes as an XMPP server's answer: what was read, written down and read again is the same
/// from then on. A name that loses its prefix may be none any more.
extern "C" int
LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto first = read_xml(text);
  const auto second = first ? read_xml(written(*first)) : first;
  if (second) {
    const std::string once = written(*second);
    const auto third = read_xml(once);
    if (!third || written(*third) != once) {
      std::abort();
    }
  }
  return 0;
}
