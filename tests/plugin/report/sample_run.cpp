#include "tests/plugin/report/sample_run.hpp"

#include "tests/plugin/report/sample_parts.hpp"

#include <utility>

namespace klausur::sample {

const std::string k_hostile =
    "</code><script>alert(1)</script>&\"'\n\x1b[31m\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\xe2\x80\xae"
    "txt.exe \xff\xfe<img src=https://example.org/x>";

namespace {

void
fill_controls(SampleRun& run)
{
  control(run, "DP-ENC-05", Point::ENC, Severity::high,
          {"Meetings and rooms are protected against uninvited access",
           "Besprechungen sind gegen ungebetene Teilnahme geschützt"},
          {"Encryption is pointless if strangers can simply join.",
           "Verschlüsselung nützt nichts, wenn Fremde einfach beitreten können."});
  Control& recording =
      control(run, "DP-CON-02", Point::CON, Severity::critical,
              {"Automatic recording is off", "Automatische Aufzeichnung ist ausgeschaltet"},
              {"Recording by default takes the decision away from those concerned.",
               "Eine Aufzeichnung als Voreinstellung nimmt den Betroffenen die Entscheidung."});
  recording.legal.push_back({"StGB 201", false});
  recording.benchmarks = {{"SCuBA MS.TEAMS", "1.7v2", Relation::supports},
                          {"CIS Zoom v1.0.0", "1.2.4.1", Relation::conflicts}};
  Control& deletion = control(run, "DP-RET-01", Point::RET, Severity::high,
                              {"Recordings are deleted automatically after a short period",
                               "Aufzeichnungen werden nach kurzer Frist automatisch gelöscht"},
                              {"The leaflet asks for deletion after the meeting ends.",
                               "Der Leitfaden verlangt Löschung nach Gesprächsende."});
  deletion.benchmarks = {{"IT-Grundschutz 2023", "APP.5.4.A7", Relation::partial}};
  control(run, "DP-PRO-02", Point::PRO, Severity::medium,
          {"Telemetry is off or at its least", "Telemetrie ist aus oder minimal"},
          {"Diagnostic data show who works when and how.",
           "Diagnosedaten zeigen, wer wann und wie arbeitet."});
  control(run, "DP-AVV-01", Point::AVV, Severity::critical,
          {"A data-processing agreement is in force",
           "Ein Auftragsverarbeitungsvertrag ist in Kraft"},
          {"Without an agreement the vendor has no right to process the data.",
           "Ohne Vertrag darf der Anbieter die Daten nicht verarbeiten."});
  control(run, "DP-SET-02", Point::SET, Severity::medium,
          {"The most privacy-friendly settings are chosen",
           "Die datenschutzfreundlichsten Einstellungen sind gewählt"},
          {"The law asks for privacy by default.",
           "Das Gesetz verlangt datenschutzfreundliche Voreinstellungen."});
}

void
red_tenant(SampleRun& run)
{
  TenantReport& made = tenant(run, "acme-zoom", "zoom", Light::red,
                              {"Critical deviations are proven in: CON.",
                               "Kritische Abweichungen sind erwiesen in: CON."},
                              "ygry??gg");
  made.settled = true;
  made.proven = made.at_worst = Light::red;
  made.exposure = {.variant = &variant(run, {"Paid plan", "Bezahlter Tarif"}, "1101111", false),
                   .total = 6,
                   .band = "medium"};
  made.score = 71.4;
  made.coverage = 88;
  made.moves = {{"Close DP-CON-02: Automatic recording is off",
                 "Schließen Sie DP-CON-02: Automatische Aufzeichnung ist ausgeschaltet"}};
  made.outlook = {"1 step to yellow: DP-CON-02.", "1 Schritt bis Gelb: DP-CON-02."};
  Check& automatic = check(run, "zoom.recording.automatic", run.controls[1]);
  automatic.remedy.lock = parse_address("lock_settings#/recording/auto_recording").value();
  automatic.deviation = {"Meetings are recorded without anybody asking for it.",
                         "Besprechungen werden ungefragt aufgezeichnet."};
  automatic.impact = {"Hosts have to start a recording themselves.",
                      "Veranstaltende müssen eine Aufzeichnung selbst starten."};
  Finding first =
      failed(&automatic, run.controls[1], "account_settings#/recording/auto_recording",
             R"("cloud")", R"("none")");
  first.remedy = json(R"("none")");
  made.findings.push_back(std::move(first));
  Check& days = check(run, "zoom.recording.auto-delete-days", run.controls[2]);
  days.title = {"Cloud recordings are deleted after 30 days at most",
                "Cloud-Aufzeichnungen werden nach höchstens 30 Tagen gelöscht"};
  Finding second =
      failed(&days, run.controls[2], "account_settings#/recording/auto_delete_cmr_days", "365",
             R"({"type":"integer","minimum":1,"maximum":30})");
  second.remedy = json("30");
  made.findings.push_back(std::move(second));
  Check& rooms = check(run, "zoom.rooms.passcode", run.controls[0]);
  rooms.source.verified = false;
  rooms.remedy.steps = {"Account Settings > Security > Passcode: switch it on.",
                        "Kontoeinstellungen > Sicherheit > Kenncode: einschalten."};
  for (const std::string_view room : {"rooms/a1", "rooms/b2", "rooms/c3"}) {
    Finding third =
        failed(&rooms, run.controls[0], std::string{room} + "#/passcode", "false", "true");
    third.scope = std::string{room};
    made.findings.push_back(std::move(third));
  }
  Check& telemetry = check(run, "zoom.diagnostics", run.controls[3]);
  Finding waived =
      failed(&telemetry, run.controls[3], "account_settings#/diagnostics", "true", "false");
  waived.waived = Waiver{.id = "w-7",
                         .tenant = "acme-zoom",
                         .check = telemetry.id,
                         .accepted = json("true"),
                         .reason = "Needed until the migration ends.",
                         .approver = "Erika Musterfrau (DPO)",
                         .until = parse_time("2026-12-31T00:00:00Z").value()};
  waived.note = Text{"Default only, not enforced.", "Nur Voreinstellung, nicht erzwungen."};
  made.findings.push_back(std::move(waived));
  Check& sharing = check(run, "zoom.sharing", run.controls[0]);
  Finding hidden = finding(&sharing, run.controls[0], Status::unknown,
                           "group_settings#/sharing/who_can_share");
  hidden.missing_scope = "group:read:settings:admin";
  hidden.why =
      Text{"Not visible: the answer was 403. Missing permission: group:read:settings:admin.",
           "Nicht einsehbar: Die Antwort war 403. Fehlende Berechtigung: "
           "group:read:settings:admin."};
  made.findings.push_back(std::move(hidden));
  Finding contract = finding(nullptr, run.controls[4], Status::unknown, "");
  contract.why = Text{"No API tells; a person has to attest it.",
                      "Über keine API lesbar; bitte bestätigen Sie es."};
  made.findings.push_back(std::move(contract));
  made.gaps = {{"group_settings", "https://api.zoom.us/v2/groups answered 403.",
                "group:read:settings:admin", Failure::forbidden},
               {"reports", "No answer within 30 s.", "", Failure::unreachable}};
}

void
yellow_tenant(SampleRun& run)
{
  TenantReport& made = tenant(
      run, "acme-chat", "mattermost", Light::yellow,
      {"One point is proven yellow at low exposure: RET; not settled: proven it is green, "
       "at worst red, because not all of it could be seen in: AVV.",
       "Ein Prüfpunkt ist bei niedrigem Grundrisiko erwiesen gelb: RET; nicht gesichert: "
       "erwiesen ist sie grün, im schlechtesten Fall rot, denn nicht alles war einsehbar "
       "in: AVV."},
      "gggyg?gg");
  made.proven = Light::green;
  made.at_worst = Light::red;
  made.outlook = {"1 step to a settled green: DP-AVV-01.",
                  "1 Schritt bis zu gesichertem Grün: DP-AVV-01."};
  made.moves = {{"Give evidence for DP-AVV-01: A data-processing agreement is in force",
                 "Nachweis erbringen für DP-AVV-01: Ein Auftragsverarbeitungsvertrag ist in "
                 "Kraft"}};
  made.version = "10.11.2";
  made.exposure = {.variant =
                       &variant(run, {"Self-hosted", "Selbst betrieben"}, "0001000", true),
                   .total = 1,
                   .band = "low"};
  made.score = 83.3;
  made.coverage = 100;
  made.asterisk = true;
  Check& messages = check(run, "mattermost.retention.messages", run.controls[2]);
  Finding broken = finding(&messages, run.controls[2], Status::error,
                           "config#/DataRetentionSettings/EnableMessageDeletion");
  broken.observed = json(R"("yes")");
  broken.expected = json("true");
  broken.why =
      Text{"The value is of an unexpected type.", "Der Wert hat einen unerwarteten Typ."};
  made.findings.push_back(std::move(broken));
  Finding fine = finding(&messages, run.controls[2], Status::pass, "config#/AllowedDomains");
  const std::string value(700, 'x');
  fine.id = "mattermost.domains";
  fine.observed = json_string(value);
  fine.expected = json(R"({"type":"string","minLength":1})");
  made.findings.push_back(std::move(fine));
  Check& calls = check(run, "mattermost.calls.recording", run.controls[1]);
  Finding silent =
      finding(&calls, run.controls[1], Status::not_applicable,
              "config#/PluginSettings/Plugins/com.mattermost.calls/enablerecordings");
  silent.why = Text{"Does not apply as the tenant is set up.",
                    "Trifft auf die Konfiguration des Mandanten nicht zu."};
  made.findings.push_back(std::move(silent));
  Finding null = finding(&calls, run.controls[5], Status::pass, "config#/Feedback");
  null.id = "mattermost.feedback";
  null.observed = json("null");
  null.expected = json("null");
  made.findings.push_back(std::move(null));
  Check& guests = check(run, "mattermost.open-server", run.controls[0]);
  Finding accepted = failed(&guests, run.controls[0], "config#/TeamSettings/EnableOpenServer",
                            "true", "false");
  accepted.waived = Waiver{.id = "w-8",
                           .tenant = "acme-chat",
                           .check = guests.id,
                           .accepted = json("true"),
                           .reason = "The server stands behind a VPN.",
                           .approver = "Max Beispiel (CISO)",
                           .until = parse_time("2027-01-31T00:00:00Z").value()};
  made.findings.push_back(std::move(accepted));
  Finding contract = finding(nullptr, run.controls[4], Status::unknown, "");
  contract.why = Text{"No API tells; a person has to attest it.",
                      "Über keine API lesbar; bitte bestätigen Sie es."};
  made.findings.push_back(std::move(contract));
}

} // namespace

std::unique_ptr<SampleRun>
sample_run()
{
  auto run = std::make_unique<SampleRun>();
  fill_controls(*run);
  run->report.id = "20261124T090000Z-0badcafe";
  run->report.at = parse_time("2026-11-24T09:00:00Z").value();
  run->report.version = "0.1.0";
  run->report.policies =
      "sha256:4f0d3d1c8c3e9b6a7d52e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0";
  red_tenant(*run);
  yellow_tenant(*run);
  TenantReport& green = tenant(*run, "acme-jitsi", "jitsi", Light::green,
                               {"No point is proven yellow at low exposure.",
                                "Kein Prüfpunkt ist bei niedrigem Grundrisiko erwiesen gelb."},
                               "gggggggg");
  green.settled = true;
  green.proven = green.at_worst = Light::green;
  green.exposure = {.variant =
                        &variant(*run, {"Self-hosted", "Selbst betrieben"}, "0001000", true),
                    .total = 1,
                    .band = "low"};
  green.score = 100;
  green.coverage = 94.2;
  Check& lobby = check(*run, "jitsi.lobby", run->controls[0]);
  Finding met = finding(&lobby, run->controls[0], Status::pass, "config#/lobby/enabled");
  met.observed = json("true");
  met.expected = json("true");
  green.findings.push_back(std::move(met));
  TenantReport& grey = tenant(*run, "acme-old", "skype", Light::grey,
                              {"Not rated: not read, and needed for any rating: config; proven "
                               "it is green, at worst red.",
                               "Nicht bewertet: nicht gelesen, aber für jede Bewertung nötig: "
                               "config; erwiesen ist sie grün, im schlechtesten Fall rot."},
                              "--------");
  grey.at_worst = Light::red;
  grey.exposure = {.lowest = 1, .highest = 9};
  grey.outlook = {"1 step to a rating: new credentials.",
                  "1 Schritt bis zur Bewertung: neue Zugangsdaten."};
  grey.moves = {{"Renew the credentials: The credentials were refused.",
                 "Erneuern Sie die Zugangsdaten: The credentials were refused."}};
  grey.unread = {"config"};
  grey.last_settled = {Light::yellow, parse_time("2026-11-17T09:00:00Z").value()};
  grey.gaps = {{"config", "The credentials were refused.", "", Failure::unauthorised}};
  return run;
}

std::unique_ptr<SampleRun>
hostile_run()
{
  auto run = std::make_unique<SampleRun>();
  const Text text{k_hostile, k_hostile};
  Control& owner = control(*run, k_hostile, Point::CON, Severity::high, text, text);
  owner.legal = {{k_hostile, false}};
  owner.benchmarks = {{k_hostile, k_hostile, Relation::conflicts}};
  Check& made = check(*run, k_hostile, owner);
  made.title = made.impact = made.remedy.steps = text;
  made.remedy.lock = Address{k_hostile, {k_hostile}};
  made.source.text = made.source.specification = made.source.unconfirmed = k_hostile;
  made.deviation = text;
  TenantReport& hurt = tenant(*run, k_hostile, k_hostile, Light::red, text, "gggggggg");
  const Variant& kind = variant(*run, text, "2222222", false);
  run->variants.back().id = k_hostile;
  run->variants.back().factors.front() = {k_hostile, 2, text, k_hostile, k_hostile, false};
  hurt.exposure = {.variant = &kind, .total = 14, .band = k_hostile};
  hurt.version = k_hostile;
  hurt.moves = {text};
  hurt.outlook = text;
  hurt.unread = {k_hostile};
  for (auto& [point, rating] : hurt.points) {
    rating.reason = text;
  }
  for (const Status status : {Status::fail, Status::unknown, Status::pass, Status::error}) {
    Finding each = finding(&made, owner, status, k_hostile);
    each.scope = each.missing_scope = each.source = k_hostile;
    each.why = each.note = text;
    std::string longest;
    while (longest.size() < 10240) {
      longest += "<script>\"\xf0\x9f\x98\x80\xe2\x80\xae ";
    }
    each.observed = json_string(longest);
    each.expected = json_string("<script>");
    each.remedy = json_string("<script>");
    if (status == Status::fail) {
      each.waived = Waiver{.id = k_hostile,
                           .accepted = json_string("<script>"),
                           .reason = k_hostile,
                           .approver = k_hostile};
    }
    hurt.findings.push_back(std::move(each));
  }
  hurt.gaps = {{k_hostile, k_hostile, k_hostile, Failure::unexpected}};
  run->report.id = run->report.version = run->report.policies = k_hostile;
  return run;
}

} // namespace klausur::sample
