#include "connectors/base/plain_text.hpp"
#include "plugin/report/html_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace klausur {

namespace {

constexpr std::size_t k_places_shown = 500; ///< A browser stumbles over more.

/// One row of what is known about a finding; nothing when there is nothing to say.
void
row(HtmlWriter& page, Phrase label, std::string_view html)
{
  if (!html.empty()) {
    page.add(fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", page.say(label), html));
  }
}

std::string
expected_html(const HtmlWriter& page, const Finding& finding)
{
  if (!finding.expected) {
    return "";
  }
  const std::string raw = to_text(*finding.expected);
  const std::string words = expectation_in(*finding.expected, page.language());
  return raw == words ? value_html(page, finding.expected)
                      : fmt::format("{} <span class=\"aside\">{}</span>", escaped(words),
                                    value_html(page, finding.expected));
}

std::string
read_html(const HtmlWriter& page, const Finding& finding)
{
  std::string html = finding.source.empty() ? "" : code(finding.source);
  if (finding.read_at) {
    html += fmt::format("{}<time datetime=\"{}\">{}</time>", html.empty() ? "" : ", ",
                        to_text(*finding.read_at), page.moment(*finding.read_at));
  }
  return html;
}

std::string
law_html(const HtmlWriter& page, const Control& control)
{
  std::string html;
  for (const auto& each : control.legal) {
    html += fmt::format("<li>{}{}</li>", escaped(law_in(each.at, page.language())),
                        verified_mark(page, each.verified));
  }
  return html.empty() ? "" : "<ul class=\"inline\">" + html + "</ul>";
}

/// Agreement and conflict; a benchmark that asks for the opposite says so in words.
std::string
benchmarks_html(const HtmlWriter& page, const Finding& finding)
{
  std::string html;
  const auto add = [&](const std::vector<BenchmarkReference>& list) {
    for (const auto& each : list) {
      const bool conflict = each.relation == Relation::conflicts;
      html += fmt::format("<li class=\"{}\"><strong>{}</strong> {} {}{}</li>",
                          name_of(each.relation), page.say(word_for(each.relation)),
                          escaped(each.benchmark), escaped(each.id),
                          conflict ? page.either(": asks for the opposite or works against it",
                                                 ": verlangt das Gegenteil oder wirkt dagegen")
                                   : "");
    }
  };
  add(finding.control->benchmarks);
  if (finding.check != nullptr) {
    add(finding.check->benchmarks);
  }
  return html.empty() ? "" : "<ul class=\"relations\">" + html + "</ul>";
}

std::string
remedy_html(const HtmlWriter& page, const Finding& finding)
{
  std::string html;
  if (finding.remedy) {
    html +=
        fmt::format("<p>{} {}</p>", page.say(words::set_to), value_html(page, finding.remedy));
  }
  if (finding.check == nullptr) {
    return html;
  }
  const Remedy& remedy = finding.check->remedy;
  if (remedy.lock) {
    html += fmt::format("<p>{} {}</p>", page.say(words::lock_by), code(to_text(*remedy.lock)));
  }
  if (!remedy.steps.empty()) {
    html += fmt::format("<p>{}</p>", page.say(remedy.steps));
  }
  return html.empty() ? page.say(words::no_remedy) : html;
}

std::string
waiver_html(const HtmlWriter& page, const Finding& finding)
{
  const Waiver& waiver = *finding.waived;
  return fmt::format("<p>{}</p><p>{} {}, {} {}. {} {}</p>", escaped(waiver.reason),
                     page.say(words::until), page.day(waiver.until), page.say(words::by),
                     escaped(who_accepted(finding, page.language())),
                     page.either("Accepted value:", "Akzeptierter Wert:"),
                     code(to_text(waiver.accepted)));
}

/// Where one finding was seen: address, raw value, how and when read.
void
single_place(HtmlWriter& page, const Finding& finding)
{
  if (!finding.setting.empty() || finding.observed) {
    row(page, words::observed, value_html(page, finding.observed));
  }
  row(page, words::expected, expected_html(page, finding));
  row(page, words::setting, finding.setting.empty() ? "" : code(finding.setting.text()));
  row(page, words::scope, finding.scope.empty() ? "" : code(finding.scope));
  row(page, words::read, read_html(page, finding));
}

void
many_places(HtmlWriter& page, const Group& group)
{
  row(page, words::expected, expected_html(page, group.first()));
  page.add(fmt::format("</dl>\n<div class=\"scroll\" role=\"group\" tabindex=\"0\" "
                       "aria-label=\"{0}: {1}\"><table class=\"places\"><caption><span>{0}: "
                       "{1}</span></caption><thead><tr>"
                       "<th scope=\"col\">{2}</th><th scope=\"col\">{3}</th>"
                       "<th scope=\"col\">{4}</th><th scope=\"col\">{5}</th></tr></thead>"
                       "<tbody>\n",
                       page.either("Places", "Fundstellen"), group.findings.size(),
                       page.say(words::scope), page.say(words::observed),
                       page.say(words::setting), page.say(words::read)));
  const std::size_t shown = std::min(group.findings.size(), k_places_shown);
  for (const Finding* each : std::span{group.findings}.first(shown)) {
    page.add(fmt::format(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>\n",
        code(each->scope), value_html(page, each->observed),
        each->setting.empty() ? "" : code(each->setting.text()), read_html(page, *each)));
  }
  page.add("</tbody></table></div>\n");
  if (shown < group.findings.size()) {
    page.add(fmt::format("<p class=\"aside\">{} {}</p>\n", group.findings.size() - shown,
                         page.either("more places; the JSON report lists all of them: "
                                     "klausur audit --format json",
                                     "weitere Fundstellen; alle stehen im JSON-Bericht: "
                                     "klausur audit --format json")));
  }
  page.add("<dl class=\"facts\">\n");
}

void
body(HtmlWriter& page, const Group& group)
{
  const Finding& finding = group.first();
  page.add("<dl class=\"facts\">\n");
  if (group.findings.size() == 1) {
    single_place(page, finding);
  } else {
    many_places(page, group);
  }
  row(page, words::why, page.say(finding.why));
  row(page, words::missing_permission,
      finding.missing_scope.empty() ? "" : code(finding.missing_scope));
  row(page, words::note, page.say(finding.note));
  if (finding.waived) {
    row(page, words::waiver, waiver_html(page, finding));
  }
  const Part part = part_of(finding);
  if (part != Part::met && part != Part::not_applicable) {
    row(page, words::remedy, remedy_html(page, finding));
    if (finding.check != nullptr) {
      row(page, words::impact, page.say(finding.check->impact));
    }
  }
  const Control& control = *finding.control;
  row(page, words::control, fmt::format("{} {}", code(control.id), page.say(control.title)));
  row(page, words::reason, page.say(control.reason));
  row(page, words::law, law_html(page, control));
  row(page, words::benchmarks, benchmarks_html(page, finding));
  if (finding.check != nullptr && !finding.check->source.text.empty()) {
    row(page, words::source,
        fmt::format("<span lang=\"en\">{}</span>{}", escaped(finding.check->source.text),
                    verified_mark(page, finding.check->source.verified)));
  }
  page.add("</dl>\n");
}

/// What the closed card already tells: the value, and what it should be.
std::string
brief(const HtmlWriter& page, const Group& group)
{
  const Finding& finding = group.first();
  if (group.findings.size() > 1) {
    return fmt::format("{} {}", group.findings.size(), page.either("places", "Fundstellen"));
  }
  if (finding.setting.empty() && !finding.observed) {
    return "";
  }
  std::string html = short_value(page, finding.observed);
  if (finding.status == Status::fail && finding.expected) {
    const std::string words = expectation_in(*finding.expected, page.language());
    const std::string_view start = first_columns(words, 36);
    html +=
        fmt::format(" <span aria-hidden=\"true\">→</span><span class=\"unseen\">{}</span> {}",
                    page.either("should be", "soll sein"),
                    code(start.size() == words.size() ? words : std::string{start} + "…"));
  }
  return html;
}

void
card(HtmlWriter& page, const Group& group, bool open)
{
  const Finding& finding = group.first();
  const Part part = part_of(finding);
  page.add(fmt::format(
      "<details class=\"finding {}\"{}>\n<summary>{} <span class=\"severity {}\">"
      "{}</span> <span class=\"what\">{}</span> <span class=\"brief\">{}</span> "
      "<span class=\"id\">{}</span></summary>\n",
      name_of(finding.severity), open ? " open" : "", part_html(page, part),
      name_of(finding.severity), page.say(word_for(finding.severity)),
      escaped(sentence_of(finding, page.language())), brief(page, group), code(finding.id)));
  body(page, group);
  page.add("</details>\n");
}

void
unknown_part(HtmlWriter& page, std::vector<Group> groups)
{
  for (const auto& obstacle : obstacles_of(std::move(groups))) {
    const std::string what = obstacle.missing_scope.empty()
                                 ? page.say(obstacle.why)
                                 : fmt::format("{}: {}", page.say(words::missing_permission),
                                               code(obstacle.missing_scope));
    page.add(fmt::format("<h5>{} <span class=\"count\">{}</span></h5>\n",
                         what.empty() ? page.say(words::not_known) : what,
                         obstacle.findings()));
    for (const auto& each : obstacle.groups) {
      card(page, each, false);
    }
  }
}

} // namespace

void
write_findings(HtmlWriter& page, const TenantReport& tenant)
{
  page.add(fmt::format("<h3>{}</h3>\n", page.say(words::findings)));
  if (tenant.findings.empty()) {
    page.add(fmt::format("<p>{}</p>\n", page.either("This report shows no finding.",
                                                    "Dieser Bericht zeigt keinen Befund.")));
  }
  for (std::size_t i = 0; i < k_parts; ++i) {
    const auto part = static_cast<Part>(i);
    auto groups = groups_of(tenant, part);
    if (groups.empty()) {
      continue;
    }
    page.add(fmt::format("<h4>{} <span class=\"count\">{}</span></h4>\n",
                         page.say(title_of(part)), count_of(tenant, part)));
    if (part == Part::unknown) {
      unknown_part(page, std::move(groups));
      continue;
    }
    for (const auto& each : groups) {
      card(page, each, part != Part::met && part != Part::not_applicable);
    }
  }
}

} // namespace klausur
