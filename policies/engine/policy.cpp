#include "policies/engine/policy.hpp"

#include "policies/engine/finding.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace klausur {

namespace {

struct PointRow
{
  Point point;
  std::string_view name;
  std::string_view en;
  std::string_view de;
};

constexpr std::array<PointRow, k_points> k_point_rows{{
    {Point::ENC, "ENC", "Encryption of transmission", "Verschlüsselung der Übertragung"},
    {Point::LIC, "LIC", "Business use and licence", "Geschäftsnutzung und Lizenz"},
    {Point::CON, "CON", "Sharing and recording only with consent",
     "Freigaben und Aufzeichnung nur mit Zustimmung"},
    {Point::RET, "RET", "Deletion of logs and recordings",
     "Löschung von Protokollen und Aufzeichnungen"},
    {Point::PRO, "PRO", "No behavioural profiles", "Keine Verhaltensprofile"},
    {Point::AVV, "AVV", "Data-processing agreement and accountability",
     "Auftragsverarbeitung und Rechenschaft"},
    {Point::EUR, "EUR", "Ground rule 1: European solutions",
     "Grundregel 1: Europäische Lösungen"},
    {Point::SET, "SET", "Ground rule 2: most privacy-friendly settings",
     "Grundregel 2: Datenschutzfreundlichste Einstellungen"},
}};

struct SeverityRow
{
  Severity severity;
  std::string_view name;
  int weight;
};

constexpr std::array<SeverityRow, 4> k_severity_rows{{
    {Severity::critical, "critical", 10},
    {Severity::high, "high", 5},
    {Severity::medium, "medium", 3},
    {Severity::low, "low", 1},
}};

template<typename Row, typename Key>
const Row&
row_of(const auto& rows, Key key, Key Row::*column)
{
  return *std::ranges::find(rows, key, column);
}

} // namespace

Json
parameters_over_defaults(const Catalogue& catalogue, const JsonValue& parameters)
{
  Json all{rapidjson::kObjectType};
  for (const auto& control : catalogue.controls) {
    for (const auto& [name, value] : control.parameters) {
      set_member(all, name, value, all.GetAllocator());
    }
  }
  if (parameters.IsObject()) {
    for (const auto& each : parameters.GetObject()) {
      set_member(all, text_of(each.name), each.value, all.GetAllocator());
    }
  }
  return all;
}

const Control*
Catalogue::find(std::string_view id) const
{
  const auto found = std::ranges::find(controls, id, &Control::id);
  return found == controls.end() ? nullptr : &*found;
}

std::string_view
name_of(Point point)
{
  return row_of(k_point_rows, point, &PointRow::point).name;
}

Text
title_of(Point point)
{
  const auto& row = row_of(k_point_rows, point, &PointRow::point);
  return {std::string{row.en}, std::string{row.de}};
}

std::optional<Point>
point_named(std::string_view name)
{
  const auto* found = std::ranges::find(k_point_rows, name, &PointRow::name);
  return found == k_point_rows.end() ? std::nullopt : std::optional{found->point};
}

std::string_view
name_of(Severity severity)
{
  return row_of(k_severity_rows, severity, &SeverityRow::severity).name;
}

std::optional<Severity>
severity_named(std::string_view name)
{
  const auto* found = std::ranges::find(k_severity_rows, name, &SeverityRow::name);
  return found == k_severity_rows.end() ? std::nullopt : std::optional{found->severity};
}

int
weight_of(Severity severity)
{
  return row_of(k_severity_rows, severity, &SeverityRow::severity).weight;
}

std::string_view
name_of(Relation relation)
{
  constexpr std::array<std::string_view, 3> names{"supports", "partial", "conflicts"};
  return names.at(static_cast<std::size_t>(relation));
}

namespace {

constexpr std::array<std::string_view, 5> k_dangers{"own_access", "sign_in", "restart",
                                                    "deletes", "people"};

} // namespace

std::string_view
name_of(Danger danger)
{
  return k_dangers.at(static_cast<std::size_t>(danger));
}

std::optional<Danger>
danger_named(std::string_view name)
{
  const auto* found = std::ranges::find(k_dangers, name);
  return found == k_dangers.end()
             ? std::nullopt
             : std::optional{static_cast<Danger>(found - k_dangers.begin())};
}

std::string_view
name_of(Status status)
{
  constexpr std::array<std::string_view, 5> names{"pass", "fail", "unknown", "not_applicable",
                                                  "error"};
  return names.at(static_cast<std::size_t>(status));
}

namespace {

constexpr std::array<std::string_view, 4> k_lights{"green", "yellow", "red", "grey"};

} // namespace

std::string_view
name_of(Light light)
{
  return k_lights.at(static_cast<std::size_t>(light));
}

std::optional<Light>
light_named(std::string_view name)
{
  const auto* found = std::ranges::find(k_lights, name);
  if (found == k_lights.end()) {
    return std::nullopt;
  }
  return static_cast<Light>(found - k_lights.begin());
}

} // namespace klausur
