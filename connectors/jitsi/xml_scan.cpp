#include "connectors/jitsi/xml_scan.hpp"

#include "connectors/base/encoding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace klausur::jitsi {

namespace {

constexpr std::size_t k_largest = std::size_t{1} << 20;
constexpr int k_deepest = 64;
constexpr std::size_t k_most_elements = 20'000;
constexpr std::string_view k_blanks = " \t\r\n";

constexpr std::array<std::pair<std::string_view, char>, 5> k_entities{
    {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};

class Scanner
{
public:
  explicit Scanner(std::string_view text) : m_text{text} {}

  Result<XmlElement> document()
  {
    if (auto done = skip_aside(); !done) {
      return tl::unexpected(done.error());
    }
    return element(0);
  }

private:
  [[nodiscard]] tl::unexpected<Error> refuse(std::string_view what) const
  {
    return fail(Failure::unexpected, fmt::format("not XML at byte {}: {}", m_at, what));
  }
  [[nodiscard]] bool at(std::string_view what) const
  {
    return m_text.substr(m_at).starts_with(what);
  }
  void skip_blanks()
  {
    m_at = std::min(m_text.find_first_not_of(k_blanks, m_at), m_text.size());
  }

  /// Past `end`, which has to come.
  Result<std::string_view> until(std::string_view end)
  {
    const auto found = m_text.find(end, m_at);
    if (found == std::string_view::npos) {
      return refuse(fmt::format("\"{}\" does not come", end));
    }
    const auto between = m_text.substr(m_at, found - m_at);
    m_at = found + end.size();
    return between;
  }

  /// Past blanks, comments and processing instructions.
  Result<void> skip_aside()
  {
    for (skip_blanks(); at("<?") || at("<!--"); skip_blanks()) {
      const std::string_view end = at("<?") ? "?>" : "-->";
      m_at += 2;
      if (const auto done = until(end); !done) {
        return tl::unexpected(done.error());
      }
    }
    return {};
  }

  /// A name without its prefix.
  Result<std::string> name()
  {
    const auto end = std::min(m_text.find_first_of(" \t\r\n/>=<'\"&", m_at), m_text.size());
    auto whole = m_text.substr(m_at, end - m_at);
    m_at = end;
    if (const auto colon = whole.rfind(':'); colon != std::string_view::npos) {
      whole.remove_prefix(colon + 1);
    }
    if (whole.empty()) {
      return refuse("a name is missing");
    }
    return std::string{whole};
  }

  Result<void> append_entity(std::string_view entity, std::string& text)
  {
    const auto known =
        std::ranges::find(k_entities, entity, &std::pair<std::string_view, char>::first);
    if (known != k_entities.end()) {
      text += known->second;
      return {};
    }
    const bool hexadecimal = entity.starts_with("#x");
    const auto digits =
        entity.substr(std::min<std::size_t>(hexadecimal ? 2 : 1, entity.size()));
    std::uint32_t point = 0;
    const auto got = std::from_chars(digits.data(), digits.data() + digits.size(), point,
                                     hexadecimal ? 16 : 10);
    if (!entity.starts_with('#') || got.ec != std::errc{} ||
        got.ptr != digits.data() + digits.size()) {
      return refuse("an entity that is none of XML's own");
    }
    append_utf8(text, static_cast<char32_t>(point));
    return {};
  }

  Result<std::string> decoded(std::string_view raw)
  {
    std::string text;
    for (auto amp = raw.find('&'); amp != std::string_view::npos; amp = raw.find('&')) {
      const auto end = raw.find(';', amp);
      if (end == std::string_view::npos) {
        return refuse("an entity without its semicolon");
      }
      text.append(raw.substr(0, amp));
      if (auto done = append_entity(raw.substr(amp + 1, end - amp - 1), text); !done) {
        return tl::unexpected(done.error());
      }
      raw.remove_prefix(end + 1);
    }
    text.append(raw);
    return text;
  }

  Result<void> attribute(XmlElement& element)
  {
    auto called = name();
    skip_blanks();
    if (!called || !at("=")) {
      return called ? refuse("an attribute without a value") : tl::unexpected(called.error());
    }
    ++m_at;
    skip_blanks();
    if (!at("'") && !at("\"")) {
      return refuse("an attribute's value without quotes");
    }
    const std::string_view quote = m_text.substr(m_at++, 1);
    const auto raw = until(quote);
    if (!raw) {
      return tl::unexpected(raw.error());
    }
    return decoded(*raw).map([&](std::string value) {
      element.attributes.insert_or_assign(std::move(*called), std::move(value));
    });
  }

  Result<XmlElement> element(int depth)
  {
    if (!at("<") || depth > k_deepest || ++m_elements > k_most_elements) {
      return refuse(at("<") ? "more elements than an answer holds" : "no element begins here");
    }
    ++m_at;
    auto called = name();
    if (!called) {
      return tl::unexpected(called.error());
    }
    XmlElement made{.name = std::move(*called), .attributes = {}, .text = {}, .children = {}};
    for (skip_blanks(); !at(">") && !at("/>"); skip_blanks()) {
      if (m_at >= m_text.size()) {
        return refuse("the tag does not end");
      }
      if (auto done = attribute(made); !done) {
        return tl::unexpected(done.error());
      }
    }
    const bool empty = at("/>");
    m_at += empty ? 2 : 1;
    if (!empty) {
      if (auto done = content(made, depth); !done) {
        return tl::unexpected(done.error());
      }
    }
    return made;
  }

  /// What stands between the tags, and the closing tag.
  Result<void> content(XmlElement& element, int depth)
  {
    while (true) {
      const auto end = std::min(m_text.find('<', m_at), m_text.size());
      auto text = decoded(m_text.substr(m_at, end - m_at));
      if (!text) {
        return tl::unexpected(text.error());
      }
      element.text += *text;
      m_at = end;
      if (m_at >= m_text.size()) {
        return refuse(fmt::format("<{}> does not end", element.name));
      }
      if (at("</")) {
        return close(element);
      }
      if (auto done = inner(element, depth); !done) {
        return done;
      }
    }
  }

  Result<void> close(const XmlElement& element)
  {
    m_at += 2;
    const auto called = name();
    skip_blanks();
    if (!called || *called != element.name || !at(">")) {
      return refuse(fmt::format("<{}> is closed by another tag", element.name));
    }
    ++m_at;
    return {};
  }

  /// One element, comment, instruction or CDATA section inside of an element.
  Result<void> inner(XmlElement& parent, int depth)
  {
    constexpr std::string_view k_cdata = "<![CDATA[";
    if (at(k_cdata)) {
      m_at += k_cdata.size();
      return until("]]>").map([&](std::string_view text) { parent.text += text; });
    }
    if (at("<?") || at("<!--")) {
      return skip_aside();
    }
    return element(depth + 1).map(
        [&](XmlElement child) { parent.children.push_back(std::move(child)); });
  }

  std::string_view m_text;
  std::size_t m_at = 0;
  std::size_t m_elements = 0;
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
scan_xml(std::string_view text)
{
  if (text.size() > k_largest) {
    return fail(Failure::unexpected, "not XML that is read: more than 1 MiB");
  }
  return Scanner{without_byte_order_mark(text)}.document();
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
