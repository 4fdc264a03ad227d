#include "plugin/report/html_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

constexpr int k_most_exposure = 14;

/// Both colours beside a light that is not settled.
std::string
unsettled(const HtmlWriter& page, Light proven, Light at_worst)
{
  return fmt::format(" <span class=\"aside\">{}: {}</span>", page.say(words::not_settled),
                     escaped(both_in(proven, at_worst, page.language())));
}

void
heading(HtmlWriter& page, const TenantReport& tenant, std::size_t number)
{
  std::string facts = fmt::format("<li>{}</li>", escaped(tenant.vendor));
  if (tenant.exposure.variant != nullptr) {
    facts += fmt::format("<li>{}</li>", page.say(tenant.exposure.variant->title));
  }
  if (!tenant.version.empty()) {
    facts += fmt::format("<li>{} {}</li>", page.say(words::version), escaped(tenant.version));
  }
  facts += fmt::format("<li>{} <time datetime=\"{}\">{}</time></li>", page.say(words::read),
                       to_text(tenant.taken_at), page.moment(tenant.taken_at));
  page.add(fmt::format("<header class=\"verdict {}\">\n<h2 id=\"tenant-{}\">{}</h2>\n"
                       "<p class=\"overall\">{}{}{}</p>\n<p class=\"reason\">{}</p>\n",
                       name_of(tenant.light), number, escaped(tenant.name),
                       light_html(page, tenant.light), tenant.asterisk ? "*" : "",
                       tenant.settled ? "" : unsettled(page, tenant.proven, tenant.at_worst),
                       page.say(tenant.reason)));
  if (!tenant.outlook.empty()) {
    page.add(fmt::format("<p class=\"outlook\">{}</p>\n", page.say(tenant.outlook)));
  }
  if (tenant.last_settled) {
    page.add(fmt::format("<p class=\"aside\">{}: {}, <time datetime=\"{}\">{}</time></p>\n",
                         page.say(words::last_settled),
                         light_html(page, tenant.last_settled->light),
                         to_text(tenant.last_settled->at), page.day(tenant.last_settled->at)));
  }
  if (tenant.asterisk) {
    page.add(fmt::format("<p class=\"aside\">* {}</p>\n", page.say(words::asterisk)));
  }
  if (tenant.insecure) {
    page.add(fmt::format("<p class=\"aside\">! {}</p>\n", page.say(words::insecure)));
  }
  page.add(fmt::format("<ul class=\"inline aside\">{}</ul>\n</header>\n", facts));
}

/// A figure with a bar that repeats it for the eye.
std::string
figure(std::string_view label, std::string_view number, std::string_view unit, double share)
{
  return fmt::format("<div><dt>{}</dt><dd><b>{}</b> {}<svg class=\"bar\" viewBox=\"0 0 100 4\" "
                     "preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">"
                     "<rect class=\"track\" width=\"100\" height=\"4\"/>"
                     "<rect class=\"share\" width=\"{:.1f}\" height=\"4\"/></svg></dd></div>\n",
                     label, number, unit, std::clamp(share, 0.0, 100.0));
}

void
figures(HtmlWriter& page, const TenantReport& tenant)
{
  const Exposure& exposure = tenant.exposure;
  const std::string of = page.say(words::of);
  page.add("<dl class=\"figures\">\n");
  if (exposure.variant == nullptr) {
    page.add(figure(page.say(words::exposure), "–",
                    escaped(exposure_in(exposure, page.language())), 0));
  } else {
    page.add(figure(page.say(words::exposure), std::to_string(exposure.total),
                    fmt::format("{} {} ({})", of, k_most_exposure,
                                escaped(band_in(exposure.band, page.language()))),
                    100.0 * exposure.total / k_most_exposure));
  }
  page.add(tenant.score
               ? figure(page.say(words::score), number_in(*tenant.score, page.language()),
                        of + " 100", *tenant.score)
               : figure(page.say(words::score), "–", page.say(words::not_rated), 0));
  page.add(figure(page.say(words::coverage), number_in(tenant.coverage, page.language()), "%",
                  tenant.coverage));
  page.add("</dl>\n");
}

/// "3 not met, 1 unknown" in words, so that no number stands alone.
std::string
counts(const HtmlWriter& page, const TenantReport& tenant, Point point)
{
  std::string html;
  for (std::size_t i = 0; i < k_parts; ++i) {
    const auto part = static_cast<Part>(i);
    if (const std::size_t count = count_of(tenant, part, point); count > 0) {
      html += fmt::format("<li{}>{}: {}</li>", part == Part::open ? " class=\"open\"" : "",
                          page.say(title_of(part)), count);
    }
  }
  return html.empty() ? "–" : "<ul class=\"inline\">" + html + "</ul>";
}

void
points(HtmlWriter& page, const TenantReport& tenant)
{
  page.add(fmt::format(
      "<h3>{}</h3>\n<table class=\"points\"><caption><span>{}</span></caption><thead><tr>"
      "<th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
      "<th scope=\"col\">{}</th></tr></thead><tbody>\n",
      page.say(words::points),
      page.either("The light of each point, and its findings",
                  "Die Ampel jedes Prüfpunkts und seine Befunde"),
      page.either("Point", "Prüfpunkt"), page.say(words::light), page.say(words::findings)));
  for (const auto& [point, rated] : tenant.points) {
    const std::string doubt =
        rated.settled() ? "" : unsettled(page, rated.proven, rated.at_worst);
    page.add(fmt::format("<tr><th scope=\"row\"><b>{}</b> {}</th><td>{}</td><td>{}"
                         "<p class=\"aside\">{} {}</p></td></tr>\n",
                         name_of(point), page.say(title_of(point)),
                         light_html(page, rated.light), counts(page, tenant, point),
                         page.say(rated.reason), doubt));
  }
  page.add("</tbody></table>\n");
}

void
factors(HtmlWriter& page, const TenantReport& tenant)
{
  page.add(fmt::format("<h3>{}</h3>\n", page.say(words::exposure)));
  const Exposure& exposure = tenant.exposure;
  if (exposure.variant == nullptr) {
    page.add(fmt::format(
        "<p>{}</p>\n", page.either("The product variant could not be seen, so its exposure is "
                                   "not known.",
                                   "Die Produktvariante war nicht zu erkennen; das Grundrisiko "
                                   "ist daher nicht bekannt.")));
    return;
  }
  page.add(fmt::format(
      "<p class=\"lead\">{}</p>\n<div class=\"scroll\" role=\"group\" tabindex=\"0\" "
      "aria-label=\"{}\"><table class=\"factors\"><caption><span>{}</span></caption><thead>"
      "<tr><th scope=\"col\">{}</th><th scope=\"col\" class=\"number\">{}</th>"
      "<th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
      "<th scope=\"col\">{}</th></tr></thead><tbody>\n",
      page.either("Facts of the product and the plan that no setting can "
                  "change.",
                  "Tatsachen zu Produkt und Tarif, die keine Einstellung ändern "
                  "kann."),
      page.say(words::exposure),
      page.either("The seven factors, 0 (good) to 2", "Die sieben Faktoren, 0 (gut) bis 2"),
      page.either("Factor", "Faktor"), page.either("Value", "Wert"), page.say(words::reason),
      page.say(words::source), page.either("As of", "Stand")));
  for (const auto& factor : exposure.variant->factors) {
    const int value = shown_value(exposure, factor);
    const std::string raised =
        value == factor.value
            ? ""
            : page.either(" Counts 2 while the adequacy decision is invalid.",
                          " Zählt 2, solange der Angemessenheitsbeschluss ungültig ist.");
    page.add(
        fmt::format("<tr><th scope=\"row\"><b>{}</b> {}</th><td class=\"number\">{}</td>"
                    "<td>{}{}</td><td><span lang=\"en\">{}</span>{}</td><td>{}</td></tr>\n",
                    escaped(factor.name), escaped(factor_title(factor.name, page.language())),
                    value, page.say(factor.reason), raised, escaped(factor.source),
                    verified_mark(page, factor.verified), escaped(factor.as_of)));
  }
  page.add("</tbody></table></div>\n");
}

void
moves(HtmlWriter& page, const TenantReport& tenant)
{
  const auto scopes = missing_scopes(tenant);
  if (tenant.moves.empty() && scopes.empty()) {
    return;
  }
  page.add(fmt::format("<h3>{}</h3>\n<ul class=\"moves\">\n", page.say(words::moves)));
  for (const auto& move : tenant.moves) {
    page.add(fmt::format("<li>{}</li>\n", page.say(move)));
  }
  for (const auto& scope : scopes) {
    page.add(fmt::format("<li>{} {}</li>\n",
                         page.either("Grant the permission, so that more can be seen:",
                                     "Berechtigung erteilen, damit mehr einsehbar wird:"),
                         code(scope)));
  }
  page.add("</ul>\n");
}

void
gaps(HtmlWriter& page, const TenantReport& tenant)
{
  page.add(fmt::format("<h3>{}</h3>\n", page.say(words::not_read)));
  if (tenant.gaps.empty()) {
    page.add(fmt::format("<p>{}</p>\n", page.say(words::no_gaps)));
    return;
  }
  page.add(fmt::format(
      "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{0}\">"
      "<table><caption><span>{1}</span></caption><thead><tr><th scope=\"col\">{2}</th>"
      "<th scope=\"col\">{3}</th><th scope=\"col\">{4}</th></tr></thead>"
      "<tbody>\n",
      page.say(words::not_read),
      page.either("Documents that could not be read; nothing is concluded from "
                  "them",
                  "Dokumente, die nicht gelesen werden konnten; aus ihnen wird "
                  "nichts geschlossen"),
      page.either("Document", "Dokument"), page.say(words::why),
      page.say(words::missing_permission)));
  for (const auto& gap : tenant.gaps) {
    page.add(
        fmt::format("<tr><th scope=\"row\">{}</th><td><b>{}</b><br><span lang=\"en\">{}</span>"
                    "</td><td>{}</td></tr>\n",
                    code(gap.document), page.say(word_for(gap.kind)), escaped(gap.why),
                    gap.scope.empty() ? "–" : code(gap.scope)));
  }
  page.add("</tbody></table></div>\n");
}

} // namespace

void
write_tenant(HtmlWriter& page, const TenantReport& tenant, std::size_t number)
{
  page.add(fmt::format("<section class=\"tenant\" aria-labelledby=\"tenant-{}\">\n", number));
  heading(page, tenant, number);
  figures(page, tenant);
  points(page, tenant);
  moves(page, tenant);
  write_findings(page, tenant);
  gaps(page, tenant);
  factors(page, tenant);
  page.add("</section>\n");
}

} // namespace klausur
