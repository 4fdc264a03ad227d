#include "plugin/evidence/summary.hpp"

#include "plugin/report/html_parts.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

/// Builds the page, table by table.
class Page
{
public:
  explicit Page(Language language) : m_language{language} {}

  [[nodiscard]] std::string either(std::string_view en, std::string_view de) const
  {
    return std::string{m_language == Language::de ? de : en};
  }

  void head(const std::string& title)
  {
    m_html = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{}</title>"
        "<style>body{{font:11pt sans-serif;max-width:60rem;margin:2rem auto}}table{{border-"
        "collapse:collapse;width:100%}}td,th{{border-top:1px solid #999;padding:.3em .6em .3em "
        "0;text-align:left;vertical-align:top;overflow-wrap:anywhere}}</style></head><body>\n"
        "<h1>{}</h1>\n",
        either("en", "de"), escaped(title), escaped(title));
  }

  void paragraph(const std::string& text)
  {
    m_html += fmt::format("<p>{}</p>\n", escaped(text));
  }

  void table(const std::string& title, const std::vector<std::string>& names,
             const std::vector<std::vector<std::string>>& rows)
  {
    m_html += fmt::format("<h2>{} ({})</h2>\n", escaped(title), rows.size());
    if (rows.empty()) {
      return paragraph(either("None.", "Keine."));
    }
    m_html += "<table><thead>";
    line(names, "th");
    m_html += "</thead><tbody>";
    for (const auto& each : rows) {
      line(each, "td");
    }
    m_html += "</tbody></table>\n";
  }

  [[nodiscard]] std::string done() && { return std::move(m_html) + "</body></html>\n"; }

private:
  void line(const std::vector<std::string>& cells, std::string_view tag)
  {
    m_html += "<tr>";
    for (const auto& each : cells) {
      m_html += fmt::format("<{0}>{1}</{0}>", tag, escaped(each));
    }
    m_html += "</tr>\n";
  }

  Language m_language;
  std::string m_html;
};

std::vector<std::vector<std::string>>
rows_of(const Json& list, std::initializer_list<const char*> names)
{
  std::vector<std::vector<std::string>> rows;
  for (const auto& each : list.GetArray()) {
    std::vector<std::string> row;
    for (const char* name : names) {
      row.emplace_back(member_text(each, name));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

} // namespace

std::string
summary_html(const Summary& summary, Language language)
{
  Page page{language};
  const auto title =
      fmt::format("{} {}", page.either("Evidence:", "Nachweis:"), summary.tenant);
  page.head(title);
  page.paragraph(fmt::format("{} {} {} {} (UTC).", page.either("From", "Von"),
                             to_text(summary.from), page.either("to", "bis"),
                             to_text(summary.to)));
  std::vector<std::vector<std::string>> runs;
  for (const auto& run : summary.runs) {
    runs.push_back({to_text(run.at), run.id, std::string{name_of(run.light)},
                    std::to_string(run.failed), std::to_string(run.gaps)});
  }
  page.table(page.either("Examinations", "Prüfungen"),
             {page.either("Time", "Zeit"), page.either("Run", "Lauf"),
              page.either("Light", "Ampel"), page.either("Deviations", "Abweichungen"),
              page.either("Not read", "Nicht gelesen")},
             runs);
  std::vector<std::vector<std::string>> entries;
  for (const auto& each : summary.entries) {
    entries.push_back({std::to_string(each.number), to_text(each.at), each.kind, each.body});
  }
  page.table(page.either("Journal", "Journal"),
             {page.either("Entry", "Eintrag"), page.either("Time", "Zeit"),
              page.either("Kind", "Art"), page.either("Contents", "Inhalt")},
             entries);
  page.table(page.either("Accepted deviations", "Ausnahmen"),
             {page.either("Check", "Prüfung"),
              page.either("Accepted value", "Akzeptierter Wert"),
              page.either("Reason", "Begründung"), page.either("Requested by", "Beantragt von"),
              page.either("Approved by", "Genehmigt von"), page.either("Until", "Bis")},
             rows_of(summary.waivers,
                     {"check", "accepted", "reason", "requested_by", "approved_by", "until"}));
  page.table(page.either("Attestations", "Bestätigungen"),
             {page.either("Check", "Prüfung"), page.either("Statement", "Aussage"),
              page.either("By", "Von"), page.either("Document", "Dokument"),
              page.either("Until", "Bis")},
             rows_of(summary.attestations, {"check", "statement", "by", "document", "until"}));
  page.paragraph(page.either("How to check this bundle stands in README.txt.",
                             "Wie dieser Nachweis geprüft wird, steht in README.txt."));
  return std::move(page).done();
}

} // namespace klausur
