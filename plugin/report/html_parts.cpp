#include "plugin/report/html_parts.hpp"

#include "connectors/base/plain_text.hpp"

#include <fmt/format.h>

#include <array>

namespace klausur {

namespace {

constexpr std::size_t k_long_value = 600;
constexpr std::size_t k_beginning = 160;
constexpr std::size_t k_short_value = 36;

constexpr std::array<std::string_view, k_parts> k_signs{"fail",    "waived", "error",
                                                        "unknown", "pass",   "none"};

std::string
marked(std::string_view kind, std::string_view name, std::string_view word)
{
  return fmt::format("<span class=\"{0} {1}\"><svg aria-hidden=\"true\" focusable=\"false\">"
                     "<use href=\"#{1}\"/></svg>{2}</span>",
                     kind, name, word);
}

} // namespace

std::string
HtmlWriter::say(Phrase phrase) const
{
  return escaped(phrase.in(m_language));
}

std::string
HtmlWriter::say(const Text& text) const
{
  return escaped(text.in(m_language));
}

std::string
escaped(std::string_view text)
{
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    case '\'':
      out += "&#39;";
      break;
    default:
      out += c;
    }
  }
  return out;
}

std::string
code(std::string_view text)
{
  return fmt::format("<code translate=\"no\">{}</code>", escaped(text));
}

std::string
value_html(const HtmlWriter& page, const Shared<Json>& given)
{
  if (!given) {
    return fmt::format("<em>{}</em>", page.say(words::no_value));
  }
  const std::string text = to_text(*given);
  const std::size_t columns = columns_of(text);
  if (columns <= k_long_value) {
    return code(text);
  }
  return fmt::format("<details class=\"long\"><summary>{} … ({} {})</summary>{}</details>",
                     code(first_columns(text, k_beginning)), columns,
                     page.either("characters, show all", "Zeichen, alle anzeigen"), code(text));
}

std::string
short_value(const HtmlWriter& page, const Shared<Json>& given)
{
  if (!given) {
    return fmt::format("<em>{}</em>", page.say(words::no_value));
  }
  const std::string text = to_text(*given);
  const std::string_view shown = first_columns(text, k_short_value);
  return code(shown.size() == text.size() ? text : std::string{shown} + "…");
}

std::string
light_html(const HtmlWriter& page, Light light)
{
  return marked("light", name_of(light), page.say(word_for(light)));
}

std::string
part_html(const HtmlWriter& page, Part part)
{
  // The heading above says "not met, waived"; a card has little room.
  const std::string word =
      part == Part::waived ? page.either("Waived", "Ausgenommen") : page.say(title_of(part));
  return marked("status", k_signs.at(static_cast<std::size_t>(part)), word);
}

std::string
verified_mark(const HtmlWriter& page, bool verified)
{
  return verified
             ? ""
             : fmt::format(" <span class=\"mark\">{}</span>", page.say(words::not_verified));
}

} // namespace klausur
