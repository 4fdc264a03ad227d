#pragma once

#include "policies/engine/examine.hpp"

#include <string_view>

namespace klausur::sample {

inline Json
json(std::string_view text)
{
  return parse_json(text).value();
}

inline Address
address(std::string_view text)
{
  return parse_address(text).value();
}

/// A catalogue of one control of each severity in point CON, and the ones that the engine
/// knows by name.
inline Catalogue
catalogue()
{
  Catalogue made;
  const auto add = [&](std::string id, Point point, Severity severity, Automation automation) {
    Control control;
    control.id = std::move(id);
    control.point = point;
    control.severity = severity;
    control.automation = automation;
    made.controls.push_back(std::move(control));
  };
  const Automation automatic{.automatic = true};
  const Automation attest{.attest = true};
  add("DP-CON-02", Point::CON, Severity::critical, automatic);
  add("DP-CON-03", Point::CON, Severity::high, automatic);
  add("DP-CON-06", Point::CON, Severity::medium, automatic);
  add("DP-LIC-01", Point::LIC, Severity::critical, automatic);
  add("DP-AVV-01", Point::AVV, Severity::critical, attest);
  add("DP-AVV-04", Point::AVV, Severity::high, attest);
  add("DP-SET-02", Point::SET, Severity::medium, automatic);
  add("DP-SET-03", Point::SET, Severity::high, automatic);
  add("DP-ENC-03", Point::ENC, Severity::medium, automatic);
  made.controls.front().parameters.emplace("days", json("30"));
  made.controls[6].computed = made.controls[7].computed = true;
  made.controls[6].parameters.emplace("posture_target", json("85"));
  return made;
}

inline Check
check(std::string_view setting, std::string_view expect, std::string_view control = "DP-CON-03")
{
  Check made;
  made.id = "v.check";
  made.control = control;
  made.setting = address(setting);
  made.expect = json(expect);
  return made;
}

inline Policy
policy(Check one)
{
  Policy made{.vendor = "v"};
  made.checks.push_back(std::move(one));
  return made;
}

/// As if everything had been kept, three names deep: what is missing, the tenant did not say.
inline Kept
all_kept()
{
  Kept all;
  for (const char* document : {"*", "*/*"}) {
    for (const char* pointer : {"", "/*", "/*/*", "/*/*/*"}) {
      all.add(address(std::string{document} + "#" + pointer));
    }
  }
  return all;
}

inline Snapshot
snapshot(std::string_view document, std::string_view content)
{
  Snapshot made{.tenant = "t", .vendor = "v", .taken_at = *parse_time("2026-11-24T09:00:00Z")};
  made.kept = all_kept();
  made.readings.push_back(
      {std::string{document}, "GET /x", made.taken_at, parse_json(content)});
  return made;
}

inline Variant
variant(std::string dpa_mode, int j = 0)
{
  Variant made{.id = "x", .dpa_mode = std::move(dpa_mode), .lifecycle = "supported"};
  made.factors.push_back({.name = "J", .value = j});
  return made;
}

} // namespace klausur::sample
