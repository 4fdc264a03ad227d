#include "policies/engine/reasons.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

/// Messages are for logs and stand in one language: a German sentence quotes them.
Text
words_for_gap(const Error& error)
{
  switch (error.kind) {
  case Failure::forbidden:
    return {fmt::format("Not visible: {} Missing permission: {}.", error.what,
                        error.scope.empty() ? "not named by the vendor" : error.scope),
            fmt::format("Nicht einsehbar. Fehlende Berechtigung: {}. Meldung: „{}“",
                        error.scope.empty() ? "vom Anbieter nicht benannt" : error.scope,
                        error.what)};
  case Failure::left_out:
    return {
        fmt::format("Not looked at: {}", error.what),
        fmt::format("Nicht geprüft: Es wurde nur ein Teil gelesen. Meldung: „{}“", error.what)};
  case Failure::unsupported:
    return {fmt::format("Not available here: {}", error.what),
            fmt::format("Hier nicht verfügbar. Meldung: „{}“", error.what)};
  case Failure::unauthorised:
    return {fmt::format("The credentials were refused: {}", error.what),
            fmt::format("Die Zugangsdaten wurden abgelehnt. Meldung: „{}“", error.what)};
  default:
    return {fmt::format("Could not be read: {}", error.what),
            fmt::format("Konnte nicht gelesen werden. Meldung: „{}“", error.what)};
  }
}

} // namespace

Text
words_for(const Judgement& judgement, const Check& check, std::string_view version)
{
  switch (judgement.ground) {
  case Ground::value:
    return {};
  case Ground::by_default: {
    const std::string meaning = to_text(*check.absent_means);
    return {fmt::format("Not set; by the vendor's documentation this means {}.", meaning),
            fmt::format("Nicht gesetzt; laut Dokumentation des Anbieters bedeutet das {}.",
                        meaning)};
  }
  case Ground::silent:
    return {"The tenant does not report this setting.",
            "Der Mandant gibt über diese Einstellung keine Auskunft."};
  case Ground::not_kept:
    return {"Not kept then: when this was read, nobody looked at this setting.",
            "Damals nicht aufbewahrt: Als dies gelesen wurde, betrachtete niemand diese "
            "Einstellung."};
  case Ground::other_type:
    if (judgement.observed != nullptr) {
      if (const auto because = member_text(*judgement.observed, "because"); !because.empty()) {
        return {fmt::format("It cannot be told: {}.", because),
                fmt::format("Nicht zu erkennen. Meldung: „{}“", because)};
      }
    }
    return {"The value is of an unexpected type.", "Der Wert hat einen unerwarteten Typ."};
  case Ground::unforeseen:
    return {"A value that nobody foresaw: the vendor's specification does not name it. It is "
            "left as it is.",
            "Ein unvorhergesehener Wert: Die Spezifikation des Anbieters nennt ihn nicht. Er "
            "bleibt, wie er ist."};
  case Ground::not_in_version:
    return {fmt::format("Version {} does not have this setting; it came with {}.", version,
                        check.since),
            fmt::format("Version {} kennt diese Einstellung nicht; sie kam mit {}.", version,
                        check.since)};
  case Ground::not_read:
    return {"The document is not looked at.", "Das Dokument wird nicht betrachtet."};
  case Ground::gap:
    return words_for_gap(judgement.reading->content.error());
  case Ground::nothing_there:
    return {"There is nothing of this kind in the tenant.",
            "Im Mandanten gibt es nichts dieser Art."};
  case Ground::too_few:
    return {
        fmt::format("Fewer than {} were found, so this says nothing.", check.at_least),
        fmt::format("Es wurden weniger als {} gefunden; das sagt nichts aus.", check.at_least)};
  case Ground::condition_unmet:
    return {"Does not apply as the tenant is set up.",
            "Trifft auf die Konfiguration des Mandanten nicht zu."};
  case Ground::condition_unknown:
    return {"Whether this applies could not be seen.",
            "Ob dies zutrifft, war nicht zu erkennen."};
  case Ground::attestation:
    return {fmt::format("No API tells; a person has to attest it: {}", check.attest.en),
            fmt::format("Über keine API lesbar; bitte bestätigen Sie es: {}", check.attest.de)};
  case Ground::contradicted:
    return {fmt::format("The setting says so; what is there shows otherwise: {}.",
                        to_text(check.confirm[judgement.confirm].setting)),
            fmt::format("Die Einstellung besagt es; der Bestand zeigt das Gegenteil: {}.",
                        to_text(check.confirm[judgement.confirm].setting))};
  case Ground::unconfirmed:
    return {fmt::format("The setting says so; what is there could not be seen: {}.",
                        to_text(check.confirm[judgement.confirm].setting)),
            fmt::format("Die Einstellung besagt es; der Bestand war nicht einsehbar: {}.",
                        to_text(check.confirm[judgement.confirm].setting))};
  case Ground::not_named:
    return {"The tenant does not report whether there is anything of this kind.",
            "Der Mandant gibt nicht an, ob es etwas dieser Art gibt."};
  case Ground::locked:
    return {"Not looked at, and not needed: a lock above holds the value.",
            "Nicht geprüft und nicht nötig: Eine übergeordnete Sperre hält den Wert fest."};
  }
  return {};
}

Text
overridable_note()
{
  return {"Default only, not enforced: visitors can override this key in the address.",
          "Nur Voreinstellung, nicht erzwungen: Besucher können diesen Wert über die Adresse "
          "überschreiben."};
}

} // namespace klausur
