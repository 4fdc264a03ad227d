#include "plugin/report/text_report.hpp"

namespace klausur {

namespace {

constexpr std::size_t k_places_shown = 5;
constexpr std::size_t k_hidden_shown = 10;
constexpr std::size_t k_value_columns = 240;
constexpr std::size_t k_places_at_once = 100;

std::string_view
colour_of(Severity severity)
{
  return severity == Severity::critical ? "1;31"
         : severity == Severity::high   ? "31"
                                        : TextReport::k_bold;
}

} // namespace

/// The JSON of a value; a long one is cut, and says so: JSON and HTML hold all of it.
std::string
TextReport::value(const Shared<Json>& given) const
{
  if (!given) {
    return fmt::format("({})", say(words::no_value));
  }
  const std::string text = printable(to_text(*given));
  const std::string_view shown = first_columns(text, k_value_columns);
  if (m_verbose || shown.size() == text.size()) {
    return text;
  }
  return fmt::format("{} ... ({} {})", shown, columns_of(text),
                     either("characters", "Zeichen"));
}

void
TextReport::part(const TenantReport& tenant, Part part)
{
  const std::size_t count = count_of(tenant, part);
  if (count == 0) {
    return;
  }
  heading(fmt::format("{}: {}", say(title_of(part)), count));
  for (const auto& each : groups_of(tenant, part)) {
    group(each, 4);
  }
}

void
TextReport::obstacles(const TenantReport& tenant, Part part)
{
  const std::size_t count = count_of(tenant, part);
  if (count == 0) {
    return;
  }
  heading(fmt::format("{}: {}", say(title_of(part)), count));
  auto groups = groups_of(tenant, part);
  // What was seen and not understood is shown as it was seen.
  const auto is_seen = [part](const Group& each) {
    return part == Part::error && each.first().observed.has_value();
  };
  for (const auto& each : groups) {
    if (is_seen(each)) {
      group(each, 4);
    }
  }
  std::erase_if(groups, is_seen);
  for (const auto& each : obstacles_of(std::move(groups))) {
    obstacle(each);
  }
}

/// One cause, and the gravest of what it hides.
void
TextReport::obstacle(const Obstacle& obstacle)
{
  const std::string what =
      obstacle.missing_scope.empty()
          ? say(obstacle.why)
          : fmt::format("{}: {}", say(words::missing_permission), obstacle.missing_scope);
  item(4, "?", fmt::format("{} ({})", what, obstacle.findings()));
  const std::size_t shown =
      m_verbose ? obstacle.groups.size() : std::min(obstacle.groups.size(), k_hidden_shown);
  for (std::size_t i = 0; i < shown; ++i) {
    const Group& each = obstacle.groups[i];
    const Finding& finding = each.first();
    const std::string many =
        each.findings.size() > 1 ? fmt::format(" x {}", each.findings.size()) : "";
    item(6, "-",
         fmt::format("{} [{}, {}]{}", title_of(finding, m_language),
                     say(word_for(finding.severity)), finding.id, many));
    if (m_verbose) {
      explanation(finding, 8);
    }
  }
  if (shown < obstacle.groups.size()) {
    paragraph(6, fmt::format("... {} {} (--verbose)", obstacle.groups.size() - shown,
                             either("more", "weitere")));
  }
}

void
TextReport::group(const Group& group, std::size_t indent)
{
  const Finding& first = group.first();
  const std::string severity = say(word_for(first.severity));
  const std::string title = sentence_of(first, m_language);
  m_out +=
      fmt::format("{:{}}{}  {}\n", "", indent, painted(severity, colour_of(first.severity)),
                  wrapped(printable(title), indent + columns_of(severity) + 2, m_width));
  const std::size_t shown =
      m_verbose ? group.findings.size() : std::min(group.findings.size(), k_places_shown);
  for (std::size_t i = 0; i < shown; ++i) {
    place(*group.findings[i], indent + 2, group.findings.size() > 1);
    if (i % k_places_at_once == 0) {
      hand_over();
    }
  }
  if (shown < group.findings.size()) {
    paragraph(indent + 2, fmt::format("... {} {} (--verbose)", group.findings.size() - shown,
                                      either("more", "weitere")));
  }
  explanation(first, indent + 2);
  m_out +=
      fmt::format("{:{}}{}\n", "", indent + 2,
                  painted(wrapped(printable(fmt::format("{}, {}", first.id, first.control->id)),
                                  indent + 2, m_width),
                          k_faint));
  hand_over();
}

void
TextReport::place(const Finding& finding, std::size_t indent, bool named)
{
  const bool judged = finding.status == Status::fail && finding.expected.has_value();
  const std::string setting = finding.setting.text();
  const bool tells_where = setting.starts_with(finding.scope.str()); // `boards/7#/prefs`
  if (named && (setting.empty() || !tells_where)) {
    paragraph(indent, fmt::format("{}: {}", finding.scope, setting));
  } else if (!setting.empty()) {
    paragraph(indent, setting);
  }
  if (finding.observed || judged) {
    std::string line = value(finding.observed);
    if (judged) {
      line += " -> " + expectation_in(*finding.expected, m_language);
    }
    paragraph(indent + (named ? 2 : 0), line);
  }
}

void
TextReport::explanation(const Finding& finding, std::size_t indent)
{
  const auto labelled = [&](Phrase label, const std::string& text) {
    if (!text.empty()) {
      paragraph(indent, fmt::format("{}: {}", say(label), text));
    }
  };
  if (part_of(finding) != Part::unknown || !finding.missing_scope.empty()) {
    labelled(words::why, say(finding.why));
  }
  labelled(words::note, say(finding.note));
  if (m_verbose) {
    labelled(words::reason, say(finding.control->reason));
    std::string law;
    for (const auto& each : finding.control->legal) {
      law += fmt::format("{}{}{}", law.empty() ? "" : "; ", law_in(each.at, m_language),
                         each.verified ? "" : fmt::format(" ({})", say(words::not_verified)));
    }
    labelled(words::law, law);
  }
  if (finding.waived) {
    const Waiver& waiver = *finding.waived;
    labelled(words::waiver,
             fmt::format("{} {}, {} {}: {}", say(words::until),
                         day_in(waiver.until, m_language, m_run.zone), say(words::by),
                         who_accepted(finding, m_language), waiver.reason));
  }
  if (finding.status == Status::fail) {
    remedy(finding, indent);
  }
}

void
TextReport::remedy(const Finding& finding, std::size_t indent)
{
  std::string text;
  if (finding.remedy) {
    text = fmt::format("{} {}", say(words::set_to), value(finding.remedy));
  }
  if (finding.check != nullptr) {
    const Remedy& known = finding.check->remedy;
    if (known.lock) {
      text += fmt::format("{}{} {}", text.empty() ? "" : "; ", say(words::lock_by),
                          to_text(*known.lock));
    }
    if (!known.steps.empty()) {
      text += (text.empty() ? "" : "; ") + say(known.steps);
    }
  }
  if (!text.empty()) {
    paragraph(indent, fmt::format("{}: {}", say(words::remedy), text));
  }
}

} // namespace klausur
