#pragma once

#include "connectors/format/json_stream.hpp"
#include "plugin/report/groups.hpp"
#include "plugin/report/words.hpp"

#include <string>
#include <string_view>

namespace klausur {

/// What the files of the HTML report share: where the page goes and its language. Everything
/// that does not come from this program's own words goes through escaped().
class HtmlWriter
{
public:
  HtmlWriter(Language language, const Zone& zone, const TextSink& sink)
      : m_language{language}, m_zone{zone}, m_sink{sink}
  {
  }

  [[nodiscard]] Language language() const { return m_language; }
  [[nodiscard]] bool german() const { return m_language == Language::de; }
  [[nodiscard]] std::string say(Phrase phrase) const;
  [[nodiscard]] std::string say(const Text& text) const;
  [[nodiscard]] std::string say(const Shared<Text>& text) const { return say(*text); }
  [[nodiscard]] std::string either(std::string_view en, std::string_view de) const
  {
    return say(Phrase{en, de});
  }
  [[nodiscard]] std::string moment(Time time) const
  {
    return moment_in(time, m_language, m_zone);
  }
  [[nodiscard]] std::string day(Time time) const { return day_in(time, m_language, m_zone); }
  void add(std::string_view html) { m_sink(html); }

private:
  Language m_language;
  Zone m_zone;
  const TextSink& m_sink;
};

/// Safe as content and in a quoted attribute, and shown as it is: see printable().
[[nodiscard]] std::string escaped(std::string_view text);

/// A technical name or value, set apart from the direction of the text around it.
[[nodiscard]] std::string code(std::string_view text);

/// The JSON of a value, whole; a very long one folds.
[[nodiscard]] std::string value_html(const HtmlWriter& page, const Shared<Json>& given);

/// The beginning of a value, for one line.
[[nodiscard]] std::string short_value(const HtmlWriter& page, const Shared<Json>& given);

/// Shape and word.
[[nodiscard]] std::string light_html(const HtmlWriter& page, Light light);
[[nodiscard]] std::string part_html(const HtmlWriter& page, Part part);

/// "not verified", for facts that nobody has confirmed yet; empty when somebody has.
[[nodiscard]] std::string verified_mark(const HtmlWriter& page, bool verified);

/// `<section>` of one tenant; `number` makes its ids unique in the page.
void write_tenant(HtmlWriter& page, const TenantReport& tenant, std::size_t number);

/// Everything about the findings of one tenant.
void write_findings(HtmlWriter& page, const TenantReport& tenant);

/// A control's light shapes and status signs, to be placed once at the top of the body.
[[nodiscard]] std::string_view html_shapes();
[[nodiscard]] std::string_view html_style();

} // namespace klausur
