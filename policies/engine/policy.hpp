#pragma once

#include "connectors/base/text.hpp"
#include "connectors/model/manifest.hpp"
#include "connectors/model/setting.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace klausur {

/// The six points of the leaflet and its two ground rules, in the order they are shown.
enum class Point { ENC, LIC, CON, RET, PRO, AVV, EUR, SET };
inline constexpr std::size_t k_points = 8;

enum class Severity : std::uint8_t { critical, high, medium, low };

/// How an external catalogue stands to one of our controls.
enum class Relation { supports, partial, conflicts };

struct LegalReference
{
  std::string at;        ///< `GDPR 5(1)(f)`, as in the glossary
  bool verified = false; ///< A person has read the statute and confirmed the reference.
};

struct BenchmarkReference
{
  std::string benchmark; ///< With its version, `C5:2020`.
  std::string id;        ///< `1.2.2.1`
  Relation relation = Relation::supports;
};

/// How a control can be tested: by settings, by what people attest, or by a reminder.
struct Automation
{
  bool automatic = false;
  bool attest = false;
  bool manual = false;
};

/// A vendor-neutral requirement of the checklist.
struct Control
{
  std::string id;
  Point point = Point::ENC;
  Text title;
  Text reason;
  Severity severity = Severity::medium;
  Automation automation;
  std::vector<LegalReference> legal;
  std::vector<BenchmarkReference> benchmarks;         ///< About the requirement itself.
  std::vector<BenchmarkReference> product_benchmarks; ///< About single products: the checks
                                                      ///< that they concern carry them too.
  std::map<std::string, Json> parameters;             ///< name -> default value
  std::string attestation;       ///< `ATT-DPA`; empty when nothing can be attested.
  bool computed = false;         ///< The engine answers it itself (score, age of the last run).
  bool contradicts_hold = false; ///< Meeting it ends what a legal hold keeps.
};

/// A setting, and what it ought to be for a check to apply or to pass.
struct Condition
{
  Address setting;
  Json expect;
  std::optional<Json> absent_means; ///< As in a check.
};

/// What a change may cost beside its impact.
enum class Danger : std::uint8_t {
  own_access, ///< It ends the credential in use.
  sign_in,    ///< Accounts can no longer log in.
  restart,    ///< It shows after a restart only.
  deletes,    ///< It deletes what no rollback brings back.
  people,     ///< Everybody notices.
};

/// What a remedy risks, unless what is read says otherwise.
struct RiskRule
{
  Danger danger = Danger::people;
  Text says;                     ///< One full sentence.
  std::vector<Condition> when;   ///< Holds only where all of them hold, or are not seen.
  std::optional<Address> counts; ///< How many accounts or things it is about.
  std::optional<Json> over; ///< Then `counts` leads to pairs of days and how many are so old,
                            ///< and those count that are older. A number or `$parameter`.
};

struct Remedy
{
  std::optional<Json> set;     ///< The value to write; nullopt: people have to do it.
  std::optional<Address> lock; ///< The switch that holds the value for everybody below.
  Text steps;                  ///< By hand, where no API writes it; may be empty.
  std::vector<Condition> when; ///< Written only where all of them are seen to hold.
  Text otherwise;              ///< Why people have to see to it where they are not.
  std::vector<RiskRule> risks;
  std::vector<std::string> yields_to; ///< Checks whose remedy is milder: where it is planned,
                                      ///< and this check then no longer fails, this one is not.
  std::string bundle; ///< Remedies of one bundle are written together, or none of them is.
};

/// Where a fact about the vendor stands.
struct Source
{
  std::string text;                 ///< The place, and the day it was read.
  bool verified = false;            ///< It is a primary one.
  std::string specification;        ///< The file that confirmed it; empty: none did.
  std::string specification_digest; ///< Its SHA-256 in hexadecimal.
  std::string unconfirmed;          ///< Why no specification does.
};

/// How one control is tested at one vendor.
struct Check
{
  std::string id;
  int version = 1;
  std::string control;
  Text title;                       ///< Empty: the control's title serves.
  Text deviation;                   ///< What is the case when it fails; may be empty.
  std::optional<Severity> severity; ///< nullopt: the control's, see severity_of().
  Address setting;                  ///< Empty document: an attestation, see `attest`.
  Json expect;
  std::optional<Json> known;        ///< A list: all values that the specification names. Any
                                    ///< other is unknown. nullopt: `expect` alone decides.
  std::size_t at_least = 0;         ///< With fewer members, at the setting's `*` or of the
                                    ///< value itself, there is no pass.
  std::vector<Condition> when;      ///< All must hold, else the check does not apply.
  std::vector<Condition> confirm;   ///< What must be seen as well, for a pass: a setting that
                                    ///< its partner or what is there contradicts is none.
  std::optional<Json> absent_means; ///< What a missing key means at this vendor, by its
                                    ///< documentation. nullopt: silence is unknown.
  std::string since;                ///< First product version that has the setting.
  bool supported = false;           ///< The setting names a release, and the manifest's
                                    ///< support facts decide, at the time of the run.
  bool overridable = false;         ///< Anyone affected can override it: never enforcement.
  Text attest;                      ///< Where a person finds the answer; no API tells.
  Remedy remedy;
  Text impact;
  std::vector<BenchmarkReference> benchmarks; ///< Beyond the control's `benchmarks`.
  Source source;
};

/// How grave it is when `check` fails.
[[nodiscard]] inline Severity
severity_of(const Check& check, const Control& control)
{
  return check.severity.value_or(control.severity);
}

/// All checks of one vendor with the facts they rest on.
struct Policy
{
  std::string vendor;
  std::vector<Check> checks;
  Manifest manifest;
  std::string hash; ///< `sha256:...` over the digests of both files.
};

struct Catalogue
{
  std::string version;
  std::vector<Control> controls; ///< In the order of the file.
  std::string hash;              ///< `sha256:...` over the file.

  [[nodiscard]] const Control* find(std::string_view id) const;
};

/// The catalogue's defaults with the tenant's parameters over them.
[[nodiscard]] Json parameters_over_defaults(const Catalogue& catalogue,
                                            const JsonValue& parameters);

[[nodiscard]] std::string_view name_of(Point point);
[[nodiscard]] Text title_of(Point point);
[[nodiscard]] std::optional<Point> point_named(std::string_view name);
[[nodiscard]] std::string_view name_of(Severity severity);
[[nodiscard]] std::optional<Severity> severity_named(std::string_view name);
[[nodiscard]] std::string_view name_of(Relation relation);
[[nodiscard]] std::string_view name_of(Danger danger);
[[nodiscard]] std::optional<Danger> danger_named(std::string_view name);
/// critical 10, high 5, medium 3, low 1
[[nodiscard]] int weight_of(Severity severity);

} // namespace klausur
