#pragma once

#include "policies/engine/finding.hpp"

#include <string>
#include <string_view>

namespace klausur {

/// One expression in both languages; the terms are those of the glossary.
struct Phrase
{
  std::string_view en;
  std::string_view de;

  [[nodiscard]] constexpr std::string_view in(Language language) const
  {
    return language == Language::de ? de : en;
  }
};

/// What every form of the report calls by the same name.
namespace words {

inline constexpr Phrase title{"Data-protection report", "Datenschutzbericht"};
inline constexpr Phrase tenant{"Tenant", "Mandant"};
inline constexpr Phrase light{"Light", "Ampel"};
inline constexpr Phrase points{"Points", "Prüfpunkte"};
inline constexpr Phrase exposure{"Exposure", "Grundrisiko"};
inline constexpr Phrase score{"Posture score", "Erfüllungsgrad"};
inline constexpr Phrase not_rated{"not rated", "nicht bewertet"};
inline constexpr Phrase not_settled{"not settled", "nicht gesichert"};
inline constexpr Phrase proven{"proven", "erwiesen"};
inline constexpr Phrase at_worst{"at worst", "im schlechtesten Fall"};
inline constexpr Phrase last_settled{"Last settled light", "Zuletzt gesicherte Ampel"};
inline constexpr Phrase coverage{"Coverage", "Abdeckungsgrad"};
inline constexpr Phrase of{"of", "von"};
inline constexpr Phrase moves{"What moves the light", "Was die Ampel bewegt"};
inline constexpr Phrase not_read{"Not read", "Nicht gelesen"};
inline constexpr Phrase observed{"Observed", "Istwert"};
inline constexpr Phrase expected{"Expected", "Sollwert"};
inline constexpr Phrase setting{"Setting", "Einstellung"};
inline constexpr Phrase scope{"Scope", "Geltungsbereich"};
inline constexpr Phrase read{"Read", "Gelesen"};
inline constexpr Phrase why{"Why", "Warum"};
inline constexpr Phrase note{"Note", "Hinweis"};
inline constexpr Phrase reason{"Reason", "Begründung"};
inline constexpr Phrase control{"Control", "Maßnahme"};
inline constexpr Phrase findings{"Findings", "Befunde"};
inline constexpr Phrase law{"Law", "Recht"};
inline constexpr Phrase benchmarks{"Benchmarks", "Benchmarks"};
inline constexpr Phrase remedy{"Remedy", "Behebung"};
inline constexpr Phrase impact{"Impact", "Auswirkung"};
inline constexpr Phrase waiver{"Waiver", "Ausnahme"};
inline constexpr Phrase one_person{"one person decided", "eine Person hat entschieden"};
inline constexpr Phrase waived{"waived", "ausgenommen"};
inline constexpr Phrase source{"Source", "Quelle"};
inline constexpr Phrase severity{"Severity", "Schweregrad"};
inline constexpr Phrase version{"version", "Version"};
inline constexpr Phrase not_verified{"not verified", "nicht geprüft"};
inline constexpr Phrase no_value{"no value seen", "kein Wert einsehbar"};
inline constexpr Phrase not_known{"not known", "nicht bekannt"};
inline constexpr Phrase missing_permission{"Missing permission", "Fehlende Berechtigung"};
inline constexpr Phrase set_to{"set to", "setzen auf"};
inline constexpr Phrase lock_by{"lock by", "sperren mit"};
inline constexpr Phrase no_remedy{"none on record", "keine hinterlegt"};
inline constexpr Phrase next_steps{"Next steps", "Nächste Schritte"};
inline constexpr Phrase until{"until", "bis"};
inline constexpr Phrase by{"by", "durch"};
inline constexpr Phrase policy_knobs{"Policy knobs", "Bewertungsvorgaben"};
inline constexpr Phrase no_tenants{"This run holds no tenant.",
                                   "Dieser Lauf enthält keinen Mandanten."};
inline constexpr Phrase insecure{
    "Read with insecure: true: credentials and settings may go over http://, where everybody "
    "on "
    "the way can read them.",
    "Gelesen mit insecure: true: Zugangsdaten und Einstellungen können über http:// gehen, wo "
    "jeder auf dem Weg sie lesen kann."};
inline constexpr Phrase asterisk{"The light counts waived deviations as closed.",
                                 "Die Ampel zählt ausgenommene Abweichungen als geschlossen."};
inline constexpr Phrase no_gaps{"Everything that was asked for could be read.",
                                "Alles Angefragte konnte gelesen werden."};
inline constexpr Phrase no_legal_advice{
    "This report is evidence against a stated catalogue and no legal advice; your "
    "data-protection officer or lawyer decides.",
    "Dieser Bericht ist ein Nachweis gegenüber einem benannten Katalog und keine "
    "Rechtsberatung; es entscheiden Ihre Datenschutzbeauftragten oder Ihr Rechtsbeistand."};

} // namespace words

[[nodiscard]] Phrase word_for(Light light);
[[nodiscard]] Phrase meaning_of(Light light);
[[nodiscard]] Phrase word_for(Severity severity);
[[nodiscard]] Phrase word_for(Relation relation);
[[nodiscard]] Phrase word_for(Failure kind);
/// `low`, `medium`, `high`; another band comes back as it is.
[[nodiscard]] std::string band_in(std::string_view band, Language language);
/// `J` gives "Control and jurisdiction"; an unknown name comes back as it is.
[[nodiscard]] std::string factor_title(std::string_view name, Language language);

/// `proven green, at worst red`
[[nodiscard]] std::string both_in(Light proven, Light at_worst, Language language);
/// `6 of 14 (medium)`; where it could not be told, from which to which.
[[nodiscard]] std::string exposure_in(const Exposure& exposure, Language language);

/// One decimal: `71.4`, in German `71,4`.
[[nodiscard]] std::string number_in(double number, Language language);
/// `2026-11-24, 09:00 UTC`, in German `24.11.2026, 09:00 Uhr (UTC)`
/// By the clock of the zone, which is named: `2026-11-24, 10:00 CET`.
[[nodiscard]] std::string moment_in(Time time, Language language, const Zone& zone);
[[nodiscard]] std::string day_in(Time time, Language language, const Zone& zone);
/// The law's usual name in that language: `GDPR 5(1)(f)`, in German `DSGVO 5(1)(f)`.
[[nodiscard]] std::string law_in(std::string_view at, Language language);

/// What an expectation asks for: `at most 30`, `one of "a", "b"`, `not empty`; the JSON where
/// words would be no clearer.
[[nodiscard]] std::string expectation_in(const JsonValue& expected, Language language);

} // namespace klausur
