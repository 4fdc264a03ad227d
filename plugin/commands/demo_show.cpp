#include "connectors/base/plain_text.hpp"
#include "plugin/commands/demo_walk.hpp"
#include "plugin/report/groups.hpp"
#include "policies/engine/gravest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace klausur {

namespace {

constexpr std::size_t k_shown = 8;          ///< Of a list that may be long.
constexpr std::size_t k_longest_value = 60; ///< Columns.
constexpr std::size_t k_widest = 100;       ///< Columns of a line.

} // namespace

std::size_t
open_in(const TenantReport& report)
{
  return static_cast<std::size_t>(std::ranges::count_if(report.findings, is_open));
}

void
DemoShow::line(std::string_view text)
{
  m_session.print(fmt::format("   {}\n", text));
}

std::size_t
DemoShow::width() const
{
  return std::min(m_session.width(), k_widest);
}

void
DemoShow::paragraph(std::string_view text)
{
  line(wrapped(text, 3, width()));
}

void
DemoShow::step(demo::Step which)
{
  const auto& words = demo::k_steps[which];
  const std::string title = fmt::format("{}. {}", which + 1, say(words.title));
  m_session.print(fmt::format("\n{}\n", painted(title, "1")));
  paragraph(say(words.explanation));
}

std::string
DemoShow::painted(std::string_view text, std::string_view code) const
{
  return m_session.colour() ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string{text};
}

std::string
DemoShow::light(Light which) const
{
  constexpr std::array codes{"32", "33", "31", "90"};
  return painted(say(word_for(which)), codes[static_cast<std::size_t>(which)]);
}

std::string
DemoShow::value(const JsonValue* given) const
{
  if (given == nullptr) {
    return say(demo::k_nothing);
  }
  const std::string text = printable(to_text(*given));
  return columns_of(text) <= k_longest_value
             ? text
             : std::string{first_columns(text, k_longest_value)} + "...";
}

void
DemoShow::tenant(const TenantReport& tenant)
{
  std::string points;
  for (const auto& [point, rated] : tenant.points) {
    points += fmt::format("  {} {}", name_of(point), light(rated.light));
  }
  const auto percent = [&](Phrase what, double number) {
    return fmt::format("{} {} %", say(what), number_in(number, m_language));
  };
  const std::string score =
      tenant.score ? percent(demo::k_score, *tenant.score)
                   : fmt::format("{} {}", say(demo::k_score), say(words::not_rated));
  line(fmt::format("{}: {}, {}, {}, {} {}", painted(tenant.name, "1"), light(tenant.light),
                   score, percent(demo::k_coverage, tenant.coverage), open_in(tenant),
                   say(demo::k_open)));
  line(points);
  paragraph(tenant.reason.in(m_language));
  paragraph(tenant.outlook.in(m_language));
}

void
DemoShow::gravest(const TenantReport& tenant)
{
  constexpr std::size_t few = 3;
  const auto groups = groups_of(tenant, Part::open);
  line(fmt::format("{}:", say(demo::k_gravest)));
  for (std::size_t i = 0; i < std::min(groups.size(), few); ++i) {
    const Finding& first = groups[i].first();
    paragraph(fmt::format("  {}: {}", say(word_for(first.severity)),
                          printable(sentence_of(first, m_language))));
    if (first.observed) {
      line(fmt::format("    {} = {}", first.setting.text(), value(&*first.observed)));
    }
  }
}

void
DemoShow::plan(const ChangeSet& plan)
{
  line(fmt::format("{}: {} {}, {} {}", plan.bond.tenant, plan.changes.size(),
                   say(demo::k_changes), plan.left_out.size(), say(demo::k_by_hand)));
  for (std::size_t i = 0; i < std::min(plan.changes.size(), k_shown); ++i) {
    const PlannedChange& each = plan.changes[i];
    change("  " + each.setting.text(), each.from ? &*each.from : nullptr, &*each.to);
  }
  if (plan.changes.size() > k_shown) {
    line(fmt::format("  ... {} {}", plan.changes.size() - k_shown, say(demo::k_more)));
  }
  std::map<std::string_view, std::size_t> risks;
  for (const auto& change : plan.changes) {
    for (const auto& risk : *change.risks) {
      ++risks[name_of(risk.danger)];
    }
  }
  std::string named;
  for (const auto& [danger, count] : risks) {
    named += fmt::format("{}{} ({})", named.empty() ? "" : ", ", danger, count);
  }
  if (!named.empty()) {
    line(fmt::format("{}: {}", say(demo::k_risks), named));
  }
  if (const auto then = light_named(plan.outlook.light)) {
    line(fmt::format("{} {}, {} {}", say(demo::k_afterwards), light(*then), plan.outlook.open,
                     say(demo::k_open)));
  }
}

void
DemoShow::outcome(std::string_view tenant, const ApplyReport& done)
{
  for (std::size_t i = 0; i < done.results.size(); ++i) {
    const ChangeResult& each = done.results[i];
    if (!is_done(each.outcome)) {
      line(fmt::format("{}: {}: {}", name_of(each.outcome), done.set.changes[i].setting.text(),
                       each.why));
    }
  }
  const auto applied =
      std::ranges::count(done.results, Outcome::applied, &ChangeResult::outcome);
  line(fmt::format(
      "{}: {}", tenant,
      fmt::format(fmt::runtime(say(demo::k_applied)), applied, done.results.size())));
}

void
DemoShow::change(std::string_view setting, const JsonValue* before, const JsonValue* after)
{
  line(fmt::format("{}: {} -> {}", setting, value(before), value(after)));
}

void
DemoShow::progress(std::size_t before, std::size_t now)
{
  line(fmt::format(fmt::runtime(say(demo::k_progress)), before, now));
}

void
DemoShow::quoted(std::string_view text)
{
  constexpr std::string_view margin = "\n   | ";
  std::string block = wrapped(text, 0, width() - margin.size());
  for (std::size_t at = 0; (at = block.find('\n', at)) != std::string::npos;
       at += margin.size()) {
    block.replace(at, 1, margin);
  }
  line("| " + block);
}

void
DemoShow::message(const JsonValue& attachment)
{
  quoted(printable(member_text(attachment, "title")));
  std::string_view text = member_text(attachment, "text");
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (end > 0) {
      quoted(printable(text.substr(0, end)));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

} // namespace klausur
