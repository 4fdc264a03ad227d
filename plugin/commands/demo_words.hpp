#pragma once

#include "plugin/report/words.hpp"

#include <array>
#include <string_view>

namespace klausur::demo {

struct StepWords
{
  Phrase title;
  Phrase explanation;
};

/// The steps in the order in which they are shown.
enum Step { start, audit, plan, apply, verify, worse, drift, repair, back, count };

inline constexpr std::array<StepWords, count> k_steps{{
    {{"A sandbox", "Eine Sandbox"},
     {"Imitations of vendors' admin APIs listen on this machine, with the settings that they "
      "have out of the box. Nothing leaves the machine.",
      "Nachgebildete Admin-Schnittstellen von Anbietern laufen auf diesem Rechner, mit den "
      "Einstellungen ab Werk. Nichts verlässt den Rechner."}},
    {{"Audit: read, judge, rate", "Audit: lesen, prüfen, bewerten"},
     {"Each setting is read and held against the checklist. What is not seen is never called "
      "good.",
      "Jede Einstellung wird gelesen und mit der Checkliste verglichen. Was nicht einsehbar "
      "ist, gilt nie als gut."}},
    {{"Plan: what would be changed", "Plan: was geändert würde"},
     {"Nothing is written yet. One plan for each tenant is shown first, from which value to "
      "which, "
      "with its risks by name, and how the tenant then stands.",
      "Noch wird nichts geschrieben. Zuerst wird ein Plan je Mandant gezeigt, von welchem Wert "
      "auf "
      "welchen, mit seinen Risiken und dem Stand danach."}},
    {{"Apply: write, and read back", "Anwenden: schreiben und zurücklesen"},
     {"Every change is derived anew and checked before it is written; what the tenant then "
      "reports decides. Each step stands in a journal that is chained by hashes and signed.",
      "Jede Änderung wird neu hergeleitet und vor dem Schreiben geprüft; es zählt, was der "
      "Mandant "
      "danach meldet. Jeder Schritt steht in einem durch Prüfsummen verketteten und signierten "
      "Journal."}},
    {{"Verify: audit again", "Kontrolle: erneutes Audit"},
     {"The same audit once more shows what has become better, and what only a person can "
      "do or answer for.",
      "Dasselbe Audit noch einmal zeigt, was besser geworden ist und was nur ein Mensch tun "
      "oder verantworten kann."}},
    {{"Somebody changes settings by hand", "Jemand ändert Einstellungen von Hand"},
     {"Past Klausur, as it happens: in the vendor's console, in the middle of a project.",
      "An Klausur vorbei, wie es eben vorkommt: in der Konsole des Anbieters, mitten in "
      "einem Projekt."}},
    {{"Drift is noticed, and told in the chat",
      "Die Abweichung fällt auf, der Chat erfährt es"},
     {"klausur serve does this on a schedule. A chat is told once per change and not once "
      "per run.",
      "klausur serve macht das nach Zeitplan. Der Chat erfährt jede Änderung einmal, nicht "
      "bei jedem Lauf."}},
    {{"Put right again", "Wieder in Ordnung"},
     {"The same way as before: plan, apply, audit. The chat hears that it is resolved.",
      "Auf demselben Weg wie zuvor: planen, anwenden, prüfen. Der Chat erfährt, dass es "
      "behoben ist."}},
    {{"Roll one back", "Einen zurückrollen"},
     {"The way back comes from the journal, is a plan like any other, and ends where the "
      "tenant "
      "began.",
      "Der Weg zurück kommt aus dem Journal, ist ein Plan wie jeder andere und endet dort, wo "
      "der "
      "Mandant begonnen hat."}},
}};

inline constexpr Phrase k_open{"open deviations", "offene Abweichungen"};
inline constexpr Phrase k_score{"posture score", "Erfüllungsgrad"};
inline constexpr Phrase k_coverage{"coverage", "Abdeckungsgrad"};
inline constexpr Phrase k_gravest{"the gravest", "die schwersten"};
inline constexpr Phrase k_written{"written", "geschrieben"};
inline constexpr Phrase k_changes{"changes", "Änderungen"};
inline constexpr Phrase k_risks{"risks", "Risiken"};
inline constexpr Phrase k_afterwards{"as planned, the light is then",
                                     "nach Plan ist die Ampel danach"};
inline constexpr Phrase k_as_before{
    "The sandbox holds to the byte what it held before.",
    "Die Sandbox enthält Byte für Byte, was sie zuvor enthielt."};
inline constexpr Phrase k_more{"more", "weitere"};
inline constexpr Phrase k_by_hand{"to be done by hand", "von Hand zu erledigen"};
inline constexpr Phrase k_nothing{"(nothing)", "(nichts)"};
inline constexpr Phrase k_applied{
    "{} of {} changes written and confirmed by the tenant",
    "{} von {} Änderungen geschrieben und vom Mandanten bestätigt"};
inline constexpr Phrase k_journal{"The journal's chain of hashes holds.",
                                  "Die Prüfsummenkette des Journals stimmt."};
inline constexpr Phrase k_progress{"open deviations: before {}, now {}",
                                   "offene Abweichungen: vorher {}, jetzt {}"};
inline constexpr Phrase k_posted{"posted to the channel it/privacy",
                                 "in den Kanal it/privacy geschrieben"};
inline constexpr Phrase k_done{"All went as shown. Next: write a klausur.yaml for your own "
                               "tenants (see README.md), then run klausur audit.",
                               "Alles lief wie gezeigt. Als Nächstes: Schreiben Sie eine "
                               "klausur.yaml für Ihre eigenen Mandanten (siehe README.md) und "
                               "rufen Sie klausur audit auf."};

} // namespace klausur::demo
