#include "tests/plugin/report/sample_parts.hpp"

#include <utility>

namespace klausur::sample {

namespace {

/// `r`, `y`, `g`: settled; `?`: yellow and not settled; anything else is grey.
PointLight
point_of(char letter)
{
  switch (letter) {
  case 'r':
    return {Light::red,
            Light::red,
            Light::red,
            {"Proven red by: DP-X.", "Erwiesen rot durch: DP-X."}};
  case 'y':
    return {Light::yellow,
            Light::yellow,
            Light::yellow,
            {"Proven yellow by: DP-X.", "Erwiesen gelb durch: DP-X."}};
  case 'g':
    return {Light::green,
            Light::green,
            Light::green,
            {"All that applies is met.", "Alles Zutreffende ist erfüllt."}};
  case '?':
    return {Light::yellow,
            Light::green,
            Light::red,
            {"At worst red, as not all could be seen of: DP-X.",
             "Im schlechtesten Fall rot, da nicht alles einsehbar war von: DP-X."}};
  default:
    return {Light::grey,
            Light::green,
            Light::red,
            {"Nothing of it could be seen, and nothing was attested.",
             "Nichts davon war einsehbar, und nichts wurde bestätigt."}};
  }
}

} // namespace

Json
json(std::string_view text)
{
  return parse_json(text).value();
}

Control&
control(SampleRun& run, std::string id, Point point, Severity severity, Text title, Text reason)
{
  Control& made = run.controls.emplace_back();
  made.id = std::move(id);
  made.point = point;
  made.severity = severity;
  made.title = std::move(title);
  made.reason = std::move(reason);
  made.legal = {{"GDPR 25(2)", false}, {"GDPR 5(1)(c)", true}};
  return made;
}

Check&
check(SampleRun& run, std::string id, const Control& control)
{
  Check& made = run.checks.emplace_back();
  made.id = std::move(id);
  made.control = control.id;
  made.source.text = "Vendor API reference, GET /settings, read 2026-11-20";
  made.source.verified = true;
  return made;
}

Finding
finding(const Check* check, const Control& control, Status status, std::string_view setting)
{
  Finding made{.check = check, .control = &control};
  made.id = check == nullptr ? control.id : check->id;
  made.severity = control.severity;
  made.status = status;
  made.scope = "account";
  made.setting = std::string{setting};
  if (!setting.empty()) {
    made.source = "GET /v2/accounts/me/settings";
    made.read_at = parse_time(k_time).value();
  }
  return made;
}

const Variant&
variant(SampleRun& run, Text title, std::string_view values, bool verified)
{
  constexpr std::string_view names = "JHCPEOB";
  Variant& made = run.variants.emplace_back();
  made.id = title.en == "Self-hosted" ? "self-hosted" : "paid";
  made.title = std::move(title);
  made.lifecycle = "supported";
  for (std::size_t i = 0; i < names.size(); ++i) {
    made.factors.push_back({.name = std::string{names[i]},
                            .value = values[i] - '0',
                            .reason = {"What the vendor states for this plan.",
                                       "Angabe des Anbieters zu diesem Tarif."},
                            .source = "Vendor trust page, section " + std::to_string(i + 1),
                            .as_of = "2026-11-01",
                            .verified = verified || i % 2 == 0});
  }
  return made;
}

TenantReport&
tenant(SampleRun& run, std::string name, std::string vendor, Light light, Text reason,
       std::string_view points)
{
  TenantReport& made = run.report.tenants.emplace_back();
  made.name = std::move(name);
  made.vendor = std::move(vendor);
  made.taken_at = parse_time(k_time).value();
  made.light = light;
  made.reason = std::move(reason);
  for (std::size_t i = 0; i < k_points; ++i) {
    made.points[static_cast<Point>(i)] = point_of(points[i]);
  }
  return made;
}

Finding
failed(const Check* check, const Control& control, std::string_view setting,
       std::string_view observed, std::string_view expected)
{
  Finding made = finding(check, control, Status::fail, setting);
  made.observed = json(observed);
  made.expected = json(expected);
  return made;
}

} // namespace klausur::sample
