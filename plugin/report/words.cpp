#include "plugin/report/words.hpp"

#include "policies/engine/rate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur {

namespace {

constexpr std::array<Phrase, 4> k_lights{{
    {"green", "grün"},
    {"yellow", "gelb"},
    {"red", "rot"},
    {"grey", "grau"},
}};

constexpr std::array<Phrase, 4> k_light_meanings{{
    {"no objection against the catalogue", "unbedenklich nach dem Katalog"},
    {"usable, with points to work on", "nutzbar, mit offenen Punkten"},
    {"do not use as it is", "so nicht nutzen"},
    {"not rated: too little could be seen", "nicht bewertet: zu wenig einsehbar"},
}};

constexpr std::array<Phrase, 4> k_severities{{
    {"critical", "kritisch"},
    {"high", "hoch"},
    {"medium", "mittel"},
    {"low", "niedrig"},
}};

constexpr std::array<Phrase, 3> k_relations{{
    {"supports", "unterstützt"},
    {"partial", "teilweise"},
    {"conflicts", "widerspricht"},
}};

constexpr std::array<Phrase, 8> k_failures{{
    {"credentials refused", "Zugangsdaten abgelehnt"},
    {"permission missing", "Berechtigung fehlt"},
    {"not reachable", "nicht erreichbar"},
    {"answer not understood", "Antwort nicht verständlich"},
    {"left out on purpose", "absichtlich ausgelassen"},
    {"not offered", "nicht angeboten"},
    {"wrong input", "falsche Eingabe"},
    {"conflict", "Konflikt"},
}};
static_assert(k_failures.size() == static_cast<std::size_t>(Failure::conflict) + 1);

struct FactorRow
{
  std::string_view name;
  Phrase title;
};

constexpr std::array<FactorRow, 7> k_factors{{
    {"J", {"Control and jurisdiction", "Kontrolle und Rechtsraum"}},
    {"H", {"Data location", "Ort der Datenhaltung"}},
    {"C", {"Data-processing agreement", "Auftragsverarbeitungsvertrag"}},
    {"P", {"Provider's own purposes", "Eigene Zwecke des Anbieters"}},
    {"E", {"Provider's access to content", "Zugriff des Anbieters auf Inhalte"}},
    {"O", {"Verifiability", "Überprüfbarkeit"}},
    {"B", {"Clarity of the plan", "Eindeutigkeit des Tarifs"}},
}};

struct BandRow
{
  std::string_view name;
  Phrase title;
};

constexpr std::array<BandRow, 3> k_bands{{
    {"low", {"low", "niedrig"}},
    {"medium", {"medium", "mittel"}},
    {"high", {"high", "hoch"}},
}};

} // namespace

Phrase
word_for(Light light)
{
  return k_lights.at(static_cast<std::size_t>(light));
}

Phrase
meaning_of(Light light)
{
  return k_light_meanings.at(static_cast<std::size_t>(light));
}

Phrase
word_for(Severity severity)
{
  return k_severities.at(static_cast<std::size_t>(severity));
}

Phrase
word_for(Relation relation)
{
  return k_relations.at(static_cast<std::size_t>(relation));
}

Phrase
word_for(Failure kind)
{
  return k_failures.at(static_cast<std::size_t>(kind));
}

std::string
band_in(std::string_view band, Language language)
{
  const auto* found = std::ranges::find(k_bands, band, &BandRow::name);
  return std::string{found == k_bands.end() ? band : found->title.in(language)};
}

std::string
factor_title(std::string_view name, Language language)
{
  const auto* found = std::ranges::find(k_factors, name, &FactorRow::name);
  return std::string{found == k_factors.end() ? name : found->title.in(language)};
}

std::string
both_in(Light proven, Light at_worst, Language language)
{
  return fmt::format("{} {}, {} {}", words::proven.in(language), word_for(proven).in(language),
                     words::at_worst.in(language), word_for(at_worst).in(language));
}

std::string
exposure_in(const Exposure& exposure, Language language)
{
  constexpr int most = 14;
  const Phrase to{"to", "bis"};
  const auto of = words::of.in(language);
  if (exposure.variant != nullptr) {
    return fmt::format("{} {} {} ({})", exposure.total, of, most,
                       band_in(exposure.band, language));
  }
  const auto low = band_in(band_of(exposure.lowest), language);
  const auto high = band_in(band_of(exposure.highest), language);
  const auto bands = low == high ? low : fmt::format("{} {} {}", low, to.in(language), high);
  return fmt::format("{} {} {} {} {} ({})", exposure.lowest, to.in(language), exposure.highest,
                     of, most, bands);
}

std::string
number_in(double number, Language language)
{
  std::string text = fmt::format("{:.1f}", number);
  if (language == Language::de) {
    std::ranges::replace(text, '.', ',');
  }
  return text;
}

std::string
day_in(Time time, Language language, const Zone& zone)
{
  const auto at = zone.at(time);
  return language == Language::de ? fmt::format("{:02}.{:02}.{:04}", at.day, at.month, at.year)
                                  : fmt::format("{:04}-{:02}-{:02}", at.year, at.month, at.day);
}

std::string
moment_in(Time time, Language language, const Zone& zone)
{
  const auto at = zone.at(time);
  const auto clock = fmt::format("{:02}:{:02}", at.hour, at.minute);
  const auto day = day_in(time, language, zone);
  return language == Language::de
             ? fmt::format("{}, {} Uhr ({})", day, clock, zone.abbreviation(time))
             : fmt::format("{}, {} {}", day, clock, zone.abbreviation(time));
}

std::string
law_in(std::string_view at, Language language)
{
  constexpr std::array<Phrase, 3> laws{
      {{"GDPR", "DSGVO"}, {"AI Act", "KI-VO"}, {"ePrivacy Directive", "ePrivacy-Richtlinie"}}};
  for (const auto& law : laws) {
    if (language == Language::de && at.starts_with(law.en)) {
      return fmt::format("{}{}", law.de, at.substr(law.en.size()));
    }
  }
  return std::string{at};
}

} // namespace klausur
