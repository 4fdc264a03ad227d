#include "plugin/report/html_parts.hpp"
#include "plugin/report/report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

void
head(HtmlWriter& page)
{
  page.add(fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<title>Klausur: {}</title>\n<style>{}</style>\n</head>\n<body>\n"
      "<a class=\"skip\" href=\"#content\">{}</a>\n{}\n",
      page.german() ? "de" : "en", page.say(words::title), html_style(),
      page.either("Skip to the content", "Zum Inhalt springen"), html_shapes()));
}

void
masthead(HtmlWriter& page, const RunReport& report)
{
  const auto fact = [&](std::string_view label, std::string_view html) {
    return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", label, html);
  };
  page.add(
      fmt::format("<header class=\"masthead\">\n<p class=\"brand\">Klausur</p>\n<h1>{}</h1>\n"
                  "<dl class=\"run\">{}{}{}{}{}</dl>\n</header>\n",
                  page.say(words::title),
                  fact(page.either("Written", "Erstellt"),
                       fmt::format("<time datetime=\"{}\">{}</time>", to_text(report.at),
                                   page.moment(report.at))),
                  fact(page.either("Run", "Lauf"), code(report.id)),
                  fact(page.either("Program", "Programm"),
                       fmt::format("Klausur {}", escaped(report.version))),
                  fact(page.either("Policies", "Richtlinien"), code(report.policies)),
                  report.journal_head.empty()
                      ? ""
                      : fact(page.either("Journal", "Journal"), code(report.journal_head))));
}

/// All tenants against all points.
void
overview(HtmlWriter& page, const RunReport& report)
{
  const std::string title = page.either("All tenants", "Alle Mandanten");
  page.add(fmt::format(
      "<section aria-labelledby=\"overview\">\n<h2 id=\"overview\">{0}</h2>\n"
      "<div class=\"scroll\" role=\"group\" tabindex=\"0\" "
      "aria-labelledby=\"overview\"><table class=\"matrix\"><caption><span>{1}"
      "</span></caption><thead><tr><th scope=\"col\">{2}</th><th scope=\"col\">{3}</th>",
      title,
      page.either("The light of every tenant, as a whole and in each point",
                  "Die Ampel jedes Mandanten, insgesamt und je Prüfpunkt"),
      page.say(words::tenant), page.say(words::light)));
  for (std::size_t i = 0; i < k_points; ++i) {
    const auto point = static_cast<Point>(i);
    page.add(fmt::format("<th scope=\"col\"><abbr title=\"{}\">{}</abbr></th>",
                         page.say(title_of(point)), name_of(point)));
  }
  page.add(fmt::format("<th scope=\"col\">{}</th><th scope=\"col\" class=\"number\">{}</th>"
                       "<th scope=\"col\" class=\"number\">{}</th></tr></thead><tbody>\n",
                       page.say(words::exposure), page.say(words::score),
                       page.say(words::coverage)));
  std::size_t number = 0;
  for (const auto& tenant : report.tenants) {
    page.add(fmt::format("<tr><th scope=\"row\"><a href=\"#tenant-{}\">{}</a></th>"
                         "<td class=\"whole\">{}{}</td>",
                         ++number, escaped(tenant.name), light_html(page, tenant.light),
                         tenant.asterisk ? "*" : ""));
    for (const auto& [point, rated] : tenant.points) {
      page.add(fmt::format("<td>{}</td>", light_html(page, rated.light)));
    }
    page.add(fmt::format("<td>{}</td><td class=\"number\">{}</td>"
                         "<td class=\"number\">{} %</td></tr>\n",
                         escaped(exposure_in(tenant.exposure, page.language())),
                         tenant.score ? number_in(*tenant.score, page.language())
                                      : page.say(words::not_rated),
                         number_in(tenant.coverage, page.language())));
  }
  page.add("</tbody></table></div>\n</section>\n");
}

/// Shown while a transfer of some tenant rests on the contested adequacy decision.
void
transfer_banner(HtmlWriter& page, const RunReport& report)
{
  const auto rests_on_it = [](const TenantReport& tenant) {
    return tenant.exposure.variant != nullptr &&
           std::ranges::any_of(tenant.exposure.variant->factors, [](const Factor& factor) {
             return factor.name == "J" && factor.value == 1;
           });
  };
  if (report.knobs.dpf_status == DpfStatus::contested &&
      std::ranges::any_of(report.tenants, rests_on_it)) {
    page.add(fmt::format(
        "<p class=\"banner\">{}</p>\n",
        page.either(
            "Transfers rest on the EU-US Data Privacy Framework, which is under appeal; "
            "standard contractual clauses and a transfer assessment are recommended as "
            "fallback.",
            "Die Übermittlung stützt sich auf das EU-US Data Privacy Framework, gegen das "
            "ein Rechtsmittel anhängig ist; Standardvertragsklauseln und "
            "Transfer-Folgenabschätzung werden als Rückfallebene empfohlen.")));
  }
}

void
colophon(HtmlWriter& page, const RunReport& report)
{
  page.add(fmt::format("<footer>\n<h2>{}</h2>\n<ul class=\"legend\">\n",
                       page.either("How to read this", "Lesehilfe")));
  for (const Light light : {Light::green, Light::yellow, Light::red, Light::grey}) {
    page.add(
        fmt::format("<li>{} {}</li>\n", light_html(page, light), page.say(meaning_of(light))));
  }
  page.add(fmt::format(
      "</ul>\n<p>{}</p>\n<p>{}: ",
      page.either(
          "Exposure counts what the product and plan bring along, 0 to 14. The posture "
          "score is the weighted share of what is met, coverage the share of what could "
          "be judged. A critical deviation makes its point red, a high one yellow. "
          "Silence and a missing permission are unknown, never met. Every light is computed "
          "twice: proven takes the unknown as met, at worst takes it as not met. Where both "
          "differ the light is yellow and not settled.",
          "Das Grundrisiko zählt, was Produkt und Tarif mitbringen, 0 bis 14. Der "
          "Erfüllungsgrad ist der gewichtete Anteil des Erfüllten, der Abdeckungsgrad der "
          "Anteil dessen, was bewertet werden konnte. Eine kritische Abweichung macht "
          "ihren Prüfpunkt rot, eine hohe gelb. Schweigen und eine fehlende Berechtigung "
          "gelten als unbekannt, nie als erfüllt. Jede Ampel wird zweimal berechnet: Erwiesen "
          "nimmt das Unbekannte als erfüllt an, im schlechtesten Fall als nicht erfüllt. Wo "
          "beides auseinandergeht, ist die Ampel gelb und nicht gesichert."),
      page.say(words::policy_knobs)));
  std::string knobs;
  for (const auto& [name, value] : knobs_of(report)) {
    knobs += (knobs.empty() ? "" : ", ") + code(fmt::format("{}: {}", name, value));
  }
  page.add(fmt::format(
      "{}</p>\n<p>{} {}</p>\n</footer>\n</body>\n</html>\n", knobs,
      page.either("“Not verified” stands beside references and facts that nobody has yet held "
                  "against the original.",
                  "„Nicht geprüft“ steht bei Fundstellen und Tatsachen, die noch niemand am "
                  "Original geprüft hat."),
      page.say(words::no_legal_advice)));
}

} // namespace

void
write_html_report(const RunReport& report, Language language, const TextSink& sink)
{
  HtmlWriter page{language, report.zone, sink};
  head(page);
  masthead(page, report);
  page.add("<main id=\"content\">\n");
  transfer_banner(page, report);
  if (report.tenants.empty()) {
    page.add(fmt::format("<p>{}</p>\n", page.say(words::no_tenants)));
  } else if (report.tenants.size() > 1) {
    overview(page, report);
  }
  std::size_t number = 0;
  for (const auto& tenant : report.tenants) {
    write_tenant(page, tenant, ++number);
  }
  page.add("</main>\n");
  colophon(page, report);
}

} // namespace klausur
