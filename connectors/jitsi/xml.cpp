#include "connectors/jitsi/xml.hpp"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace klausur::jitsi {

namespace {

constexpr std::size_t k_largest = std::size_t{1} << 20;
constexpr std::size_t k_deepest = 64;
constexpr std::size_t k_most_elements = 20'000;

constexpr std::array<std::pair<std::string_view, char>, 5> k_entities{
    {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};

struct Freeing
{
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

/// Builds the elements that the library tells of.
class Reader
{
public:
  Reader() : m_parser{XML_ParserCreate("UTF-8")}
  {
    XML_SetUserData(m_parser.get(), this);
    XML_SetElementHandler(m_parser.get(), begin, end);
    XML_SetCharacterDataHandler(m_parser.get(), characters);
    XML_SetStartDoctypeDeclHandler(m_parser.get(), document_type);
  }

  [[nodiscard]] Result<XmlElement> read(std::string_view text)
  {
    const auto status = XML_Parse(m_parser.get(), text.data(), static_cast<int>(text.size()),
                                  /*isFinal=*/1);
    if (status == XML_STATUS_ERROR || !m_whole) {
      return fail(Failure::unexpected,
                  fmt::format("not XML that is read, at byte {}: {}",
                              std::max(XML_GetCurrentByteIndex(m_parser.get()), 0L),
                              m_problem.empty()
                                  ? XML_ErrorString(XML_GetErrorCode(m_parser.get()))
                                  : m_problem.c_str()));
    }
    return std::move(m_root);
  }

private:
  static Reader& of(void* data) { return *static_cast<Reader*>(data); }

  static std::string without_prefix(std::string_view name)
  {
    return std::string{name.substr(name.find(':') + 1)};
  }

  void refuse(const char* problem)
  {
    m_problem = problem;
    XML_StopParser(m_parser.get(), /*resumable=*/0);
  }

  static void begin(void* data, const char* name, const char** attributes)
  {
    Reader& self = of(data);
    if (self.m_open.size() >= k_deepest || ++self.m_elements > k_most_elements) {
      self.refuse(self.m_open.size() >= k_deepest ? "nested too deep" : "too many elements");
      return;
    }
    XmlElement* element = &self.m_root;
    if (!self.m_open.empty()) {
      auto& siblings = self.m_open.back()->children;
      element = &siblings.emplace_back();
    }
    element->name = without_prefix(name);
    for (; *attributes != nullptr; attributes += 2) {
      element->attributes.insert_or_assign(without_prefix(attributes[0]), attributes[1]);
    }
    self.m_open.push_back(element);
  }

  static void end(void* data, const char* /*name*/)
  {
    Reader& self = of(data);
    self.m_open.pop_back();
    if (self.m_open.empty()) {
      self.m_whole = true;
      XML_StopParser(self.m_parser.get(), /*resumable=*/1); // the rest is left alone
    }
  }

  static void characters(void* data, const char* text, int size)
  {
    if (Reader& self = of(data); !self.m_open.empty()) {
      self.m_open.back()->text.append(text, static_cast<std::size_t>(size));
    }
  }

  static void document_type(void* data, const char* /*name*/, const char* /*system*/,
                            const char* /*public_id*/, int /*internal*/)
  {
    of(data).refuse("a document type, which XMPP does not have");
  }

  std::unique_ptr<XML_ParserStruct, Freeing> m_parser;
  XmlElement m_root;
  std::vector<XmlElement*> m_open; ///< Those around, the outermost first; none of them moves.
  std::size_t m_elements = 0;
  bool m_whole = false;
  std::string m_problem;
};

} // namespace

std::string_view
XmlElement::attribute(std::string_view called) const
{
  const auto found = attributes.find(called);
  return found == attributes.end() ? std::string_view{} : std::string_view{found->second};
}

const XmlElement*
XmlElement::find(std::string_view called) const
{
  if (name == called) {
    return this;
  }
  for (const auto& child : children) {
    if (const auto* found = child.find(called)) {
      return found;
    }
  }
  return nullptr;
}

std::vector<const XmlElement*>
XmlElement::find_all(std::string_view called) const
{
  std::vector<const XmlElement*> all;
  if (name == called) {
    all.push_back(this);
  }
  for (const auto& child : children) {
    const auto below = child.find_all(called);
    all.insert(all.end(), below.begin(), below.end());
  }
  return all;
}

Result<XmlElement>
read_xml(std::string_view text)
{
  if (text.size() > k_largest) {
    return fail(Failure::unexpected, "not XML that is read: more than 1 MiB");
  }
  return Reader{}.read(text);
}

std::string
xml_escaped(std::string_view text)
{
  std::string escaped;
  for (const char c : text) {
    const auto known =
        std::ranges::find(k_entities, c, &std::pair<std::string_view, char>::second);
    if (known == k_entities.end()) {
      escaped += c;
    } else {
      escaped += fmt::format("&{};", known->first);
    }
  }
  return escaped;
}

} // namespace klausur::jitsi
