#include "plugin/report/text_report.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace klausur {

namespace {

constexpr std::array<Phrase, 4> k_signs{
    {{"GREEN", "GRÜN"}, {"YELLOW", "GELB"}, {"RED", "ROT"}, {"GREY", "GRAU"}}};

std::string_view
colour_of(Light light)
{
  return light == Light::red      ? "1;31"
         : light == Light::yellow ? "1;33"
         : light == Light::green  ? "1;32"
                                  : TextReport::k_bold;
}

/// The first names of a list, and how many there are beside them.
std::string
some_of(std::span<const std::string_view> names, Language language)
{
  constexpr std::size_t most = 8;
  const auto shown = names.first(std::min(names.size(), most));
  const auto more = names.size() - shown.size();
  return fmt::format(
      "{}{}", fmt::join(shown, ", "),
      more == 0
          ? ""
          : fmt::format(fmt::runtime(Phrase{" and {} more", " und {} weitere"}.in(language)),
                        more));
}

} // namespace

void
TextReport::item(std::size_t indent, std::string_view mark, std::string_view text)
{
  const std::size_t inner = indent + columns_of(mark) + 1;
  m_out +=
      fmt::format("{:{}}{} {}\n", "", indent, mark, wrapped(printable(text), inner, m_width));
}

void
TextReport::begin()
{
  const std::string title = fmt::format("Klausur {}: {}", m_run.version, say(words::title));
  m_out = painted(wrapped(printable(title), 0, m_width), k_bold);
  m_out += "\n";
  paragraph(0, fmt::format("{}, {} {}, {}", moment_in(m_run.at, m_language, m_run.zone),
                           either("run", "Lauf"), m_run.id, m_run.policies));
  if (!m_run.journal_head.empty()) {
    paragraph(0, fmt::format("{} {}", either("journal", "Journal"), m_run.journal_head));
  }
  hand_over();
}

void
TextReport::verdict(const TenantReport& tenant)
{
  const std::string sign =
      fmt::format("[{}{}]", say(k_signs.at(static_cast<std::size_t>(tenant.light))),
                  tenant.asterisk ? "*" : "");
  const std::string name = wrapped(printable(tenant.name), columns_of(sign) + 1, m_width);
  m_out +=
      fmt::format("\n{} {}\n", painted(sign, colour_of(tenant.light)), painted(name, k_bold));
  std::string product = tenant.vendor;
  if (!tenant.version.empty()) {
    product += fmt::format(", {} {}", say(words::version), tenant.version);
  }
  if (tenant.exposure.variant != nullptr) {
    product += ", " + say(tenant.exposure.variant->title);
  }
  paragraph(2, product);
  paragraph(2, say(tenant.reason));
  if (!tenant.outlook.empty()) {
    paragraph(2, say(tenant.outlook));
  }
  if (tenant.last_settled) {
    paragraph(2, fmt::format("{}: {}, {}", say(words::last_settled),
                             say(word_for(tenant.last_settled->light)),
                             day_in(tenant.last_settled->at, m_language, m_run.zone)));
  }
  if (tenant.asterisk) {
    item(2, "*", say(words::asterisk));
  }
  if (tenant.insecure) {
    item(2, "!", say(words::insecure));
  }
}

void
TextReport::tenant(const TenantReport& tenant)
{
  m_is_empty = false;
  verdict(tenant);
  figures(tenant);
  points(tenant);
  part(tenant, Part::open);
  part(tenant, Part::waived);
  obstacles(tenant, Part::error);
  obstacles(tenant, Part::unknown);
  if (m_verbose) {
    part(tenant, Part::met);
    part(tenant, Part::not_applicable);
  }
  gaps(tenant);
  m_out += fmt::format("\n  {}: {}   {}: {}\n", say(title_of(Part::met)),
                       count_of(tenant, Part::met), say(title_of(Part::not_applicable)),
                       count_of(tenant, Part::not_applicable));
  next_steps(tenant);
  hand_over();
}

void
TextReport::figures(const TenantReport& tenant)
{
  const std::string score =
      tenant.score
          ? fmt::format("{} {} 100", number_in(*tenant.score, m_language), say(words::of))
          : say(words::not_rated);
  paragraph(2, fmt::format("{}: {}; {}: {}; {}: {} %", say(words::exposure),
                           exposure_in(tenant.exposure, m_language), say(words::score), score,
                           say(words::coverage), number_in(tenant.coverage, m_language)));
}

void
TextReport::points(const TenantReport& tenant)
{
  heading(say(words::points));
  for (const auto& [point, rated] : tenant.points) {
    const Light light = rated.light;
    std::string counts = rated.settled()
                             ? ""
                             : fmt::format(" ({}: {})", say(words::not_settled),
                                           both_in(rated.proven, rated.at_worst, m_language));
    std::string_view separator = " - ";
    for (const Part part : {Part::open, Part::waived, Part::error, Part::unknown}) {
      if (const std::size_t count = count_of(tenant, part, point); count > 0) {
        counts +=
            fmt::format("{}{}: {}", std::exchange(separator, "; "), say(title_of(part)), count);
      }
    }
    const std::string word = say(word_for(light));
    const std::string padding(8 - std::min<std::size_t>(columns_of(word), 8), ' ');
    m_out +=
        fmt::format("    {}{} {}  ", painted(word, colour_of(light)), padding, name_of(point));
    m_out += wrapped(say(title_of(point)) + counts, 18, m_width) + "\n";
  }
}

void
TextReport::gaps(const TenantReport& tenant)
{
  if (tenant.gaps.empty()) {
    return;
  }
  heading(fmt::format("{}: {}", say(words::not_read), tenant.gaps.size()));
  for (const auto& hole : holes_of(tenant)) {
    item(4, "-",
         fmt::format("{}: {} ({}{}{})", some_of(hole.documents, m_language), hole.gap->why,
                     say(word_for(hole.gap->kind)), hole.gap->scope.empty() ? "" : ": ",
                     hole.gap->scope));
  }
}

void
TextReport::next_steps(const TenantReport& tenant)
{
  const auto scopes = missing_scopes(tenant);
  const std::size_t writable = settable(tenant);
  if (tenant.moves.empty() && scopes.empty() && writable == 0) {
    return;
  }
  heading(say(words::next_steps));
  for (const auto& move : tenant.moves) {
    item(4, "-", say(move));
  }
  for (const auto& scope : scopes) {
    item(4, "-",
         fmt::format("{}: {}", either("Grant the permission", "Berechtigung erteilen"), scope));
  }
  if (writable > 0) {
    item(4, "-",
         fmt::format("klausur plan {}: {} {}", tenant.name,
                     either("changes that can be written:", "schreibbare Änderungen:"),
                     writable));
  }
}

void
TextReport::end()
{
  if (m_is_empty) {
    paragraph(0, say(words::no_tenants));
  }
  std::string knobs;
  for (const auto& [name, value] : knobs_of(m_run)) {
    knobs += fmt::format("{}{}={}", knobs.empty() ? "" : ", ", name, value);
  }
  m_out += "\n";
  paragraph(0, fmt::format("{}: {}", say(words::policy_knobs), knobs));
  paragraph(0, say(words::no_legal_advice));
  hand_over();
}

void
write_text_report(const RunReport& report, const TextOptions& options, const TextSink& sink)
{
  TextReport text{report, options, sink};
  text.begin();
  for (const auto& tenant : report.tenants) {
    text.tenant(tenant);
  }
  text.end();
}

} // namespace klausur
